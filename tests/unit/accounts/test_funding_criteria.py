"""What a pool takes: every criterion refuses alone, names itself, and only what can go wrong later is a breach."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from accounts.funding.criteria import REASONS, SINCE_TRANSFER, Criteria
from tests.unit.accounts.funding_facts import ON, account

STRICT = Criteria(
    products=("instalment_loan",),
    tiers=("A", "B"),
    states=("OH", "TX"),
    max_days_past_due=29,
    min_seasoning_months=6,
    max_balance_cents=1_000_000,
)
CASES: list[tuple[str, dict[str, Any]]] = [
    ("nothing_owed", {"net_principal_cents": 0, "net_interest_cents": 0, "net_fees_cents": 0}),
    ("status", {"status": "frozen"}),
    ("status", {"status": "closed"}),
    ("charged_off", {"status": "charged_off"}),
    ("product", {"product": "cash_line"}),
    ("tier", {"tier": "C"}),
    ("state", {"state": "NY"}),
    ("days_past_due", {"days_past_due": 30}),
    ("seasoning", {"opened_on": date(2025, 10, 31)}),
    ("balance", {"net_principal_cents": 1_000_000}),
    ("flag", {"flags": ["bankruptcy"]}),
    ("flag", {"flags": ["deceased"]}),
    ("scra", {"flags": ["servicemember"]}),
    ("dispute", {"disputed": True}),
    ("hardship", {"hardship": True}),
]


def test_an_ordinary_loan_qualifies() -> None:
    assert STRICT.unmet(account(), ON) == ()
    assert Criteria().unmet(account(), ON) == ()


@pytest.mark.parametrize(("reason", "changes"), CASES)
def test_each_criterion_refuses_alone_and_names_itself(reason: str, changes: dict[str, Any]) -> None:
    assert STRICT.unmet(account(**changes), ON) == (reason,)
    assert reason in REASONS


def test_every_reason_is_covered_here() -> None:
    assert {reason for reason, _ in CASES} == set(REASONS)


@pytest.mark.parametrize(("reason", "changes"), CASES)
def test_only_what_goes_wrong_after_the_transfer_is_a_breach(reason: str, changes: dict[str, Any]) -> None:
    expected = (reason,) if reason in SINCE_TRANSFER else ()
    assert STRICT.breaches(account(**changes), ON) == expected


@pytest.mark.parametrize(
    ("edge", "criteria"),
    [
        ({"days_past_due": 29}, STRICT),
        ({"opened_on": date(2025, 10, 30)}, STRICT),
        ({"net_principal_cents": 997_500}, STRICT),
        ({"hardship": True}, Criteria(takes_hardship=True)),
        ({"disputed": True}, Criteria(takes_disputed=True)),
        ({"flags": ["servicemember"]}, Criteria(excluded_flags=("bankruptcy",))),
    ],
)
def test_the_limit_itself_still_qualifies(edge: dict[str, Any], criteria: Criteria) -> None:
    assert criteria.unmet(account(**edge), ON) == ()


@pytest.mark.parametrize("wrong", [{"tiers": ["E"]}, {"max_days_past_due": -1}, {"colour": "blue"}])
def test_criteria_are_data_that_is_checked(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Criteria.model_validate(wrong)
