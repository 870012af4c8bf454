"""The answer as a person says it: the assistant's own sentences and hand-overs replaced, facts and sources kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.results import Citation, TurnResult
from prompts.bundle import PromptBundle
from prompts.errors import PromptError

Language = Literal["en", "es"]
_PATH = Path(__file__).parent / "voice.yaml"
_MARK = re.compile(r"\[(\d+)\]")


class Words(BaseModel):
    model_config = ConfigDict(extra="forbid")

    en: str
    es: str

    def said(self, language: str, agent: str = "") -> str:
        return (self.es if language == "es" else self.en).format(agent=agent)


class _HandOff(Words):
    """alone: nothing else of the answer is kept."""

    alone: bool = False


class _Asked(BaseModel):
    tools: list[str]
    ask: Words


class _Proposes(Words):
    tools: list[str]


class Voice(BaseModel):
    """voice.yaml."""

    model_config = ConfigDict(extra="forbid")

    hand_offs: dict[str, _HandOff]
    phrasings: dict[str, Words]
    options_dropped: list[str]
    tell_more: Words
    borrower_asks: list[_Asked]
    asks_after: Words
    staff_proposes: _Proposes
    empty: dict[str, str]
    refused_reasons: list[str]

    def question_about(self, tools: frozenset[str]) -> Words | None:
        """What is looked up where the borrower asks for one of `tools`, which staff cannot set in motion."""
        return next((row.ask for row in self.borrower_asks if tools & set(row.tools)), None)


@dataclass(frozen=True)
class Spoken:
    """text: empty where nothing is left to say; then `because` is a key of `empty`."""

    text: str
    citations: Sequence[Citation] = ()
    because: str | None = None


@lru_cache(maxsize=1)
def voice() -> Voice:
    return Voice.model_validate(yaml.safe_load(_PATH.read_text("utf-8")))


def spoken(result: TurnResult, prompt: PromptBundle, language: str, agent: str) -> Spoken:
    """The answer of a turn that was made for the borrower, as the agent says it."""
    known = voice()
    if result.outcome == "failed":
        return Spoken("", because="failed")
    declined = [call.arguments.get("reason") for call in result.tool_calls if call.name == "decline"]
    if result.outcome == "refused" and (not declined or declined[-1] in known.refused_reasons):
        return Spoken("", because="refused")
    text = _taken_over(result, prompt, language, agent)
    text = _in_own_words(text, prompt, language, agent)
    if result.outcome == "clarify" and sum(line.lstrip().startswith("- ") for line in text.split("\n")) == 1:
        text = known.tell_more.said(language)
    text, citations = renumbered(text, result.citations)
    return Spoken(text, citations, None if text else "abstained")


def _taken_over(result: TurnResult, prompt: PromptBundle, language: str, agent: str) -> str:
    """The answer with the hand-over replaced: the person to whom it would go is the one who speaks."""
    reason = next(
        (str(call.result["reason"]) for call in result.tool_calls if _hands_over(call.name, call.result)), None
    )
    if reason is None and result.outcome == "handoff":
        reason = "unresolved"
    if reason is None:
        return result.answer
    rule, own = prompt.handoffs[reason], voice().hand_offs[reason]
    if own.alone:
        return own.said(language, agent)
    block = prompt.say("handoff", language, **{**rule, "opening": rule["opening"][language]})
    return f"{own.said(language, agent)}\n\n{result.answer.replace(block, '').strip()}".strip()


def _hands_over(name: str, result: Mapping[str, object]) -> bool:
    return name == "hand_off" and "reason" in result


def _in_own_words(text: str, prompt: PromptBundle, language: str, agent: str) -> str:
    known = voice()
    own = {_said(prompt, name, language): words.said(language, agent) for name, words in known.phrasings.items()}
    dropped = {f"- {_said(prompt, name, language)}" for name in known.options_dropped}
    kept = [own.get(part.strip(), part) for part in re.split(r"\n\s*\n", text)]
    lines = ["\n".join(line for line in part.split("\n") if line.strip() not in dropped) for part in kept]
    return "\n\n".join(part.strip() for part in lines if part.strip())


def _said(prompt: PromptBundle, name: str, language: str) -> str:
    """The phrasing's words; itself where the prompt has it no more, which no paragraph equals."""
    try:
        return prompt.say(name, language).strip()
    except PromptError:
        return f"\0{name}"


def renumbered(text: str, citations: Sequence[Citation], start: int = 1) -> tuple[str, list[Citation]]:
    """The text with its marks counted from `start` in their order, and the citations that it still has."""
    known = {citation.id: citation for citation in citations}
    order: dict[int, int] = {}
    for mark in _MARK.findall(text):
        if int(mark) in known:
            order.setdefault(int(mark), start + len(order))
    renamed = _MARK.sub(lambda match: f"[{order[int(match[1])]}]" if int(match[1]) in order else match[0], text)
    return renamed, [known[old].model_copy(update={"id": new}) for old, new in order.items()]


def joined(first: Spoken, second: Spoken) -> Spoken:
    """Both, one below the other, with their citations in one row."""
    text, more = renumbered(second.text, second.citations, start=len(first.citations) + 1)
    parts = [part for part in (first.text, text) if part]
    return Spoken("\n\n".join(parts), [*first.citations, *more], None if parts else first.because or second.because)
