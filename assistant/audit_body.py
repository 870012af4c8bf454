"""What an audit record may hold: ids, enumerations, hashes, versions, counts and instants, never a person's words.

The rule is about form, so that no list of tools or fields has to follow the product: a string has no white space and
is short, and is not what a phone, card, social security or account number at a bank, or an e-mail address looks like.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

_Rows = TypeVar("_Rows", Mapping[object, object], Sequence[object])
MAX_CHARS = 160
_MAX_ITEMS = 200
_MAX_DEPTH = 5
_KEY = re.compile(r"[a-z][a-z0-9_]{0,47}")
_TOKEN = re.compile(r"[A-Za-z0-9][\w.:@#/+\-]*", re.ASCII)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,128}")
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2}(T[\d:.+Z\-]+)?)?")
_ADDRESS = re.compile(r"@[\w\-]+\.[A-Za-z]")
_NUMBER = re.compile(
    r"(?<![0-9a-f#])(?:\d[.+\-/]?){9,}(?![0-9a-f])"  # a card or a bank's number; short hashes are not meant
    r"|(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)|(?<!\d)\d{3}[.\-]\d{4}(?!\d)"
)


class BodyRefused(ValueError):
    """An audit record would have held what does not belong there; the message names the place, never the value."""


def check(body: Mapping[str, Any]) -> None:
    """Raises BodyRefused."""
    _check(body, "body", 0)


def fits(value: object) -> bool:
    """Whether an audit record may hold the value as it is."""
    try:
        _check(value, "value", 0)
    except BodyRefused:
        return False
    return True


def _check(value: object, place: str, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise BodyRefused(f"{place} is nested too deeply for an audit record.")
    if isinstance(value, Mapping):
        for key, inner in _bounded(cast(Mapping[object, object], value), place).items():
            if not isinstance(key, str) or not _KEY.fullmatch(key):
                raise BodyRefused(f"{place} has a key that is no plain name.")
            _check(inner, f"{place}.{key}", depth + 1)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(_bounded(cast(Sequence[object], value), place)):
            _check(inner, f"{place}[{index}]", depth + 1)
    elif isinstance(value, str):
        _check_text(value, place)
    elif value is not None and not isinstance(value, bool | int):
        raise BodyRefused(f"{place} is a {type(value).__name__}; an audit record holds names, whole numbers and flags.")


def _bounded(rows: _Rows, place: str) -> _Rows:
    if len(rows) > _MAX_ITEMS:
        raise BodyRefused(f"{place} has more than {_MAX_ITEMS} entries.")
    return rows


def _check_text(text: str, place: str) -> None:
    if text == "" or _ID.fullmatch(text) or _DATE.fullmatch(text):
        return
    if len(text) > MAX_CHARS or not _TOKEN.fullmatch(text):
        raise BodyRefused(f"{place} is free text; an audit record holds ids, enumerations, hashes and versions.")
    if _ADDRESS.search(text) or _NUMBER.search(_ID.sub("", text)):
        raise BodyRefused(f"{place} looks like an address or a private number.")
