"""A reply for the agent to send: the assistant's graph answers the borrower's newest words, a person says it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from assistant.copilot.voice import Spoken, joined, spoken, voice
from assistant.results import TurnResult
from prompts.bundle import PromptBundle

Ask = Callable[[str, str], Awaitable[TurnResult]]
"""Runs a turn in the agent's own side thread for the borrower: words and language."""


@dataclass(frozen=True)
class Wanted:
    """What is to be answered. words: the borrower's newest. asks_for: the write tools that they ask for."""

    words: str
    language: str
    agent: str
    asks_for: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reply:
    """model: what answered; prompt: name@version#hash."""

    spoken: Spoken
    model: str = "local"
    prompt: str = ""


async def reply(wanted: Wanted, ask: Ask, prompt: PromptBundle) -> Reply:
    """The reply, never sent by itself. Where only the borrower can set in motion what they ask for, how it works is
    looked up and how they ask for it is said."""
    result = await ask(wanted.words, wanted.language)
    said = spoken(result, prompt, wanted.language, wanted.agent)
    known, language = voice(), wanted.language
    question = known.question_about(wanted.asks_for)
    if question and result.outcome not in ("handoff", "refused", "failed") and not result.citations:
        looked_up = spoken(await ask(question.said(language), language), prompt, language, wanted.agent)
        said = joined(joined(said, _without_offer(looked_up, language)), Spoken(known.asks_after.said(language)))
    elif wanted.asks_for & set(known.staff_proposes.tools) and said.text:
        said = joined(said, Spoken(known.staff_proposes.said(language)))
    return Reply(said, result.model, result.prompt)


def _without_offer(looked_up: Spoken, language: str) -> Spoken:
    """Without its own word on how it is asked for, which follows."""
    offer = voice().phrasings["note.can_propose"].said(language)
    return replace(looked_up, text=looked_up.text.replace(offer, "").strip())
