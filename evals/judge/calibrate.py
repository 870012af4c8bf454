"""Measures the judge against the labels: agreement beyond chance, and where the two differ."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from evals.judge import pinned
from evals.judge.judging import Judge
from evals.judge.labels import Label
from evals.judge.pinned import Agreed, Measured
from evals.judge.verdict import CRITERIA, Criterion, Verdict
from evals.stats.kappa import kappa

_AT_ONCE = 4


class Confusion(BaseModel):
    """How often label and judge say yes or no, in this order."""

    model_config = ConfigDict(extra="forbid")

    yes_yes: int = 0
    yes_no: int = 0
    no_yes: int = 0
    no_no: int = 0


class Calibration(BaseModel):
    """advisory_because: why the judge's verdicts do not count; empty where they do. differ: ids, by criterion."""

    model_config = ConfigDict(extra="forbid")

    measured: Measured
    confusion: dict[Criterion, Confusion]
    differ: dict[Criterion, list[str]]
    authors: dict[str, int]
    advisory_because: list[str]


async def verdicts(judge: Judge, labels: Sequence[Label]) -> list[Verdict]:
    """In the labels' order, a few at once. Raises JudgeFailed with the first that fails."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(label: Label) -> Verdict:
        async with gate:
            return await judge.judge(label.material)

    return await asyncio.gather(*(one(label) for label in labels))


def compare(
    labels: Sequence[Label], found: Sequence[Verdict], model: str, digest: str, measured_at: datetime
) -> Calibration:
    """What the verdicts come to; of people's labels alone where there are any, as only they can make it count."""
    people = [label.author_kind == "human" for label in labels]
    kept = [(label, one) for label, one, human in zip(labels, found, people, strict=True) if human or not any(people)]
    pairs = {name: [(label.label[name], one.of(name)) for label, one in kept] for name in CRITERIA}
    prompt = pinned.prompt()
    measured = Measured(
        prompt=prompt.reference,
        model=model,
        labels=digest,
        human_labels=sum(people),
        measured_at=measured_at.isoformat(timespec="seconds"),
        criteria={name: _agreed(pairs[name]) for name in CRITERIA},
    )
    standing = pinned.Standing(threshold=pinned.standing().threshold, measured=measured)
    authors = [f"{label.author_kind}: {label.author}" for label in labels]
    return Calibration(
        measured=measured,
        confusion={name: _confusion(pairs[name]) for name in CRITERIA},
        differ={name: [label.id for label, one in kept if label.label[name] != one.of(name)] for name in CRITERIA},
        authors={author: authors.count(author) for author in dict.fromkeys(authors)},
        advisory_because=standing.advisory_because(prompt, model, digest),
    )


def _agreed(pairs: Sequence[tuple[bool, bool]]) -> Agreed:
    agreement = sum(label == verdict for label, verdict in pairs) / len(pairs)
    if len({value for pair in pairs for value in pair}) < 2:
        return Agreed(kappa=None, lower=None, upper=None, agreement=agreement, n=len(pairs))
    found = kappa([label for label, _ in pairs], [verdict for _, verdict in pairs])
    return Agreed(
        kappa=found.value, lower=found.interval.lower, upper=found.interval.upper, agreement=agreement, n=found.n
    )


def _confusion(pairs: Sequence[tuple[bool, bool]]) -> Confusion:
    return Confusion(
        yes_yes=pairs.count((True, True)),
        yes_no=pairs.count((True, False)),
        no_yes=pairs.count((False, True)),
        no_no=pairs.count((False, False)),
    )
