"""The values that an argument's schema and description offer, with the words that people use for them.

A description lists them as `value` (word, word): the prompt, not this program, knows what borrowers call things.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assistant.models.local.text import normalise

_INSTEAD = re.compile(r"\b(?:instead of|rather than|in place of|en vez de|en lugar de)(?: \w+){1,3}")
_OFFERED = re.compile(r"`([^`]+)`(?:\s*\(([^)]*)\))?")


@lru_cache(maxsize=512)
def offered(description: str) -> tuple[tuple[str, str], ...]:
    """(word, value) pairs of a description, longest word first."""
    pairs = [
        (normalise(word), value)
        for value, listed in _OFFERED.findall(description)
        for word in listed.split(",")
        if word.strip()
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def named_value(description: str, message: str) -> str | None:
    """The value whose word the message contains; None if it names none, or several different ones.

    What something is to be instead of is not named.
    """
    found = named_values(description, _INSTEAD.sub(" ", normalise(message)))
    return found.pop() if len(found) == 1 else None


def named_values(description: str, message: str) -> set[str]:
    """Every value of which the message contains a word; a shorter word inside a longer one names none."""
    text = normalise(message)
    found: set[str] = set()
    for word, value in offered(description):
        pattern = rf"(?<!\w){re.escape(word)}s?(?!\w)"
        if re.search(pattern, text):
            found.add(value)
            text = re.sub(pattern, " ", text)
    return found


def flat(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A property's schema with an optional's alternatives merged: type, format, pattern, enum, description."""
    merged = dict(schema)
    for option in schema.get("anyOf", []):
        if option.get("type") != "null":
            merged = {**option, **merged}
    return merged
