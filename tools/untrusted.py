"""Other people's text in results: which fields hold it, how a model is shown it, and how it reads without disguise.

What a merchant, a stranger or a document wrote is data. It reaches a model as `{"untrusted_text": "..."}`, and no
write tool takes an argument from it. Source: Unicode UTS 39 (confusables), UAX 9 (bidirectional controls).
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from confusable_homoglyphs.confusables import confusables_data

from tools.client import JsonObject

KEY = "untrusted_text"
_MOST_CHARS = 8_000
"""The longest passage; a description is cut by the account system far below that."""
_EACH = "*"
_FIELDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "list_transactions": (("accounts", _EACH, "transactions", _EACH, "description"),),
    "get_statement": (("accounts", _EACH, "line_items", _EACH, "description"),),
    "list_disputes": (("accounts", _EACH, "disputes", _EACH, "description"),),
    "get_balance": (("accounts", _EACH, "draws_blocked_reasons", _EACH),),
    "list_draws": (("accounts", _EACH, "draws_blocked_reasons", _EACH),),
    "get_profile": (("name",),),
    "list_applications": (
        ("applications", _EACH, "reasons", _EACH, "text"),
        ("applications", _EACH, "missing_items", _EACH),
    ),
    "search_policies": (("passages", _EACH, "title"), ("passages", _EACH, "text")),
}
"""By tool, the paths of fields that hold what others wrote: merchants and memos, what was said in a dispute or when a
line was frozen, a name, what staff noted, documents."""
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Drawn as nothing though their category is another: the grapheme joiner, fillers, the blank braille pattern."""
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810))


def marked(tool: str, result: JsonObject) -> JsonObject:
    """A copy of a tool's result in which others' text stands, normalised, as `{"untrusted_text": ...}`."""
    shown: object = result
    for path in _FIELDS.get(tool, ()):
        shown = _marked_at(shown, path)
    return cast(JsonObject, shown)


def parted(tool: str, result: JsonObject) -> tuple[JsonObject, list[str]]:
    """A copy of a tool's result without what others wrote, and that, normalised."""
    texts: list[str] = []
    return cast(JsonObject, _without(marked(tool, result), texts)), texts


def _without(value: object, taken: list[str]) -> object:
    if isinstance(value, list):
        return [_without(item, taken) for item in cast(list[object], value)]
    if not isinstance(value, Mapping):
        return value
    fields = cast(Mapping[str, object], value)
    if set(fields) == {KEY}:
        taken.append(str(fields[KEY]))
        return ""
    return {name: _without(item, taken) for name, item in fields.items()}


def plain(value: object) -> object:
    """What `marked` made, with the texts in their places again, as whoever words them from templates needs it."""
    if isinstance(value, list):
        return [plain(item) for item in cast(list[object], value)]
    if not isinstance(value, Mapping):
        return value
    fields = cast(Mapping[str, object], value)
    if len(fields) == 1 and KEY in fields:
        return fields[KEY]
    return {name: plain(item) for name, item in fields.items()}


def _marked_at(value: object, path: tuple[str, ...]) -> object:
    if not path:
        return {KEY: normalise(value)[:_MOST_CHARS]} if isinstance(value, str) else value
    if path[0] == _EACH:
        return [_marked_at(item, path[1:]) for item in cast(list[object], value)] if isinstance(value, list) else value
    if not isinstance(value, Mapping):
        return value
    fields = cast(Mapping[str, object], value)
    if path[0] not in fields:
        return fields
    return {**fields, path[0]: _marked_at(fields[path[0]], path[1:])}


def normalise(text: str) -> str:
    """NFKC, without what cannot be seen: zero-width and bidirectional controls, tags, variation selectors, soft
    hyphens, control characters but tab and new line."""
    return unicodedata.normalize("NFKC", "".join(char for char in text if not is_invisible(char)))


def is_invisible(char: str) -> bool:
    """Whether a character is not drawn, or only changes how others are."""
    if char in "\n\t":
        return False
    if char in _INVISIBLE or any(ord(char) in selectors for selectors in _SELECTORS):
        return True
    return unicodedata.category(char) in ("Cf", "Cc", "Co", "Cn", "Cs")


def skeleton(text: str) -> str:
    """The normalised text in lower case, without accents, letters that look like Latin ones folded into these."""
    lower = normalise(text).casefold()
    folded = "".join(_folded(char) for char in lower)
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    """The one plain letter or digit that a character looks like, else itself. Plain ASCII looks like itself."""
    if char.isascii():
        return char
    alike = (found["c"].casefold() for form in (char, char.upper()) for found in confusables_data.get(form, ()))
    return next((other for other in alike if len(other) == 1 and other.isascii() and other.isalnum()), char)
