"""Text as the planner compares it: case, accents, apostrophes and spacing do not matter."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"[’'`´]")
_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W_]+")


def normalise(text: str) -> str:
    """Lower case without accents, apostrophes and doubled spaces."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", _APOSTROPHES.sub("", bare)).strip()


def words(text: str) -> list[str]:
    """The words of a text, normalised, digits included."""
    return _WORDS.findall(normalise(text))


def count_tokens(text: str) -> int:
    """Words and punctuation marks: the unit of this model's token usage."""
    return len(re.findall(r"\w+|[^\w\s]", text))
