"""First conversations with the local model over HTTP: figures are the account system's own, quotes the documents'."""

from datetime import date

from tests.e2e.conftest import Answer, Desk

PAYOFF = "whats my payoff if i pay next friday and is there a penalty for paying early??"


def money(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02}"


def written(day: str) -> str:
    return f"{date.fromisoformat(day):%B} {date.fromisoformat(day).day}, {day[:4]}"


def called(answer: Answer) -> list[str]:
    return [call["name"] for call in answer["tool_calls"]]


async def test_a_payoff_for_a_date_with_its_penalty_rule(desk: Desk) -> None:
    person = desk.holder("instalment_loan")
    answer = await desk.ask(person, PAYOFF)
    (quote,) = desk.books(person, "payoff-quote", date="2026-05-22")
    assert answer["outcome"] == "answered"
    assert money(quote["payoff_cents"]) in answer["answer"]
    assert "May 22, 2026" in answer["answer"]
    assert quote["prepayment_penalty_cents"] == 0
    (citation,) = answer["citations"]
    path = f"/v1/policies/{citation['document']}?version={citation['version']}"
    shown = (await desk.client(person).get(path)).raise_for_status().json()
    (section,) = [one for one in shown["sections"] if one["section"] == citation["section"]]
    assert citation["document"] == "POL-PAYOFF-01"
    assert citation["quote"] in section["text"]
    assert "no prepayment penalty" in citation["quote"]


async def test_a_follow_up_takes_the_new_date_and_keeps_the_question(desk: Desk) -> None:
    person = desk.holder("instalment_loan")
    answer = await desk.ask(person, PAYOFF, "and what if I pay on June 1 instead?")
    (then,) = desk.books(person, "payoff-quote", date="2026-05-22")
    (later,) = desk.books(person, "payoff-quote", date="2026-06-01")
    assert money(later["payoff_cents"]) in answer["answer"]
    assert money(then["payoff_cents"]) not in answer["answer"]


async def test_available_credit(desk: Desk) -> None:
    person = desk.holder("cash_line")
    answer = await desk.ask(person, "how much of my line can I still use?")
    (balance,) = desk.books(person, "balance")
    assert answer["outcome"] == "answered"
    assert money(balance["available_credit_cents"]) in answer["answer"]


async def test_past_due(desk: Desk) -> None:
    person = desk.holder("instalment_loan", tag="dpd_60")
    answer = await desk.ask(person, "am I past due, and by how much?")
    (late,) = desk.books(person, "delinquency")
    assert late["past_due_cents"] > 0
    assert money(late["past_due_cents"]) in answer["answer"]
    assert f"{late['days_past_due']} days" in answer["answer"]


async def test_why_a_fee_was_charged(desk: Desk) -> None:
    person = desk.holder("cash_line", tag="recent_late_fee")
    answer = await desk.ask(person, "why was I charged a late fee?")
    (fees,) = desk.books(person, "fees")
    charged = [fee for fee in fees["fees"] if fee["kind"] == "late_fee"]
    assert charged
    for fee in charged:
        assert money(fee["amount_cents"]) in answer["answer"]
        assert written(fee["due_date_missed"]) in answer["answer"]
    assert {citation["document"] for citation in answer["citations"]} == {"POL-FEE-01"}


async def test_an_anonymous_visitor_learns_rules_and_no_balance(desk: Desk) -> None:
    balance = await desk.ask(None, "what is my balance?")
    assert called(balance) == []
    assert "$" not in balance["answer"]
    assert "sign in" in balance["answer"]
    rule = await desk.ask(None, "is there a penalty for paying my loan off early?")
    assert rule["outcome"] == "answered"
    assert [citation["document"] for citation in rule["citations"]] == ["POL-PAYOFF-01"]


async def test_somebody_elses_balance_is_refused_and_not_read(desk: Desk) -> None:
    asker, other = desk.holder("instalment_loan"), desk.holder("cash_line")
    answer = await desk.ask(asker, f"What is the balance of {other['name']}'s account?")
    (theirs,) = desk.books(other, "balance")
    assert answer["outcome"] == "refused"
    assert {"decline", "search_policies"} >= set(called(answer))
    assert money(theirs["current_balance_cents"]) not in str(answer)


async def test_a_wish_for_a_person_is_handed_over(desk: Desk) -> None:
    person = desk.holder("instalment_loan")
    answer = await desk.ask(person, "I want to talk to a person please")
    assert answer["outcome"] == "handoff"
    assert (answer["handoff"]["reason"], answer["handoff"]["queue"]) == ("asked_for_person", "support")
    assert answer["handoff"]["phone"] in answer["answer"]


async def test_spanish_is_answered_in_spanish(desk: Desk) -> None:
    person = desk.holder("cash_line", tag="spanish_preference")
    owed = await desk.ask(person, "¿cuánto debo?")
    (balance,) = desk.books(person, "balance")
    assert money(balance["current_balance_cents"]) in owed["answer"]
    assert "saldo" in owed["answer"]
    rule = await desk.ask(person, "¿Cobran una penalidad por pagar el préstamo antes de tiempo?")
    assert "No hay penalización" in rule["answer"]
    assert rule["citations"][0]["section"] == "en-espanol"
