"""What may become a baseline, what it changes, and how both sides are graded again."""

from typing import Any

import pytest

from evals.case import Case
from evals.gate import baseline
from evals.gate.baseline import BaselineError
from evals.gate.blessing import changes, refusals
from evals.gate.decide import decide
from evals.gate.rescore import rescored
from evals.records import CaseRecord
from tests.unit.evals.gate import made
from tests.unit.evals.gate.made import BASE, IDS, PRINTS, records, report, rules


def test_a_run_of_the_committed_checkout_may_be_blessed():
    assert refusals(report(records()), PRINTS, []) == []


@pytest.mark.parametrize(
    ("fields", "changed", "words"),
    [
        ({}, ["prompts/assistant.md"], "changes that no commit holds: prompts/assistant.md"),
        ({"fingerprints": PRINTS.model_copy(update={"prompts": "p2"})}, [], r"another set-up .*\(prompts\)"),
        ({"fingerprints": PRINTS.model_copy(update={"commit": "f00"})}, [], "the run is of commit f00"),
        ({"fingerprints": PRINTS.model_copy(update={"dirty": True})}, [], "made in a checkout with changes"),
        ({"repeats": 2}, [], "incomplete: 300 cases"),
    ],
)
def test_what_may_not_be_blessed(fields: dict[str, Any], changed: list[str], words: str):
    (reason,) = refusals(report(records(), **fields), PRINTS, changed)
    assert_matches(reason, words)


def assert_matches(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        raise ValueError(text)


@pytest.mark.parametrize(
    ("bent", "words"),
    [
        (made.record("fees-000", state="errored", error="database"), "errored: 1 cases"),
        (made.leaking("fees-000"), r"must never happen did: fees-000 \(cross_borrower\)"),
        (made.record("fees-001"), "duplicate: 1 cases"),
    ],
)
def test_broken_runs_may_not_be_blessed(bent: CaseRecord, words: str):
    results = [bent if one.id == "fees-000" else one for one in records()]
    (reason,) = refusals(report(results), PRINTS, [])
    assert_matches(reason, words)


def test_what_a_new_baseline_changes_is_told():
    results = [*records(["fees-001"], fixed=["balance-000"])[:-1], made.record("draws-900")]
    results = [made.record(one.id, digest="anew") if one.id == "fees-002" else one for one in results]
    prints = PRINTS.model_copy(update={"prompts": "p2"})
    told = list(changes(BASE, made.baseline(results, fingerprints=prints)))
    assert told == [
        "added (1): draws-900",
        "removed (1): draws-006",
        "written anew (1): fees-002",
        "now failing (1): fees-001",
        "now passing (1): balance-000",
        "set-up: prompts",
        "pass rate: 95.0% of 300 cases before, 95.0% of 300 now",
    ]


def case(name: str, **changes: Any) -> Case:
    given = {
        "id": name,
        "domain": "fees",
        "person": "anonymous",
        "turns": ["what do I owe"],
        "expect": {"abstain": True},
    }
    return Case.model_validate({**given, **changes})


def strict(record: CaseRecord, case: Case) -> CaseRecord:
    """A new grader that finds a fault in two cases, whichever run they are of."""
    bad = record.id in ("fees-001", "fees-002")
    return record.model_copy(update={"grades": {"strict": not bad}, "passed": not bad})


def test_a_changed_grader_is_no_difference_between_the_runs():
    cases = [case(name) for name in IDS]
    results = [one.model_copy(update={"digest": case.digest}) for one, case in zip(records(), cases, strict=True)]
    base = made.baseline(results)
    present = PRINTS.model_copy(update={"graders": "g2"})
    head = report(results, fingerprints=present)
    assert decide(base, head, rules()).verdict == "INVALID"
    again = rescored(base, baseline.transcripts(results), head, cases, strict, present)
    found = decide(*again, rules())
    assert found.verdict == "PASS"
    assert found.metrics[0].base == pytest.approx(298 / 300)
    assert {one.name for one in found.metrics} == {"passed", "strict"}


def test_a_case_that_was_changed_keeps_its_grades_and_is_refused_by_name():
    head = report(records(), fingerprints=PRINTS.model_copy(update={"graders": "g2"}))
    base, after = rescored(BASE, baseline.transcripts(records()), head, [case("fees-001")], strict, PRINTS)
    assert base.cases == BASE.cases
    assert after.results == head.results


def test_transcripts_of_another_baseline():
    with pytest.raises(BaselineError, match="lack balance-000, epoch 0"):
        rescored(BASE, baseline.transcripts(records()[1:]), report(records()), [], strict, PRINTS)
