"""Texts that a regular expression matches, so that two expressions can be compared by what they catch."""

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from typing import Any

_FEWEST, _MOST = 12, 120
_LONGEST_REPEAT = 2
# Through Any: the parser of `re` is not typed.
_parser: Any = import_module("re._parser")


def samples(pattern: re.Pattern[str]) -> list[str]:
    """Distinct texts that `pattern` matches, every alternative of it in one at least; the same for the same pattern.

    What only its assertions would allow is left out.
    """
    tree = _parser.parse(pattern.pattern, pattern.flags)
    wanted = min(_MOST, max(_FEWEST, 2 * _widest(tree)))
    made = dict.fromkeys(" ".join(_text(tree, turn).split(" ")) for turn in range(wanted))
    return [text for text in made if text.strip() and pattern.search(text)]


def _widest(tree: Any) -> int:
    """The most alternatives that stand in one place."""
    widest = 1
    for operator, argument in tree:
        for branch in _inside(str(operator), argument):
            widest = max(widest, _widest(branch))
        if str(operator) == "BRANCH":
            widest = max(widest, len(argument[1]))
    return widest


def _inside(operator: str, argument: Any) -> Iterator[Any]:
    if operator == "BRANCH":
        yield from argument[1]
    elif operator == "SUBPATTERN":
        yield argument[-1]
    elif operator in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        yield argument[2]
    elif operator == "ATOMIC_GROUP":
        yield argument


def _text(tree: Any, turn: int) -> str:
    """One text: in turn `n` each place takes its n-th alternative, places further back change more slowly."""
    made: list[str] = []
    places = count()
    for operator, argument in tree:
        made.append(_one(str(operator), argument, turn + next(places) // 2))
    return "".join(made)


def _one(operator: str, argument: Any, turn: int) -> str:
    if operator == "LITERAL":
        return chr(argument)
    if operator == "NOT_LITERAL":
        return "x" if argument != ord("x") else "y"
    if operator == "ANY":
        return "x"
    if operator == "IN":
        return _of_set(argument, turn)
    if operator == "BRANCH":
        return _text(argument[1][turn % len(argument[1])], turn // len(argument[1]) + turn)
    if operator in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _text(argument[-1] if operator == "SUBPATTERN" else argument, turn)
    if operator in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        fewest, most, inner = argument
        times = fewest + turn % (min(int(most), fewest + _LONGEST_REPEAT - 1) - fewest + 1)
        return "".join(_text(inner, turn + at) for at in range(times))
    return ""  # an assertion or a position takes no text


def _of_set(items: Any, turn: int) -> str:
    """One character of a set; of a set of what must not be, a letter that is not in it."""
    if str(items[0][0]) == "NEGATE":
        taken = {chr(argument) for operator, argument in items[1:] if str(operator) == "LITERAL"}
        return next(char for char in "xyz" if char not in taken)
    operator, argument = items[turn % len(items)]
    if str(operator) == "LITERAL":
        return chr(argument)
    if str(operator) == "RANGE":
        return chr(argument[0] + turn % (argument[1] - argument[0] + 1))
    return {"CATEGORY_DIGIT": "5", "CATEGORY_SPACE": " ", "CATEGORY_NOT_WORD": ","}.get(str(argument), "x")
