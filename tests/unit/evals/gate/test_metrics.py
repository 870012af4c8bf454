"""Scores, ratios and repeated runs."""

from typing import Any

import numpy as np
import pytest

from evals.gate.decide import decide
from evals.gate.verdict import MetricVerdict
from evals.records import CaseRecord
from tests.unit.evals.gate import made
from tests.unit.evals.gate.made import BROKEN, IDS, records, report, rules


def scored(name: str, before: dict[str, float], after: dict[str, float], **changes: Any) -> MetricVerdict:
    base = made.baseline(made.with_scores(records(), name, before))
    found = decide(base, report(made.with_scores(records(), name, after)), rules(**changes))
    (one,) = [metric for metric in found.metrics if metric.name == name]
    return one


def drawn(mean: float, spread: float, seed: int = 0) -> dict[str, float]:
    random = np.random.default_rng(seed)
    return {case: float(value) for case, value in zip(IDS, random.normal(mean, spread, len(IDS)), strict=True)}


def shifted(values: dict[str, float], by: float, spread: float = 0.02) -> dict[str, float]:
    moves = drawn(by, spread, seed=1)
    return {case: value + moves[case] for case, value in values.items()}


def test_a_score_within_its_margin_passes_though_it_is_surely_lower():
    before = drawn(0.8, 0.1)
    one = scored("context_recall", before, shifted(before, -0.01))
    assert (one.verdict, one.method, one.kind) == ("PASS", "bootstrap", "score")
    assert one.p < 0.01
    assert one.lower is not None
    assert -0.05 < one.lower < one.difference < 0


def test_a_score_that_lost_more_than_its_margin_is_a_regression():
    before = drawn(0.8, 0.1)
    one = scored("context_recall", before, shifted(before, -0.08))
    assert (one.verdict, one.blocks) == ("REGRESSION", True)


def test_a_score_for_which_lower_is_better():
    before = drawn(8.0, 1.0)
    worse = scored("reading_grade", before, shifted(before, 1.5, 0.5))
    assert (worse.verdict, worse.better) == ("REGRESSION", "lower")
    assert worse.difference == pytest.approx(1.5, abs=0.1)
    assert scored("reading_grade", before, shifted(before, -1.5, 0.5)).verdict == "PASS"


def test_a_ratio_is_of_each_case_and_shown_as_a_share():
    before = drawn(1000, 50)
    one = scored("input_tokens", before, {case: value * 1.3 for case, value in before.items()})
    assert (one.kind, one.verdict, one.blocks) == ("ratio", "REGRESSION", False)
    assert one.difference == pytest.approx(0.3)


def test_a_ratio_leaves_out_cases_without_a_figure():
    before = {case: 0.0 if at % 2 else 100.0 for at, case in enumerate(IDS)}
    assert scored("input_tokens", before, before).n == 150


def test_a_metric_that_does_not_block_is_told_in_the_notes():
    before = drawn(1000, 50)
    base = made.baseline(made.with_scores(records(), "input_tokens", before))
    after = made.with_scores(records(), "input_tokens", {case: value * 1.5 for case, value in before.items()})
    found = decide(base, report(after), rules())
    assert found.verdict == "PASS"
    assert any("input_tokens became worse" in note for note in found.notes)


def test_wide_scores_are_inconclusive_with_a_number_of_cases():
    before = drawn(0.5, 0.3)
    after = {case: value + (0.4 if at % 2 else -0.42) for at, (case, value) in enumerate(before.items())}
    one = scored("context_recall", before, after)
    assert one.verdict == "INCONCLUSIVE"
    assert not one.blocks
    assert one.needed is not None
    assert one.needed > 300
    assert one.mde is not None
    assert one.mde > 0.05


def twice(failing: frozenset[str], second: frozenset[str]) -> list[CaseRecord]:
    first_epoch = records(failing)
    return first_epoch + [one.model_copy(update={"epoch": 1}) for one in records(second)]


def test_epochs_are_averaged_within_a_case_and_pass_hat_is_told():
    none = frozenset[str]()
    base = made.baseline(twice(none, none), repeats=2)
    flaky = frozenset(IDS[1:31:10])
    found = decide(base, report(twice(none, flaky), repeats=2), rules())
    passed = found.metrics[0]
    assert (passed.method, passed.n) == ("bootstrap", 300)
    assert passed.difference == pytest.approx(-len(flaky - BROKEN) / 600)
    assert found.newly_failing == []
    assert found.pass_hat is not None
    assert found.pass_hat.head[0] == pytest.approx(passed.head)
    assert found.pass_hat.head[1] == pytest.approx((285 - 3) / 300)


def test_repeated_runs_that_are_alike_have_an_interval_all_the_same():
    none = frozenset[str]()
    base = made.baseline(twice(none, none), repeats=2)
    found = decide(base, report(twice(none, none), repeats=2), rules())
    assert found.verdict == "PASS"
    assert found.metrics[0].lower == pytest.approx(-0.0126, abs=1e-3)


def test_a_grader_that_loses_cases_is_a_regression_of_its_own():
    lost = [one.model_copy(update={"grades": {**one.grades, "grounded": False}}) for one in records()[:20]]
    base = made.baseline(lost_before := records())
    head = [*lost, *lost_before[20:]]
    found = decide(base, report(head), rules())
    (grounded,) = [one for one in found.metrics if one.name == "grounded"]
    assert (grounded.verdict, grounded.newly_failing) == ("REGRESSION", 20)
    assert found.verdict == "REGRESSION"
