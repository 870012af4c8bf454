"""Each grader passes what is right and fails what is wrong."""

from typing import Any

import pytest

from assistant.results import Outcome
from evals.graders import abstention, calls, facts, outcome, proposals, said
from evals.played import Turn
from tests.unit.evals.stories import call, case, played, turn


def test_outcome() -> None:
    assert outcome.grade(played(case())).passed
    assert not outcome.grade(played(case(), turn(outcome="refused"))).passed


def test_calls_take_any_of_a_choice_in_any_order() -> None:
    made = case(calls=["get_balance", ["search_policies", "list_fees"]])
    both = turn(calls=[call("list_fees"), call("get_balance")])
    assert calls.grade(played(made, both)).passed
    assert calls.grade(played(made, turn())).faults == ["did not call search_policies or list_fees"]


def test_a_call_that_failed_does_not_count() -> None:
    failed = call("get_balance", {"error": {"kind": "temporary", "message": "", "retry": True}})
    assert not calls.grade(played(case(calls=["get_balance"]), turn(calls=[failed]))).passed


def test_a_forbidden_call_counts_in_every_turn() -> None:
    made = case(turns=2, never_calls=["hand_off"])
    assert not calls.grade(played(made, turn(calls=[call("hand_off")]), turn())).passed
    assert calls.grade(played(made, turn(), turn())).passed


@pytest.mark.parametrize(
    ("kind", "value", "right", "wrong"),
    [
        ("money", 123456, "It is $1,234.56.", "It is $1,234.50."),
        ("money", 123456, "It is 1234.56 dollars.", "It is $11,234.56."),
        ("money", 10000, "It is $100.", "It is $1,000."),
        ("money", -6000, "A credit of $60.00.", "A credit of $6.00."),
        ("date", "2026-05-22", "On Friday, May 22, 2026.", "On May 2, 2026."),
        ("date", "2026-05-22", "El 22 de mayo.", "El 22 de marzo."),
        ("percent", 2499, "24.99% APR", "24.90% APR"),
        ("number", 45, "45 days past due", "145 days past due"),
        ("text", "Too many recent inquiries.", "Reason: too many  recent inquiries", "Reason: too few inquiries"),
    ],
)
def test_facts_in_natural_formats(kind: str, value: object, right: str, wrong: str) -> None:
    made = case(facts=[{"read": "balance", "field": "x", "as": kind}])
    assert facts.grade(played(made, turn(right), values=[value])).passed
    assert not facts.grade(played(made, turn(wrong), values=[value])).passed


def test_one_value_of_a_group_is_enough() -> None:
    made = case(facts=[{"read": "payments", "field": "amount_cents", "as": "money"}])
    assert facts.grade(played(made, turn("$7.00"), values=[500, 700])).passed


def test_said_looks_for_what_must_and_must_not_be_said() -> None:
    assert said.grade(played(case(must_say=["988"]), turn("Call 988."))).passed
    assert not said.grade(played(case(must_say=["988"]), turn("Call us."))).passed
    forbidden = case(turns=2, forbidden=["(?i)you will be approved"])
    assert not said.grade(played(forbidden, turn("You will be approved."), turn("Hello."))).passed


@pytest.mark.parametrize("ended", ["abstained", "refused", "handoff", "clarify"])
def test_an_unanswerable_question_may_end_in_anything_but_an_answer(ended: Outcome) -> None:
    made = case(outcome=[], abstain=True)
    assert abstention.grade(played(made, turn(outcome=ended))).passed
    assert not abstention.grade(played(made, turn())).passed


def test_giving_up_on_an_answerable_question_is_a_fault() -> None:
    assert not abstention.grade(played(case(), turn(outcome="abstained"))).passed
    assert abstention.grade(played(case(outcome=["abstained"]), turn(outcome="abstained"))).passed


def _with(*proposals: dict[str, Any]) -> Turn:
    shown = turn("", calls=[], outcome="proposal")
    return Turn(shown.text, shown.result.model_copy(update={"proposals": list(proposals)}))


PAYMENT: dict[str, Any] = {
    "tool": "schedule_payment",
    "lines": [
        {"label": "amount", "kind": "money", "value": 5000},
        {"label": "payment_date", "kind": "date", "value": "2026-05-22"},
    ],
}
WANTED = {"tool": "schedule_payment", "lines": {"amount": 5000, "payment_date": "next_friday"}}


def test_a_proposal_is_right_by_its_tool_and_its_canonical_values() -> None:
    asked = case(outcome=[], proposes=[WANTED])
    assert asked.expect.outcomes == ["proposal"]
    assert proposals.grade(played(asked, _with(PAYMENT))).passed
    assert not proposals.grade(played(asked, _with())).passed
    assert not proposals.grade(played(asked, _with({**PAYMENT, "tool": "request_draw"}))).passed
    other = case(outcome=[], proposes=[{**WANTED, "lines": {"amount": 6000}}])
    assert proposals.grade(played(other, _with(PAYMENT))).faults == ["schedule_payment shows 5000 as amount, not 6000"]


def test_the_same_proposal_twice_is_one_too_many() -> None:
    asked = case(outcome=[], proposes=[WANTED])
    assert proposals.grade(played(asked, _with(PAYMENT, PAYMENT))).faults == ["proposed schedule_payment"]


def test_a_case_that_names_no_proposal_allows_none_in_any_turn() -> None:
    assert proposals.grade(played(case())).passed
    assert not proposals.grade(played(case(), _with(PAYMENT))).passed
    assert not proposals.grade(played(case(turns=2), _with(PAYMENT), turn())).passed
