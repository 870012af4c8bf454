"""Waivers: somebody lets an undecided metric or a finding pass, with a reason, for exactly one set-up."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.gate.decide import outcome
from evals.gate.reasons import Found, reasons
from evals.gate.verdict import MetricVerdict, ReviewFinding, Verdict

PLACE = "evals/waivers.jsonl"


class WaiverError(ValueError):
    """A waiver that cannot be given; the message says what can."""


class Waiver(BaseModel):
    """target: a metric's name, or review:KIND:FILE of a finding. setup: what was compared with what.

    Another change has another `setup`, so a waiver never covers more than what was looked at.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    target: str
    reason: str
    who: str
    when: str
    commit: str
    suite: str
    lane: str
    setup: str


def setup_of(verdict: Verdict) -> str:
    """SHA-256, shortened, of what was compared: both sides' fingerprints without the checkout."""
    sides = [
        side.model_dump(mode="json", exclude={"commit", "dirty"})
        for side in (verdict.fingerprints.base, verdict.fingerprints.head)
    ]
    return hashlib.sha256(json.dumps([sides, verdict.base.at], sort_keys=True).encode()).hexdigest()[:16]


def waivable(verdict: Verdict) -> list[str]:
    """What a waiver may name: undecided metrics that block, and findings that do. A regression is not waived."""
    return [one.name for one in verdict.metrics if one.blocks and one.verdict == "INCONCLUSIVE"] + [
        _name(one) for one in verdict.review if one.severity == "blocks"
    ]


def apply(verdict: Verdict, given: Iterable[Waiver]) -> Verdict:
    """The verdict as it is with those waivers that are of this set-up."""
    setup = setup_of(verdict)
    known = {
        one.target: one.reason
        for one in given
        if (one.setup, one.suite, one.lane) == (setup, verdict.suite, verdict.lane)
    }
    if not known or verdict.verdict == "INVALID":
        return verdict
    found = Found(
        verdict.hard,
        [_waived_finding(one, known) for one in verdict.review],
        [_waived_metric(one, known) for one in verdict.metrics],
        verdict.slices,
    )
    update = {
        "verdict": outcome(found, ()),
        "reasons": reasons(found, ()),
        "review": found.review,
        "metrics": found.metrics,
    }
    return verdict.model_copy(update=update)


def _waived_metric(one: MetricVerdict, known: dict[str, str]) -> MetricVerdict:
    undecided = one.blocks and one.verdict == "INCONCLUSIVE"
    return one.model_copy(update={"waived": known.get(one.name)}) if undecided else one


def _waived_finding(one: ReviewFinding, known: dict[str, str]) -> ReviewFinding:
    return one.model_copy(update={"waived": known.get(_name(one))}) if one.severity == "blocks" else one


def _name(one: ReviewFinding) -> str:
    return f"review:{one.kind}:{one.file}"


def read(path: Path) -> list[Waiver]:
    """Raises WaiverError for a line that is none."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    try:
        return [Waiver.model_validate_json(line) for line in lines if line.strip()]
    except ValidationError as error:
        raise WaiverError(f"{path.name}: {error}") from error


def append(path: Path, given: Sequence[Waiver]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(one.model_dump_json() + "\n" for one in given)
