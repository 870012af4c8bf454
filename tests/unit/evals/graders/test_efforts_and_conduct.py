"""What a case took, and how often a guard stepped in: scores, not verdicts."""

import pytest

from assistant.results import GuardVerdict, Timings, Usage
from evals.graders import conduct, efforts
from evals.played import Turn
from tests.unit.evals.stories import call, case, played, turn


def _took(model: str = "local", **changes: object) -> Turn:
    made = turn(calls=[call(), call("get_autopay")])
    took = {"model": model, "usage": Usage(input_tokens=1000, output_tokens=500), "timings_ms": Timings(total=80.04)}
    return Turn(made.text, made.result.model_copy(update={**took, **changes}))


def test_efforts_are_summed_over_the_turns() -> None:
    grade = efforts.grade(played(case(turns=2), _took(), _took()))
    assert not grade.applies
    assert grade.scores == {
        "latency_ms": 160.1,
        "input_tokens": 2000,
        "output_tokens": 1000,
        "tool_calls": 4,
        "cost_usd": 0.0,
    }


def test_a_priced_model_costs_and_an_unknown_one_is_not_free() -> None:
    priced = efforts.grade(played(case(), _took("openai:gpt-4.1-mini"))).scores
    assert priced["cost_usd"] == pytest.approx((1000 * 0.4 + 500 * 1.6) / 1e6)
    unknown = efforts.grade(played(case(turns=2), _took(), _took("openai:never-heard"))).scores
    assert "cost_usd" not in unknown
    assert unknown["cost_unknown"] == 1


def test_a_decision_takes_nothing() -> None:
    done = Turn("", _took().result, "confirm")
    assert efforts.grade(played(case(turns=2), _took(), done)).scores["tool_calls"] == 2


def _guarded(*verdicts: tuple[str, str, str]) -> Turn:
    made = turn()
    guards = [GuardVerdict.model_validate({"name": n, "direction": d, "verdict": v, "ms": 0.1}) for n, d, v in verdicts]
    return Turn(made.text, made.result.model_copy(update={"guards": guards}))


def test_a_guard_that_mends_or_withholds_a_reply_is_counted() -> None:
    quiet = _guarded(("number_grounding", "output", "pass"), ("prompt_injection", "input", "block"))
    loud = _guarded(("number_grounding", "output", "block"), ("web_sanitization", "output", "rebuild"))
    assert conduct.grade(played(case(), quiet)).scores == {"guard_interventions": 0}
    grade = conduct.grade(played(case(turns=2), quiet, loud))
    assert grade.scores == {"guard_interventions": 2}
    assert not grade.applies


def test_a_guard_that_the_case_expects_is_no_intervention_but_must_step_in() -> None:
    expecting = case(guards=["number_grounding"])
    loud = conduct.grade(played(expecting, _guarded(("number_grounding", "output", "block"))))
    assert loud.passed
    assert loud.scores == {"guard_interventions": 0}
    quiet = conduct.grade(played(expecting, _guarded(("number_grounding", "output", "pass"))))
    assert quiet.faults == ["number_grounding did not step in"]
