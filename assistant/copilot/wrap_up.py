"""The wrap-up note of a conversation, from its summary, receipts and messages; the agent edits it before it is kept."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.copilot.private_data import private_data
from assistant.copilot.rules import rules
from assistant.desk.conversation import Conversation

_PATH = Path(__file__).parent / "wrap_up.yaml"
_MOST_SAID, _CHARS = 3, 240


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lines: list[str]
    languages: dict[str, str]
    next: dict[str, str]
    masked: str


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words.model_validate(yaml.safe_load(_PATH.read_text("utf-8")))


def note(conversation: Conversation, agent: str) -> str:
    """The note in English, as notes are kept; the borrower's own words stay in their language, in quotation marks."""
    words, summary = _words(), conversation.summary
    heard = [one.text for one in conversation.messages if one.author == "borrower"]
    told = [one.text for one in conversation.messages if one.author == "agent"]
    values = {
        "language": words.languages[summary.language],
        "why": summary.why,
        "agent": agent,
        "asked": " / ".join(f'"{_masked(text)}"' for text in [*summary.asked, *heard][-_MOST_SAID - 1 :]),
        "facts": "; ".join(_once(f"{one.label} {one.value}" for one in summary.facts)),
        "done": "; ".join(one.words for one in summary.done),
        "open": "; ".join(f"{one.title} ({one.state.replace('_', ' ')})" for one in summary.open),
        "said": " / ".join(_masked(text) for text in told[-_MOST_SAID:]),
        "sources": ", ".join(_once(f"{one.document} v{one.version} {one.section}" for one in summary.sources)),
        "next": words.next["open" if summary.open else "none"],
    }
    return "\n".join(line.format_map(values) for line in words.lines if _is_told(line, values))


def _is_told(line: str, values: Mapping[str, str]) -> bool:
    """Whether everything that the line names has words."""
    return all(value for name, value in values.items() if f"{{{name}}}" in line)


def _masked(text: str) -> str:
    """Without private numbers, and no longer than a note needs."""
    kept, at = "", 0
    for one in private_data(text, rules().ours):
        kept, at = kept + text[at : one.start] + _words().masked, one.end
    whole = " ".join((kept + text[at:]).split())
    return whole if len(whole) <= _CHARS else f"{whole[: _CHARS - 1].rstrip()}…"


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
