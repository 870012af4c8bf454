"""Whether a run may become the baseline, and what would change by it."""

from collections.abc import Iterator

from evals.gate import validity
from evals.gate.baseline import Baseline, CaseResults, by_case
from evals.gate.reasons import listed
from evals.records import Fingerprints, Report

_SHOWN = 10


def refusals(report: Report, present: Fingerprints, changed: list[str]) -> list[str]:
    """Why the run may not be blessed, in words; empty if it may.

    present: of the checkout as it is. changed: files that differ from its commit.
    """
    cases = by_case(report.results)
    reasons: list[str] = []
    if changed:
        reasons.append(f"the checkout has changes that no commit holds: {listed(changed)}; commit them and run again")
    if differing := present.changed(report.fingerprints):
        reasons.append(f"the run is of another set-up than the checkout ({', '.join(differing)}); run the suite again")
    elif report.fingerprints.commit != present.commit:
        reasons.append(
            f"the run is of commit {report.fingerprints.commit[:12]}, the checkout of {present.commit[:12]}; "
            "run the suite again"
        )
    elif report.fingerprints.dirty:
        reasons.append("the run was made in a checkout with changes that no commit holds; run the suite again")
    reasons += validity.of_run(report, cases)
    leaks = [f"{case.id} ({fault.kind})" for case in cases for epoch in case.epochs for fault in epoch.hard]
    if leaks:
        reasons.append(f"what must never happen did: {listed(leaks)}")
    return reasons


def changes(before: Baseline, after: Baseline) -> Iterator[str]:
    """What becomes different, a line a kind; none where nothing does."""
    old, new = ({case.id: case for case in side.cases} for side in (before, after))
    both = sorted(old.keys() & new.keys())
    yield from _line("added", sorted(new.keys() - old.keys()))
    yield from _line("removed", sorted(old.keys() - new.keys()))
    yield from _line("written anew", [case for case in both if old[case].digest != new[case].digest])
    yield from _line("now failing", [case for case in both if old[case].share() > new[case].share()])
    yield from _line("now passing", [case for case in both if old[case].share() < new[case].share()])
    if changed := before.fingerprints.changed(after.fingerprints):
        yield f"set-up: {', '.join(changed)}"
    rates = [sum(case.share() for case in side.cases) / len(side.cases) for side in (before, after)]
    yield f"pass rate: {rates[0]:.1%} of {len(old)} cases before, {rates[1]:.1%} of {len(new)} now"


def failing(cases: tuple[CaseResults, ...]) -> list[str]:
    return [case.id for case in cases if case.share() < 1]


def _line(words: str, ids: list[str]) -> Iterator[str]:
    if ids:
        yield f"{words} ({len(ids)}): {listed(ids, _SHOWN)}"
