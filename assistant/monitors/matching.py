"""Finding words in what was said, whatever their accents and capitals, and the place around them."""

import unicodedata
from collections.abc import Sequence

SNIPPET_CHARS = 160
_BEFORE = 40
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


def folded(text: str) -> str:
    """Without accents and capitals, with plain quotation marks."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def words(query: str) -> Sequence[str]:
    """What has to be found: every word of the query, folded."""
    return tuple(dict.fromkeys(folded(query).split()))


def matches(text: str, wanted: Sequence[str]) -> bool:
    """Whether each of the words, folded, stands in the text, in whatever order, also inside longer ones."""
    plain = folded(text)
    return all(word in plain for word in wanted)


def snippet(texts: Sequence[str], wanted: Sequence[str]) -> str:
    """The first place of a wanted word with what stands around it; without one, how the first text begins."""
    for text in texts:
        at = min((found for word in wanted if (found := _place(text, word)) is not None), default=None)
        if at is not None:
            return _cut(text, max(0, at - _BEFORE))
    return _cut(texts[0], 0) if texts else ""


def _place(text: str, word: str) -> int | None:
    """Where in the text, not in its folded form, the word begins."""
    at = folded(text).find(word)
    if at <= 0:
        return None if at < 0 else 0
    # Folding can make a text longer or shorter: the place is the shortest beginning whose folded form reaches it.
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if len(folded(text[:middle])) < at else (low, middle)
    return low


def _cut(text: str, start: int) -> str:
    squeezed = " ".join(text[start : start + 2 * SNIPPET_CHARS].split())
    shown = squeezed[:SNIPPET_CHARS].rstrip()
    rest = len(squeezed) > len(shown) or start + 2 * SNIPPET_CHARS < len(text)
    return f"{'… ' if start else ''}{shown}{' …' if rest else ''}"
