"""The decision, and nothing else: no file, no clock, no network."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

from evals.gate import hard, metrics, slices, validity
from evals.gate.baseline import Baseline, CaseResults, by_case
from evals.gate.margins import Margins
from evals.gate.noting import notes, pass_hat
from evals.gate.pairs import Pair, paired
from evals.gate.reasons import Found, reasons
from evals.gate.verdict import Base, Changed, Outcome, ReviewFinding, Verdict
from evals.records import Report


class Finding(Protocol):
    """What the review of prompt changes says about one file."""

    @property
    def kind(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def slice(self) -> str: ...
    @property
    def severity(self) -> Literal["blocks", "advises"]: ...
    @property
    def what(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


def decide(base: Baseline, head: Report, rules: Margins, review: Sequence[Finding] = ()) -> Verdict:
    """Validity, then hard fails and the review's findings, then metrics and slices.

    Pure: the same arguments give the same verdict, in whatever order the cases come.
    """
    cases = by_case(head.results)
    invalid = validity.faults(base, head, cases, rules)
    pairs = paired(base.cases, cases, rules.set_aside)
    if not invalid and not pairs:
        invalid = ["no case can be compared"]
    found = Found(
        hard=hard.fails(cases, pairs, rules),
        review=[_kept(finding) for finding in review],
        metrics=[] if invalid else metrics.judge(pairs, rules),
        slices=[] if invalid else slices.judge(pairs, rules),
    )
    return _summed(base, head, rules, cases, pairs, found, invalid)


def outcome(found: Found, invalid: Sequence[str]) -> Outcome:
    """The gravest of what was found."""
    if invalid:
        return "INVALID"
    if (
        found.hard
        or any(one.severity == "blocks" and one.waived is None for one in found.review)
        or any(one.blocks and one.verdict == "REGRESSION" for one in found.metrics)
        or any(one.verdict == "regression" for one in found.slices)
    ):
        return "REGRESSION"
    if any(one.blocks and one.verdict == "INCONCLUSIVE" and one.waived is None for one in found.metrics):
        return "INCONCLUSIVE"
    return "PASS"


def _summed(
    base: Baseline,
    head: Report,
    rules: Margins,
    cases: Sequence[CaseResults],
    pairs: Sequence[Pair],
    found: Found,
    invalid: Sequence[str],
) -> Verdict:
    known = {case.id for case in base.cases}
    return Verdict(
        verdict=outcome(found, invalid),
        reasons=reasons(found, invalid),
        suite=base.suite,
        lane=base.lane,
        seed=head.seed,
        repeats=head.repeats,
        cases=len(pairs),
        hard=found.hard,
        review=found.review,
        metrics=found.metrics,
        slices=found.slices,
        newly_failing=[pair.id for pair in pairs if pair.newly_failing],
        newly_fixed=[pair.id for pair in pairs if pair.newly_fixed],
        added=[case.id for case in cases if case.id not in known],
        quarantined=[case.id for case in cases if case.id in rules.set_aside],
        pass_hat=pass_hat(pairs, head.repeats) if not invalid else None,
        flip_rate=rules.flip_rate,
        fingerprints=Changed(
            base=base.fingerprints, head=head.fingerprints, changed=base.fingerprints.changed(head.fingerprints)
        ),
        base=_base(base, rules),
        head_commit=head.commit,
        notes=notes(base, head, pairs, found, rules),
    )


def _base(base: Baseline, rules: Margins) -> Base:
    blessed = base.blessing
    return Base(ref="", age_days=_days(blessed.at, rules), **blessed.model_dump())


def _days(at: str, rules: Margins) -> int | None:
    try:
        return (rules.today - datetime.fromisoformat(at).date()).days
    except ValueError:
        return None


def _kept(finding: Finding) -> ReviewFinding:
    return ReviewFinding(
        kind=finding.kind,
        file=finding.file,
        slice=finding.slice,
        severity=finding.severity,
        what=finding.what,
        before=finding.before,
        after=finding.after,
    )
