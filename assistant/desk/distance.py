"""How far what was sent is from what was suggested."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_MARK = re.compile(r" ?\[\d{1,2}\]")


@dataclass(frozen=True)
class Distance:
    """characters: Levenshtein distance. share: of the longer text, 0 (the same) to 1 (nothing in common)."""

    characters: int
    share: float


def between(suggested: str, sent: str) -> Distance:
    """Line ends and white space at either end aside, which no person edits on purpose, and the marks of sources, which
    open on the agent's page only and are left out of what is sent."""
    before, after = _plain(suggested), _plain(sent)
    longest = max(len(before), len(after))
    characters = Levenshtein.distance(before, after)
    return Distance(characters, characters / longest if longest else 0.0)


def _plain(text: str) -> str:
    return _MARK.sub("", text.replace("\r\n", "\n")).strip()
