"""One short question with the likeliest readings to choose from, and a person."""

import re
from collections.abc import Sequence

from assistant.models.local.reading import Reading
from prompts.bundle import PromptBundle

_SUBJECT = re.compile(
    r"^(?:(?:the|a) borrower )?(?:asks|wants|needs|would like)\b(?:\s+(?:to know|in general|about|for|to))?\s+",
    re.IGNORECASE,
)
_TURNED = (
    (r"\b[Tt]he borrower's\b", "your"),
    (r"\b[Tt]he borrower\b", "you"),
    (r"\bthey are\b", "you are"),
    (r"\bthey were\b", "you were"),
    (r"\bthey\b", "you"),
    (r"\bthem\b", "you"),
    (r"\btheir\b", "your"),
    (r"\btheirs\b", "yours"),
)
_MOST_READINGS = 3


def label(reading: Reading, prompt: PromptBundle, language: str) -> str:
    """A reading as a borrower would pick it: from the scenario's `means`; in Spanish from the phrasings `label.*`."""
    if language == "es":
        tools = [call.tool for call in reading.scenario.calls]
        return prompt.say(f"label.{tools[0]}", language) if tools else ""
    text = _SUBJECT.sub("", reading.scenario.means).rstrip(".")
    for pattern, turned in _TURNED:
        text = re.sub(pattern, turned, text)
    return text[:1].upper() + text[1:]


def options(candidates: Sequence[Reading], prompt: PromptBundle, language: str) -> tuple[str, ...]:
    """Two or three different readings that lead to an answer, then a person."""
    readings = [reading for reading in candidates if reading.scenario.outcome == "answer" and reading.tools]
    labels = dict.fromkeys(label(reading, prompt, language) for reading in readings[:_MOST_READINGS])
    return (*(text for text in labels if text), prompt.say("clarify.person", language))


def scripted(reason: str, prompt: PromptBundle, language: str) -> tuple[str, tuple[str, ...]]:
    """The question of the phrasing `clarify.<reason>` and the options it lists as bullets, then a person."""
    lines = prompt.say(f"clarify.{reason}", language).splitlines()
    question = " ".join(line.strip() for line in lines if line.strip() and not line.startswith("- "))
    listed = [line.removeprefix("- ").strip() for line in lines if line.startswith("- ")]
    return question, (*listed, prompt.say("clarify.person", language))
