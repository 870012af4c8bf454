"""What became of a mutation, and the sums over many."""

from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from evals.gate.verdict import ReviewFinding, Verdict
from evals.review.finding import Finding
from evals.selftest.mutation import Mutation
from evals.stats.proportions import clopper_pearson

_SHOWN = 5
By = Literal["review", "hard", "metric", "slice", "invalid"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Outcome(Strict):
    """by: what of the gate caught it; named: the slices that were named. played: the eval cases were run with it."""

    id: str
    kind: str
    template: str
    file: str
    harmful: bool
    heldout: bool
    what: str
    expected: list[str]
    verdict: str
    by: list[By]
    named: list[str]
    found: list[str]
    newly_failing: list[str] = Field(default_factory=list[str])
    played: bool = False
    seconds: float = 0.0

    @property
    def caught(self) -> bool:
        return self.verdict in ("REGRESSION", "INVALID")

    @property
    def right(self) -> bool:
        """A harmful one is caught with a right slice named, a harmless one passes."""
        if not self.harmful:
            return not self.caught
        return self.caught and bool(set(self.named) & set(self.expected))


class Rate(Strict):
    """Harmful ones and how many were caught, and named right; harmless ones and how many were caught all the same."""

    kind: str
    harmful: int
    caught: int
    named: int
    harmless: int
    false_alarms: int
    recall_from: float
    """Lower end of the 95 % interval of the share that is caught."""
    false_alarms_to: float
    """Upper end of the 95 % interval of the share of false alarms."""


def gated(mutation: Mutation, verdict: Verdict, seconds: float) -> Outcome:
    """verdict: the gate's, on the mutated prompts played against the present ones."""
    slices = [one.value for one in verdict.slices if one.verdict == "regression"]
    metrics = any(one.blocks and one.verdict == "REGRESSION" for one in verdict.metrics)
    blocking = [one for one in verdict.review if one.severity == "blocks" and one.waived is None]
    by: list[By] = [
        *(["review"] if blocking else []),
        *(["hard"] if verdict.hard else []),
        *(["metric"] if metrics else []),
        *(["slice"] if slices else []),
        *(["invalid"] if verdict.verdict == "INVALID" else []),
    ]
    made = _made(mutation, verdict.verdict, by, blocking, slices, seconds)
    return made.model_copy(update={"played": True, "newly_failing": verdict.newly_failing})


def reviewed(mutation: Mutation, findings: Sequence[Finding], seconds: float) -> Outcome:
    """What the gate says by its review alone: all it has to say where the local model reads nothing that changed."""
    blocking = [one for one in findings if one.severity == "blocks"]
    return _made(mutation, "REGRESSION" if blocking else "PASS", ["review"] if blocking else [], blocking, [], seconds)


def _made(
    mutation: Mutation,
    verdict: str,
    by: list[By],
    blocking: Sequence[Finding | ReviewFinding],
    slices: list[str],
    seconds: float,
) -> Outcome:
    return Outcome(
        id=mutation.id,
        kind=mutation.kind,
        template=mutation.template,
        file=mutation.file,
        harmful=mutation.harmful,
        heldout=mutation.heldout,
        what=mutation.what,
        expected=mutation.slices,
        verdict=verdict,
        by=by,
        named=sorted({one.slice for one in blocking} | set(slices)),
        found=[f"{one.slice}: {one.what}" for one in blocking][:_SHOWN],
        seconds=round(seconds, 1),
    )


def rates(outcomes: Iterable[Outcome]) -> list[Rate]:
    """By kind, and over all."""
    given = list(outcomes)
    kinds = [*dict.fromkeys(one.kind for one in given)]
    return [*(_rate(kind, [one for one in given if one.kind == kind]) for kind in kinds), _rate("all", given)]


def _rate(kind: str, given: list[Outcome]) -> Rate:
    harmful, harmless = [one for one in given if one.harmful], [one for one in given if not one.harmful]
    caught, alarms = sum(one.caught for one in harmful), sum(one.caught for one in harmless)
    return Rate(
        kind=kind,
        harmful=len(harmful),
        caught=caught,
        named=sum(one.right for one in harmful),
        harmless=len(harmless),
        false_alarms=alarms,
        recall_from=round(clopper_pearson(caught, len(harmful)).lower, 3) if harmful else 0.0,
        false_alarms_to=round(clopper_pearson(alarms, len(harmless)).upper, 3) if harmless else 1.0,
    )
