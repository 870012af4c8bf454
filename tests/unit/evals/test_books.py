"""Facts and people out of an account system's answers."""

from datetime import date
from typing import Any

import httpx
import pytest

from evals.books import Books, FactMissing, day
from evals.case import Case, Fact, Where
from evals.casting import Casting, NobodyFits
from tests.unit.evals.stories import TODAY, case

ACCOUNTS: dict[str, list[dict[str, Any]]] = {
    "ana": [
        {"account_id": "CL-1", "product": "cash_line", "status": "open"},
        {"account_id": "IL-1", "product": "instalment_loan", "status": "open"},
    ],
    "bo": [{"account_id": "CL-2", "product": "cash_line", "status": "open"}],
    "cy": [
        {"account_id": "CL-3", "product": "cash_line", "status": "closed"},
        {"account_id": "CL-4", "product": "cash_line", "status": "open"},
    ],
}
ANSWERS: dict[str, dict[str, Any]] = {
    "CL-1/balance": {"current_balance_cents": 100},
    "IL-1/balance": {"current_balance_cents": 200},
    "CL-2/balance": {"current_balance_cents": 300},
    "IL-1/payoff-quote?date=2026-05-22": {"payoff_cents": 250},
    "CL-2/fees": {"fees": [{"kind": "late_fee", "amount_cents": 32}, {"kind": "late_fee", "amount_cents": 43}]},
    "CL-1/statements/latest": {"interest": {"buckets": [{"apr_bps": 2499}]}},
}


def answer(request: httpx.Request) -> httpx.Response:
    who = request.headers["authorization"].removeprefix("Bearer ")
    if request.url.path == "/v1/accounts":
        return httpx.Response(200, json={"accounts": ACCOUNTS[who]})
    wanted = str(request.url).removeprefix("http://accounts/v1/accounts/")
    return httpx.Response(200, json=ANSWERS[wanted]) if wanted in ANSWERS else httpx.Response(404, json={})


def books(who: str) -> Books:
    http = httpx.Client(base_url="http://accounts", transport=httpx.MockTransport(answer))
    return Books(http, lambda: who, TODAY)


def fact(**fields: Any) -> Fact:
    return Fact.model_validate({"as": "money", **fields})


@pytest.mark.parametrize(
    ("word", "meant"),
    [("today", "2026-05-15"), ("+7d", "2026-05-22"), ("next_friday", "2026-05-22"), ("next_monday", "2026-05-18")],
)
def test_date_words_count_from_the_business_date(word: str, meant: str) -> None:
    assert day(word, date(2026, 5, 15)) == meant
    assert day("latest", date(2026, 5, 15)) == "latest"


def test_a_fact_of_several_accounts_is_a_fact_of_each() -> None:
    wanted = fact(read="balance", field="current_balance_cents")
    assert books("ana").facts(wanted) == [[100], [200]]
    assert books("ana").facts(wanted.model_copy(update={"product": "instalment_loan"})) == [[200]]
    assert books("ana").facts(wanted.model_copy(update={"accounts": "any"})) == [[100, 200]]


def test_date_words_are_resolved_in_parameters_and_accounts_without_the_resource_are_left_out() -> None:
    wanted = fact(read="payoff-quote", params={"date": "next_friday"}, field="payoff_cents")
    assert books("ana").facts(wanted) == [[250]]


def test_rows_are_matched_and_taken() -> None:
    wanted = fact(read="fees", rows="fees", match={"kind": "late_fee"}, field="amount_cents")
    assert books("bo").facts(wanted) == [[32]]
    assert books("bo").facts(wanted.model_copy(update={"take": "all"})) == [[32], [43]]
    with pytest.raises(FactMissing):
        books("bo").facts(wanted.model_copy(update={"match": {"kind": "returned_payment_fee"}}))


def test_a_path_goes_through_objects_and_lists() -> None:
    wanted = fact(read="statements/latest", field="interest.buckets.0.apr_bps")
    assert books("ana").facts(wanted) == [[2499]]
    with pytest.raises(FactMissing):
        books("ana").facts(wanted.model_copy(update={"field": "interest.buckets.1.apr_bps"}))


