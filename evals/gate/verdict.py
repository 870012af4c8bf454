"""What the gate found: a verdict, and everything a person needs to see why."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from evals.records import Fingerprints

Outcome = Literal["PASS", "REGRESSION", "INCONCLUSIVE", "INVALID"]
EXIT_CODES: dict[Outcome, int] = {"PASS": 0, "REGRESSION": 1, "INVALID": 2, "INCONCLUSIVE": 3}
GRAVITY: tuple[Outcome, ...] = ("PASS", "INCONCLUSIVE", "REGRESSION", "INVALID")
"""From the best to the worst."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HardFail(Strict):
    """Decides alone. kind: a HardFault's, `critical` or `cost_cap`; case: empty for the whole run."""

    kind: str
    case: str
    detail: str


class ReviewFinding(Strict):
    """Of the review of prompt changes. waived: the reason somebody gave."""

    kind: str
    file: str
    slice: str
    severity: Literal["blocks", "advises"]
    what: str
    before: str = ""
    after: str = ""
    waived: str | None = None


class MetricVerdict(Strict):
    """One metric over the `n` cases that have it in both runs.

    base, head: means (shares for a rate). difference: head minus base, for a ratio the share by which head is higher;
    lower and upper: its interval. p: one-sided, of being worse. mde: smallest worsening this comparison sees with the
    rules' power. needed: where it is INCONCLUSIVE, cases with which what was seen would decide.
    blocks: whether this verdict stops the change.
    """

    name: str
    kind: Literal["rate", "score", "ratio"]
    method: Literal["mcnemar", "bootstrap", "none"]
    verdict: Literal["PASS", "REGRESSION", "INCONCLUSIVE"]
    blocks: bool
    better: Literal["higher", "lower"]
    n: int
    clusters: int
    base: float
    head: float
    difference: float
    lower: float | None
    upper: float | None
    margin: float
    p: float
    mde: float | None
    needed: int | None
    newly_failing: int = 0
    newly_fixed: int = 0
    waived: str | None = None


class SliceVerdict(Strict):
    """Cases that share something. adjusted: its p-value after Holm over all slices.

    detectable: newly failing cases that would be a regression were it the only one; above n, the slice is `too_few`.
    """

    dimension: str
    value: str
    n: int
    base: float
    head: float
    newly_failing: list[str]
    newly_fixed: list[str]
    p: float
    adjusted: float
    detectable: int
    verdict: Literal["regression", "steady", "too_few"]

    @property
    def name(self) -> str:
        return f"{self.dimension} {self.value}"


class Changed(Strict):
    """Both sides' fingerprints, and what of them differs."""

    base: Fingerprints
    head: Fingerprints
    changed: list[str]


class Base(Strict):
    """What it was compared with. ref: as given; age_days: since it was blessed."""

    ref: str
    by: str
    at: str
    reason: str
    commit: str
    age_days: int | None


class PassHat(Strict):
    """pass^k: the share of cases that pass k times out of k, estimated from the epochs, a figure for each k from 1."""

    base: list[float]
    head: list[float]


class Verdict(Strict):
    """The whole decision; `reasons` in words, the gravest first. lists of cases hold ids."""

    verdict: Outcome
    reasons: list[str]
    suite: str
    lane: str
    seed: int
    repeats: int
    cases: int
    hard: list[HardFail] = Field(default_factory=list[HardFail])
    review: list[ReviewFinding] = Field(default_factory=list[ReviewFinding])
    metrics: list[MetricVerdict] = Field(default_factory=list[MetricVerdict])
    slices: list[SliceVerdict] = Field(default_factory=list[SliceVerdict])
    newly_failing: list[str] = Field(default_factory=list[str])
    newly_fixed: list[str] = Field(default_factory=list[str])
    added: list[str] = Field(default_factory=list[str])
    quarantined: list[str] = Field(default_factory=list[str])
    pass_hat: PassHat | None = None
    flip_rate: float
    fingerprints: Changed
    base: Base
    head_commit: str
    notes: list[str] = Field(default_factory=list[str])

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.verdict]
