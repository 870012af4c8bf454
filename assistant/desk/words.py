"""What the desk says, from words.yaml: notices to the borrower in their language, reasons and queues for staff."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parent / "words.yaml"
NoticeKind = Literal["taken_over", "handed_back", "transferred", "left_waiting"]
Language = Literal["en", "es"]


class Words(BaseModel):
    """The whole file. somebody: whom a notice names where the agent's name is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    notices: dict[NoticeKind, dict[Language, str]]
    somebody: dict[Language, str]
    reasons: dict[str, str]
    queues: dict[str, str]


@lru_cache(maxsize=1)
def load(path: Path = FILE) -> Words:
    """Raises pydantic.ValidationError."""
    return Words.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def notice(kind: NoticeKind, language: str, content: Mapping[str, Any]) -> str:
    """A notice in words. content: `agent`, the name or None."""
    words, spoken = load(), _language(language)
    return words.notices[kind][spoken].format(agent=content.get("agent") or words.somebody[spoken])


def _language(said: str) -> Language:
    return "es" if said == "es" else "en"
