"""Every figure of an answer stands in that turn's stored tool results and passages, or in the borrower's own words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, cast

from assistant.results import TurnResult
from evals.figures import Figure, figures
from evals.graders.grade import Grade
from evals.played import Played

_MARKERS = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]")
_UNITS = {"money": "_cents", "rate": "_bps"}
_LIST_NUMBERS = re.compile(r"(?m)^\s*\d{1,2}[.)]\s")


def grade(played: Played) -> Grade:
    faults: list[str] = []
    for number, turn in enumerate(played.turns, 1):
        said = [earlier.text for earlier in played.turns[:number]]
        loose = ungrounded(turn.result, said, played.case.language)
        faults += [f"turn {number}: {figure.kind} {figure.text.strip()!r} has no source" for figure in loose]
    return Grade("grounded", faults)


def ungrounded(result: TurnResult, said: Sequence[str], language: str) -> list[Figure]:
    """The figures of an answer without a source. Citation marks and the numbers of list items are no figures."""
    sources = Sources()
    for call in result.tool_calls:
        sources.take(call.result)
    for text in said:
        sources.take(text)
    answer = _LIST_NUMBERS.sub(" ", _MARKERS.sub(" ", _without_proposals(result)))
    return [figure for figure in figures(answer, language) if not sources.have(figure)]


def _without_proposals(result: TurnResult) -> str:
    """The answer less the cards of its proposals, which stand at its end: their figures are for the grader `card`."""
    answer = result.answer
    for shown in reversed(result.proposals):
        before, title, _ = answer.rpartition(f"**{shown['title']}**")
        answer = before if title else answer
    return answer


@dataclass
class Sources:
    """Figures that may be stated. Fields tell their unit by name: `*_cents` are dollars, `*_bps` per cent."""

    known: set[tuple[str, object]] = field(default_factory=set[tuple[str, object]])
    decimals: list[Decimal] = field(default_factory=list[Decimal])

    def take(self, value: object, name: str = "") -> None:
        if isinstance(value, dict):
            given = cast(dict[str, Any], value)
            for key, inner in given.items():
                self.take(inner, f"{given['label']}{_UNITS.get(given['kind'], '')}" if _is_line(given, key) else key)
        elif isinstance(value, list):
            rows = cast(list[object], value)
            self.known.add(("number", Decimal(len(rows))))
            for inner in rows:
                self.take(inner, name)
        elif isinstance(value, str):
            self._take_text(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self._take_number(Decimal(str(value)), name)

    def _take_number(self, value: Decimal, name: str) -> None:
        if name.endswith("_cents"):
            self.known.add(("money", abs(value) / 100))
        elif name.endswith("_bps"):
            self.known.add(("percent", value / 100))
        else:
            self.known.add(("number", abs(value)))

    def _take_text(self, text: str) -> None:
        with suppress(InvalidOperation):
            self.decimals.append(Decimal(text))
        self.known |= _in_text(text)

    def have(self, figure: Figure) -> bool:
        if (figure.kind, figure.value) in self.known:
            return True
        if figure.kind == "number" and isinstance(figure.value, Decimal):
            cents = figure.value.as_tuple().exponent == -2 and ("money", figure.value) in self.known
            return cents or ("year", int(figure.value)) in self.known
        if figure.kind in ("money", "percent") and isinstance(figure.value, Decimal):
            scale = 100 if figure.kind == "percent" else 1
            return any(_rounds_to(exact * scale, figure.value) for exact in self.decimals)
        return False


@lru_cache(maxsize=8192)
def _in_text(text: str) -> frozenset[tuple[str, object]]:
    """What a text vouches for, read in both languages; passages and labels come again in many cases."""
    read = [figure for language in ("en", "es") for figure in figures(text, language)]
    return frozenset(known for figure in read for known in _as_known(figure))


def _is_line(row: Mapping[str, Any], key: str) -> bool:
    """Whether `key` is the value of a proposal's line, whose `kind` tells the unit."""
    return key == "value" and {"label", "kind"} <= row.keys()


def _as_known(figure: Figure) -> Iterator[tuple[str, object]]:
    """What a stated figure vouches for: a date also for itself without its year, for its month and for its year."""
    yield figure.kind, figure.value
    if figure.kind == "date":
        year, month, day = cast(tuple[int | None, int, int], figure.value)
        yield "date", (None, month, day)
        if year:
            yield "month", (year, month)
            yield "year", year
    elif figure.kind == "month":
        yield "year", cast(tuple[int, int], figure.value)[0]


def _rounds_to(exact: Decimal, shown: Decimal) -> bool:
    """Whether `shown` is `exact` at the places it shows (a daily rate, a per diem kept unrounded)."""
    return bool(exact) and exact.quantize(shown) == shown
