"""Cases by state, epochs together, intervals."""

import pytest

from evals.reporting.costs import costs, percentile
from evals.reporting.intervals import wilson
from evals.reporting.results import results
from evals.reporting.tallies import by_slice, graders, pass_hat_k, tally
from tests.unit.evals.reporting.runs import failed, record, records, run


def test_each_case_counts_in_one_state() -> None:
    counts = tally(results(run(), ["acc-shelved"]))
    states = (counts.passed, counts.failed, counts.errored, counts.quarantined)
    assert states == (4, 3, 1, 1)
    assert counts.cases == sum(states) == len(records())
    assert counts.user_faulted == 1
    assert counts.pass_rate.share == pytest.approx(4 / 7)


def test_errored_cases_come_first_then_critical_failures() -> None:
    ids = [one.id for one in results(run(), ["acc-shelved"])]
    assert ids[:2] == ["acc-errored", "acc-newly"]
    assert ids.index("acc-shelved") == 4


def test_epochs_are_one_case() -> None:
    epochs = [record("a", epoch=0), failed("a", epoch=1), record("b", epoch=0), record("b", epoch=1)]
    cases = results(run(*epochs, repeats=2))
    assert [(one.id, one.state, one.rate) for one in cases] == [("a", "failed", 0.5), ("b", "passed", 1.0)]
    assert tally(cases).pass_rate.share == 0.75
    assert pass_hat_k(cases) == 0.5
    facts = next(one for one in graders(cases) if one.name == "facts")
    assert (facts.cases, facts.share.share) == (2, 0.75)


def test_a_run_of_single_epochs_has_no_pass_hat() -> None:
    assert pass_hat_k(results(run())) is None


def test_an_epoch_that_errored_makes_its_case_errored() -> None:
    gone = record("a", epoch=1, state="errored", error="gone", passed=False, grades={})
    (case,) = results(run(record("a"), gone))
    assert case.state == "errored"
    assert case.faults == ["gone"]


def test_graders_leave_out_what_does_not_count() -> None:
    shares = {one.name: one.cases for one in graders(results(run(), ["acc-shelved"]))}
    assert shares == {"passed": 7, "facts": 7, "outcome": 7}


def test_slices_hold_every_case_once() -> None:
    sliced = by_slice(results(run()))
    assert next(iter(sliced)) == "domain"
    assert sum(one.cases for one in sliced["domain"].values()) == len(records())
    assert {value: one.cases for value, one in sliced["language"].items()} == {"en": 8, "es": 1}


def test_intervals_hold_their_share() -> None:
    for passed in (0.0, 3.5, 8.0):
        share, low, high = wilson(passed, 8)
        assert 0 <= low <= share <= high <= 1


def test_no_cases_tell_nothing() -> None:
    assert wilson(0, 0) == (0.0, 0.0, 1.0)


def test_costs_are_summed_and_acts_are_not_turns() -> None:
    spent = costs([record("a", scores={"cost_usd": 0.5}), record("b"), records()[6]])
    assert (spent.tokens, spent.usd) == (300, 0.5)
    assert costs([]).p95_ms == 0
    assert percentile([5, 1, 3], 0.5) == 3
