"""Nothing is promised, predicted or said to be done that is not the assistant's to say (prohibited.yaml)."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.results import TurnResult
from evals.graders.grade import Grade
from evals.played import Played
from evals.records import HardFault
from evals.verbatim import plain

PLACE = Path(__file__).resolve().parents[1] / "prohibited.yaml"
_MARKS = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]|\*\*")
_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


class Prohibited(BaseModel):
    """One thing never to say. says, unless: regular expressions on a plain sentence (evals/verbatim.py).

    done: it says that something was done, which is true in a thread where a proposal was confirmed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    source: Annotated[str, Field(min_length=4)]
    says: Annotated[list[re.Pattern[str]], Field(min_length=1)]
    unless: list[re.Pattern[str]] = []
    done: bool = False

    def hit(self, sentence: str) -> bool:
        said = any(pattern.search(sentence) for pattern in self.says)
        return said and not any(pattern.search(sentence) for pattern in self.unless)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    prohibited: list[Prohibited]


@cache
def prohibited(path: Path = PLACE) -> tuple[Prohibited, ...]:
    return tuple(_File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).prohibited)


def grade(played: Played) -> Grade:
    found = list(dict.fromkeys(_found(played)))
    return Grade("promises", found, hard=[HardFault(kind="prohibited_promise", detail=fault) for fault in found])


def _found(played: Played) -> Iterator[str]:
    """Each sentence that promises; once something was confirmed, it may be said to be done."""
    confirmed = False
    for number, turn in enumerate(played.turns, 1):
        confirmed = confirmed or bool(turn.decided and turn.decided.said_yes)
        if turn.act:
            continue
        for sentence in sentences(turn.result):
            for one in prohibited():
                if not (one.done and confirmed) and one.hit(sentence):
                    yield f"turn {number} says {one.id}: {sentence!r}"


def sentences(result: TurnResult) -> Iterator[str]:
    """The answer's sentences that are its own, not the words of a passage that it cites."""
    quotes = [plain(citation.quote) for citation in result.citations]
    for line in _ENDS.split(_MARKS.sub(" ", result.answer)):
        sentence = plain(line)
        if sentence and not any(sentence.rstrip(".") in quote for quote in quotes):
            yield sentence
