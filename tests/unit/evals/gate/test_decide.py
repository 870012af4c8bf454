"""What the gate decides, with the rules as they are reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pytest

from evals.gate.decide import decide
from evals.gate.margins import Quarantined
from evals.gate.verdict import Verdict
from evals.records import CaseRecord, Fingerprints, HardFault
from tests.unit.evals.gate import made
from tests.unit.evals.gate.made import BASE, IDS, records, report, rules


def judged(results: Sequence[CaseRecord], flip_rate: float = 0.003, **fields: Any) -> Verdict:
    return decide(BASE, report(list(results), **fields), rules(flip_rate), [])


def test_identical_runs_pass_on_every_metric_and_slice():
    found = judged(records())
    assert (found.verdict, found.exit_code, found.reasons) == ("PASS", 0, [])
    assert {one.verdict for one in found.metrics} == {"PASS"}
    assert {one.verdict for one in found.slices} <= {"steady", "too_few"}
    passed = found.metrics[0]
    assert (passed.name, passed.n, passed.method) == ("passed", 300, "mcnemar")
    assert passed.upper == pytest.approx(0.0126, abs=1e-4)


@pytest.mark.parametrize("flip_rate", [0.002, 0.003, 0.004])
@pytest.mark.parametrize("domain", ["hardship", "privacy"])
def test_two_cases_of_a_small_slice_are_a_regression_with_its_name(domain: str, flip_rate: float):
    found = judged(records([f"{domain}-001", f"{domain}-004"]), flip_rate)
    assert found.verdict == "REGRESSION"
    assert found.exit_code == 1
    first = found.slices[0]
    assert (first.dimension, first.value, first.verdict) == ("domain", domain, "regression")
    assert first.newly_failing == [f"{domain}-001", f"{domain}-004"]
    assert f"slice domain {domain}: 2 of {first.n} cases newly fail" in found.reasons[0]


def test_one_case_is_listed_and_no_regression():
    found = judged(records(["hardship-001"]))
    assert found.verdict == "PASS"
    assert found.newly_failing == ["hardship-001"]


def test_losses_all_over_are_a_regression_of_the_whole():
    found = judged(records(IDS[3:300:35]), flip_rate=0.02)
    assert found.verdict == "REGRESSION"
    assert any(reason.startswith("passed: 95.0% became 92.0%") for reason in found.reasons)


def test_some_losses_are_inconclusive_and_say_how_many_cases_would_decide():
    found = judged(records(["balance-001", "fees-031", "payoff-020", "fraud-005"]), flip_rate=0.02)
    assert (found.verdict, found.exit_code) == ("INCONCLUSIVE", 3)
    passed = found.metrics[0]
    assert passed.blocks
    assert passed.needed is not None
    assert 300 < passed.needed < 500
    assert f"{passed.needed} cases would decide" in found.reasons[0]
    assert passed.mde is not None
    assert 0.02 < passed.mde < 0.06


def test_a_slice_that_is_better_on_the_whole_is_no_regression():
    failing, fixed = ["balance-001", "balance-002"], ["balance-000", "balance-010", "balance-020"]
    found = judged(records(failing, fixed=fixed), flip_rate=0.002)
    assert found.verdict == "PASS"
    assert (found.newly_failing, found.newly_fixed) == (failing, fixed)


@pytest.mark.parametrize(
    ("results", "word"),
    [
        (records()[1:], "missing: 1 cases of the baseline did not run: balance-000"),
        ([*records(), records()[3]], "duplicate: 1 cases ran twice in one epoch: balance-003"),
        ([made.record("balance-000", digest="another", passed=False), *records()[1:]], "changed: 1 cases"),
        ([made.record("balance-000", state="errored", error="database"), *records()[1:]], "errored: 1 cases"),
        ([], "no case ran"),
    ],
    ids=["missing", "duplicate", "changed", "errored", "empty"],
)
def test_what_cannot_be_compared_is_invalid(results: list[CaseRecord], word: str):
    found = judged(results)
    assert (found.verdict, found.exit_code) == ("INVALID", 2)
    assert any(reason.startswith(word) for reason in found.reasons)
    assert found.metrics == []


@pytest.mark.parametrize("field", [{"suite": "heldout"}, {"lane": "live"}, {"seed": 3}, {"repeats": 2}])
def test_another_kind_of_run_is_invalid(field: dict[str, Any]):
    assert judged(records(), **field).verdict == "INVALID"


def test_the_suites_old_name_is_the_same_suite():
    assert judged(records(), suite="local").verdict == "PASS"


def test_every_record_errored_is_invalid():
    found = judged([made.record(case, state="errored", error="no model answered", passed=False) for case in IDS])
    assert (found.verdict, found.exit_code) == ("INVALID", 2)


def test_added_cases_are_told_and_not_compared():
    found = judged([*records(), made.record("fees-900", passed=False)])
    assert (found.verdict, found.added, found.cases) == ("PASS", ["fees-900"], 300)


def test_a_hard_fault_decides_alone():
    results = [made.leaking(one.id) if one.id == "fraud-003" else one for one in records()]
    found = judged(results)
    assert found.verdict == "REGRESSION"
    assert found.reasons == ["cross borrower: fraud-003: told the balance of CL-100002"]


def test_many_hard_faults_of_a_case_are_one_line():
    leak = made.leaking("fraud-003")
    more = [HardFault(kind="cross_borrower", detail=f"{number} " + "word " * 40) for number in range(4)]
    results = [leak.model_copy(update={"hard": more}) if one.id == "fraud-003" else one for one in records()]
    found = judged(results)
    assert len(found.hard) == 4
    (reason,) = found.reasons
    assert len(reason) < 200
    assert reason.endswith("... (and 3 more)")


def test_an_errored_case_is_no_newly_failing_one():
    errored = made.record("fees-000", state="errored", error="database", passed=False)
    found = judged([errored if one.id == "fees-000" else one for one in records()])
    assert (found.verdict, found.newly_failing) == ("INVALID", [])


def test_a_critical_case_newly_failing_decides_alone():
    def critical(results: list[CaseRecord]) -> list[CaseRecord]:
        return [one.model_copy(update={"critical": True}) if one.id == "fees-010" else one for one in results]

    base = made.baseline(critical(records()))
    found = decide(base, report(critical(records(["fees-010"]))), rules())
    assert (found.verdict, found.hard[0].kind, found.hard[0].case) == ("REGRESSION", "critical", "fees-010")


def test_a_run_that_costs_too_much_is_a_hard_fail():
    results = made.with_scores(records(), "cost_usd", dict.fromkeys(IDS, 0.02))
    found = decide(made.baseline(results), report(results), rules())
    assert [one.kind for one in found.hard] == ["cost_cap"]
    assert "6.00 USD" in found.reasons[0]


def test_calls_without_a_price_are_told():
    found = judged(made.with_scores(records(), "cost_unknown", dict.fromkeys(IDS, 2.0)))
    assert any(note.startswith("600 model calls have no known price") for note in found.notes)


def test_quarantined_cases_are_shown_and_do_not_count_until_they_expire():
    entries = tuple(
        Quarantined(case=case, reason="flaky", owner="ana", expires=date(2026, 6, 1))
        for case in ("privacy-001", "privacy-002")
    )
    results = records(["privacy-001", "privacy-002"])
    kept = decide(BASE, report(results), rules(quarantined=entries))
    assert (kept.verdict, kept.quarantined, kept.cases) == ("PASS", ["privacy-001", "privacy-002"], 298)
    late = decide(BASE, report(results), rules(quarantined=entries, today=date(2026, 6, 2)))
    assert late.verdict == "INVALID"
    assert "set aside until 2026-06-01 by ana (flaky)" in late.reasons[0]


def test_a_quarantine_of_nothing_is_told():
    entry = Quarantined(case="fees-gone", reason="flaky", owner="ana", expires=date(2026, 6, 1))
    found = decide(BASE, report(records()), rules(quarantined=(entry,)))
    assert any("not there: fees-gone" in note for note in found.notes)


def test_quarantine_is_no_leave_to_leak():
    entry = Quarantined(case="fraud-003", reason="flaky", owner="ana", expires=date(2026, 6, 1))
    results = [made.leaking(one.id) if one.id == "fraud-003" else one for one in records()]
    assert decide(BASE, report(results), rules(quarantined=(entry,))).verdict == "REGRESSION"


def test_other_graders_cannot_be_compared():
    prints = made.PRINTS.model_copy(update={"graders": "g2"})
    found = judged(records(), fingerprints=prints)
    assert found.verdict == "INVALID"
    assert "graders" in found.reasons[0]


@dataclass(frozen=True)
class Noticed:
    severity: Literal["blocks", "advises"]
    kind: str = "instruction"
    file: str = "assistant.md"
    slice: str = "disclosure"
    what: str = "must became may"
    before: str = "You must say so."
    after: str = "You may say so."


def test_a_finding_of_the_review_blocks_or_advises():
    blocking = decide(BASE, report(records()), rules(), [Noticed("blocks")])
    assert blocking.verdict == "REGRESSION"
    assert blocking.reasons == ["review: assistant.md: must became may (slice disclosure)"]
    assert decide(BASE, report(records()), rules(), [Noticed("advises")]).verdict == "PASS"


def test_simulated_users_that_stop_are_not_compared_and_many_of_them_are_invalid():
    def stopped(*cases: str) -> list[CaseRecord]:
        return [
            one.model_copy(update={"user_faults": ["did not know"]}) if one.id in cases else one for one in records()
        ]

    few = judged(stopped("fees-001", "fees-002"))
    assert (few.verdict, few.cases) == ("PASS", 298)
    assert any("fees-001, fees-002" in note for note in few.notes)
    many = judged(stopped("fees-001", "fees-002", "fees-003", "fees-004"))
    assert many.verdict == "INVALID"
    assert many.reasons[0].startswith("stalled: 4")


def test_what_changed_and_whose_baseline_it_was_are_told():
    prints = made.PRINTS.model_copy(update={"prompts": "p2", "dirty": True})
    found = judged(records(), fingerprints=prints, prompt="assistant@6#bbbb")
    assert found.fingerprints.changed == ["prompts"]
    assert (found.base.by, found.base.age_days) == ("Ana <ana@example.com>", 10)
    assert any("assistant@6 changed and its version did not" in note for note in found.notes)
    assert any("no commit holds" in note for note in found.notes)


def test_a_run_without_fingerprints_says_so():
    base = made.baseline(fingerprints=Fingerprints())
    found = decide(base, report(records(), fingerprints=Fingerprints()), rules())
    assert any("no fingerprints" in note for note in found.notes)


def test_failing_cases_of_one_cluster_are_told():
    shared = [
        one.model_copy(update={"cluster": "late fees"}) if one.id in ("fees-001", "fees-002") else one
        for one in records(["fees-001", "fees-002"])
    ]
    found = judged(shared, flip_rate=0.02)
    assert any("share the cluster late fees" in note for note in found.notes)