def test_a_dead_account_is_read_only_where_nothing_lives() -> None:
    assert books("cy").values(fact(read="balance", field="current_balance_cents")) == []


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"read": "fees", "rows": "fees", "at_least": 2}, True),
        ({"read": "fees", "rows": "fees", "at_least": 3}, False),
        ({"read": "balance", "field": "current_balance_cents", "above": 299}, True),
        ({"read": "balance", "field": "current_balance_cents", "above": 300}, False),
        ({"read": "balance", "field": "current_balance_cents", "is": 300}, True),
        ({"read": "payments", "rows": "payments"}, False),
        ({"read": "balance", "field": "current_balance_cents", "below": 301}, True),
        ({"read": "balance", "field": "current_balance_cents", "below": 300}, False),
        ({"read": "balance", "field": "current_balance_cents", "above": 100, "below": 200}, False),
        ({"read": "balance", "field": "current_balance_cents", "is_not": 300}, False),
        ({"read": "balance", "field": "current_balance_cents", "is_not": 301}, True),
        ({"read": "fees", "rows": "fees", "at_most": 2}, True),
        ({"read": "fees", "rows": "fees", "at_most": 1}, False),
    ],
)
def test_conditions(condition: dict[str, Any], holds: bool) -> None:
    assert books("bo").holds(Where.model_validate(condition)) is holds


def person(handle: str, **fields: Any) -> dict[str, Any]:
    return {"handle": handle, "role": "borrower", "situation": ["current"], "state": "OH", "language": "en", **fields}


PEOPLE = [person("cy"), person("bo", situation=["dpd_30"]), person("ana", situation=["current", "scra"], state="CA")]
CASTING = Casting(
    [*PEOPLE, person("dee", situation=["current", "deceased"]), person("eve", role="support_agent")],
    lambda one: books(one["handle"]),
)


def cast(wanted: dict[str, Any] | str, **expect: Any) -> str | None:
    found = CASTING.principal(case(wanted, **expect))
    return found["handle"] if found else None


@pytest.mark.parametrize(
    ("wanted", "handle"),
    [
        ("anonymous", None),
        ({"tags": ["dpd_30"]}, "bo"),
        ({"tags": ["deceased"]}, "dee"),
        ({"state": "CA"}, "ana"),
        ({"role": "support_agent"}, "eve"),
        ({"holds": {"cash_line": 1, "instalment_loan": 1}}, "ana"),
        ({"holds": {"cash_line": 2}}, "cy"),
        ({"where": [{"read": "fees", "rows": "fees"}]}, "bo"),
    ],
)
def test_people_are_found_by_situation(wanted: dict[str, Any] | str, handle: str | None) -> None:
    assert cast(wanted) == handle


def test_the_same_case_gets_the_same_person_in_whatever_order_people_come() -> None:
    backwards = Casting(list(reversed(PEOPLE)), lambda one: books(one["handle"]))
    forwards = Casting(PEOPLE, lambda one: books(one["handle"]))
    made: Case = case({"tags": []})
    assert backwards.principal(made) == forwards.principal(made)


def test_nobody_in_a_special_situation_is_taken_unasked() -> None:
    ids = [case({"tags": ["current"]}).model_copy(update={"id": f"case-{number}"}) for number in range(20)]
    assert "dee" not in {str((CASTING.principal(made) or {})["handle"]) for made in ids}


def test_the_person_has_what_the_case_asks_about() -> None:
    late_fee = {"read": "fees", "rows": "fees", "field": "amount_cents", "as": "money"}
    assert cast({"tags": []}, facts=[late_fee]) == "bo"


def test_the_other_person_is_never_the_one_who_asks() -> None:
    made = case({"tags": ["dpd_30"]}).model_copy(update={"other_person": case({"tags": ["dpd_30"]}).person})
    with pytest.raises(NobodyFits, match="dpd_30"):
        CASTING.other(made, CASTING.principal(made))
