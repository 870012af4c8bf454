"""What a turn's evidence says, typed: every figure and word it holds, under the fields they come from."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any, cast

from assistant.guards.evidence import Evidence
from assistant.guards.figures import Figure, Kind, Value, weekday_of
from assistant.guards.number_words import UNITS
from assistant.guards.tokens import Token, tokens

_DECIMAL = re.compile(r"^-?\d+\.\d+$")
_UNKEYED = "text"
_UNITS = {"money": "_cents", "rate": "_bps"}
"""Of a proposal's lines, whose `kind` tells the unit of `value`."""
_DATED = {"payoff_date", "from_date", "to_date", "period", "status", "kind", "account"}
Fields = frozenset[str]
NONE: Fields = frozenset()


@dataclass
class Grounds:
    """Figures by kind and value, words by text; each with the fields that hold it."""

    word: Callable[[str], Sequence[str]]
    _figures: dict[tuple[Kind, Value, str | None], set[str]] = field(
        default_factory=lambda: defaultdict[tuple[Kind, Value, str | None], set[str]](set)
    )
    _dates: list[tuple[tuple[int | None, int | None, int | None], str]] = field(
        default_factory=list[tuple[tuple[int | None, int | None, int | None], str]]
    )
    _words: dict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    values: set[str] = field(default_factory=set[str])

    def add(self, value: Any, key: str) -> None:
        """Read a JSON value that stands under `key`."""
        if isinstance(value, Mapping):
            given = cast(Mapping[str, Any], value)
            for name, item in given.items():
                line = name == "value" and {"label", "kind"} <= given.keys()
                self.add(item, f"{given['label']}{_UNITS.get(given['kind'], '')}" if line else name)
        elif isinstance(value, list):
            items = cast(list[Any], value)
            self._put("number", Decimal(len(items)), None, f"{key}#")
            for item in items:
                self.add(item, key)
        elif isinstance(value, str):
            self._add_string(value, key)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self._add_number(Decimal(str(value)), key)

    def add_text(self, text: str, key: str = _UNKEYED) -> None:
        """Read prose."""
        for token in tokens(text):
            if token.figure is None:
                self._words[token.text].add(key)
            else:
                self._put(token.figure.kind, token.figure.value, token.figure.unit, key)

    @property
    def words(self) -> set[str]:
        return set(self._words)

    def fields(self, token: Token) -> Fields:
        """The fields that explain a token; units are not compared, the field is."""
        if token.figure is None:
            return frozenset(self._words.get(token.text, NONE))
        return self.find(token.figure, units=False)

    def find(self, figure: Figure, *, units: bool = True) -> Fields:
        """The fields that hold this very figure: same kind, same value, same unit. Empty: it has no source."""
        if figure.kind == "date":
            return self._find_date(figure.value)
        if figure.kind == "weekday":
            return frozenset(key for value, key in self._dates if weekday_of(value) == figure.value) | self._get(
                figure, units
            )
        found = self._get(figure, units)
        if figure.kind == "ordinal":
            found |= frozenset(key for value, key in self._dates if value[2] == figure.value)
        if figure.kind == "number" and figure.unit is None and isinstance(figure.value, Decimal):
            found |= frozenset(key for value, key in self._dates if value[0] == figure.value)
        return found

    def _get(self, figure: Figure, units: bool) -> Fields:
        wanted = [figure.unit] if units else [figure.unit, None, *dict.fromkeys(UNITS.values()), "business day"]
        found: set[str] = set()
        for unit in wanted:
            found |= self._figures.get((figure.kind, figure.value, unit), set())
        if figure.kind == "money" and isinstance(figure.value, Decimal) and figure.value > 0:
            found |= self._figures.get(("money", -figure.value, None), set())
        return frozenset(found)

    def _find_date(self, value: Value) -> Fields:
        if not isinstance(value, tuple):
            return NONE
        said = [(index, part) for index, part in enumerate(value) if part is not None]
        return frozenset(key for known, key in self._dates if all(known[index] == part for index, part in said))

    def _put(self, kind: Kind, value: Value, unit: str | None, key: str) -> None:
        if isinstance(value, tuple):
            self._dates.append((value, key))
        else:
            self._figures[kind, value, unit].add(key)

    def _add_string(self, value: str, key: str) -> None:
        self.values.add(value.lower())
        if _DECIMAL.match(value):
            self._add_decimal(Decimal(value), key)
        for shown in dict.fromkeys([value, value.replace("_", " "), *self.word(value)]):
            self.add_text(shown, key)

    def _add_decimal(self, value: Decimal, key: str) -> None:
        """Daily figures are kept unrounded; shown, they may be rounded to fewer places, at least two."""
        self._put("number", value, None, key)
        if "rate" in key:
            self._put("percent", value, None, key)
            self._put("percent", (value * 100).normalize(), None, key)
        if "per_diem" in key:
            places = [Decimal(1).scaleb(-count) for count in (2, 3, 4)]
            rounded = {value.quantize(place, how) for place in places for how in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
            for shown in {value, *rounded}:
                self._put("money", shown, None, key)

    def _add_number(self, value: Decimal, key: str) -> None:
        if key.endswith("_cents"):
            self._put("money", value / 100, None, key)
        elif key.endswith("_bps"):
            self._put("percent", value / 100, None, key)
        else:
            unit = next((UNITS[part] for part in key.split("_") if part in UNITS), None)
            self._put("number", value, unit, key)
            self._put("ordinal", value, None, key)


def _is_models_own(result: Mapping[str, Any]) -> bool:
    """A clarifying question is the model's words handed back: it proves nothing."""
    return "question" in result and "options" in result


def account_grounds(evidence: Evidence, word: Callable[[str], Sequence[str]]) -> Grounds:
    """From this turn's account reads, hand-off rules, the business date and what successful reads were asked for."""
    grounds = Grounds(word)
    for index, result in enumerate(evidence.tool_results):
        if _is_models_own(result):
            continue
        if "passages" in result:
            _add_editions(grounds, result["passages"])
            continue
        grounds.add(dict(result), "result")
        if index < len(evidence.tool_arguments) and "error" not in result:
            asked = evidence.tool_arguments[index]
            grounds.add({key: value for key, value in asked.items() if key in _DATED}, "asked")
    grounds.add(evidence.business_date.isoformat(), "as_of")
    if evidence.caller.name:
        grounds.add(evidence.caller.name, "name")
    return grounds


def _add_editions(grounds: Grounds, passages: Sequence[Mapping[str, Any]]) -> None:
    """Which edition of which document a passage is; its text is prose and is cited, not read out."""
    for passage in passages:
        for key in ("version", "document_title", "effective_from", "effective_to"):
            if passage.get(key) is not None:
                grounds.add(passage[key], key)


def text_grounds(texts: Iterable[str]) -> Grounds:
    """From prose: passages, or the caller's own words."""
    grounds = Grounds(lambda _: ())
    for text in texts:
        grounds.add_text(text)
    return grounds
