"""What holds of every decision, whatever the runs are."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from evals.gate.decide import decide
from evals.gate.margins import Margins
from evals.gate.verdict import GRAVITY, Verdict
from evals.records import CaseRecord
from tests.unit.evals.gate import made
from tests.unit.evals.gate.made import BASE, BROKEN, IDS, records, report, rules

FEW = settings(max_examples=12, deadline=None, derandomize=True)
PASSING = sorted(set(IDS) - BROKEN)
some_failing = st.sets(st.sampled_from(PASSING), max_size=25)
some_fixed = st.sets(st.sampled_from(sorted(BROKEN)), max_size=10)
RULES = rules()


def judged(results: list[CaseRecord], with_rules: Margins = RULES) -> Verdict:
    return decide(BASE, report(results), with_rules)


def gravity(verdict: Verdict) -> int:
    return GRAVITY.index(verdict.verdict)


@FEW
@given(some_failing, some_fixed, st.randoms(use_true_random=False))
def test_the_order_of_cases_changes_nothing(failing: set[str], fixed: set[str], random: Any):
    results = made.with_scores(records(failing, fixed=fixed), "input_tokens", {case: len(case) * 10.0 for case in IDS})
    shuffled = list(results)
    random.shuffle(shuffled)
    assert judged(results) == judged(shuffled)


@FEW
@given(some_failing, some_fixed, st.sampled_from(PASSING))
def test_a_newly_failing_case_never_improves_a_verdict(failing: set[str], fixed: set[str], more: str):
    assert gravity(judged(records(failing | {more}, fixed=fixed))) >= gravity(judged(records(failing, fixed=fixed)))


@FEW
@given(some_failing, st.sampled_from(IDS), st.sampled_from(["missing", "duplicate", "errored"]))
def test_a_run_with_a_hole_never_passes(failing: set[str], case: str, how: str):
    results = records(failing)
    at = IDS.index(case)
    if how == "missing":
        del results[at]
    elif how == "duplicate":
        results.append(results[at])
    else:
        results[at] = results[at].model_copy(update={"state": "errored", "error": "database"})
    assert judged(results).verdict == "INVALID"


@FEW
@given(st.sets(st.sampled_from(IDS), max_size=150))
def test_identical_runs_pass(failing: set[str]):
    results = records(failing)
    found = decide(made.baseline(results), report(results), RULES)
    assert (found.verdict, found.exit_code) == ("PASS", 0)


@FEW
@given(some_failing, some_fixed, st.floats(0.001, 0.2), st.floats(0.001, 0.2))
def test_a_wider_margin_never_makes_a_verdict_worse(failing: set[str], fixed: set[str], one: float, other: float):
    def with_margin(margin: float) -> Margins:
        passed = RULES.metrics["passed"].model_copy(update={"margin": margin})
        graders = RULES.graders.model_copy(update={"margin": margin})
        return RULES.model_copy(update={"metrics": {**RULES.metrics, "passed": passed}, "graders": graders})

    results = records(failing, fixed=fixed)
    narrow, wide = (judged(results, with_margin(margin)) for margin in sorted((one, other)))
    assert gravity(wide) <= gravity(narrow)


@FEW
@given(some_failing, some_fixed)
def test_the_reasons_are_there_exactly_where_the_verdict_is_not_pass(failing: set[str], fixed: set[str]):
    found = judged(records(failing, fixed=fixed))
    assert bool(found.reasons) == (found.verdict != "PASS")
