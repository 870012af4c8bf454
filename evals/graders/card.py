"""A proposal shows what a person has to know before a yes: every line, what changes, how long, and how to say it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from evals.graders.grade import Grade
from evals.played import Played
from evals.verbatim import Language, day, money, plain

PLACE = Path(__file__).resolve().parents[1] / "cards.yaml"
_YES = {"en": "confirm", "es": "confírm"}


class Card(BaseModel):
    """lines: labels that are always there. changes: `<name>_before`, `<name>_after` by the field they show."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lines: list[str]
    changes: dict[str, str] = {}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cards: dict[str, Card]


@cache
def cards(path: Path = PLACE) -> dict[str, Card]:
    """By tool."""
    return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).cards


def grade(played: Played) -> Grade:
    shown: list[tuple[str, Mapping[str, Any], Language]] = [
        (turn.result.answer, one, played.case.spoken(number))
        for number, turn in enumerate(played.turns, 1)
        if not turn.act
        for one in turn.result.proposals
    ]
    faults = [f"{one['tool']}: {fault}" for answer, one, spoken in shown for fault in _faults(answer, one, spoken)]
    return Grade("card", list(dict.fromkeys(faults)), applies=bool(shown))


def _faults(answer: str, shown: Mapping[str, Any], language: Language) -> Iterator[str]:
    _, title, card = answer.partition(f"**{shown['title']}**")
    if not title:
        yield f"the answer does not show {shown['title']!r}"
        return
    for line in shown["lines"]:
        yield from _line(plain(card), line, language)
    wanted = cards().get(str(shown["tool"]))
    if wanted is None:
        yield "evals/cards.yaml does not say what its card has to show"
    else:
        yield from _lacking(wanted, shown)
    yield from _confirming(card, shown, language)


def _line(card: str, line: Mapping[str, Any], language: Language) -> Iterator[str]:
    """The line's words stand on the card and hold its value as it is written for people."""
    words = plain(line["words"])
    if words not in card:
        yield f"the line {line['label']} is not shown"
    label, _, told = words.partition(":")
    if not label.strip() or not told.strip():
        yield f"the line {line['label']} lacks its name or its value"
    for value in _written(line["kind"], line["value"], language):
        if plain(value) not in told:
            yield f"the line {line['label']} says {told.strip()!r}, not {value!r}"


def _written(kind: str, value: str | int, language: Language) -> list[str]:
    """The value as people read it: of an account its last digits, of identifiers nothing; they have other words."""
    match kind:
        case "choice":
            return []
        case "money":
            return [money(value)]
        case "date":
            return [day(str(value), language)]
        case "instant":
            moment = datetime.fromisoformat(str(value))
            return [day(str(value), language), f"{moment.hour % 12 or 12}:{moment.minute:02}"]
        case "account":
            return [str(value).rpartition(" ")[2]]
        case "rate":
            return [f"{int(value) / 100:.2f}%"]
        case _:
            return [str(value)]


def _lacking(wanted: Card, shown: Mapping[str, Any]) -> Iterator[str]:
    lines = {line["label"]: line["value"] for line in shown["lines"]}
    yield from (f"the line {label} is missing" for label in wanted.lines if label not in lines)
    if not lines:
        yield "there is no line at all"
    for name, field in wanted.changes.items():
        before, after = shown["before"].get(field), shown["after"].get(field)
        if before is not None and after is not None and before != after:
            told = (lines.get(f"{name}_before"), lines.get(f"{name}_after"))
            if told != (before, after):
                yield f"{name} goes from {before} to {after}, the card says {told}"


def _confirming(card: str, shown: Mapping[str, Any], language: Language) -> Iterator[str]:
    lasts = datetime.fromisoformat(shown["expires_at"]) - datetime.fromisoformat(shown["created_at"])
    minutes = round(lasts.total_seconds() / 60)
    if f" {minutes} minut" not in card:
        yield f"the card does not say that it ends in {minutes} minutes"
    if _YES[language] not in plain(card) or "confirm" not in shown["can"]:
        yield "the card does not say how to confirm"
