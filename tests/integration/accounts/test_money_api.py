"""Money over HTTP: each route as borrower and staff, previews, refusals, and what belongs to somebody else."""

from collections.abc import AsyncGenerator
from datetime import date
from typing import Any

import pytest

from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OTHER_LINE
from tests.integration.accounts.edge import Edge, serve_edge


@pytest.fixture
async def edge(accounts_db: Database, issuer: Any) -> AsyncGenerator[Edge]:
    async with serve_edge(accounts_db, issuer) as served:
        yield served


async def test_a_borrower_draws_pays_and_takes_both_back(edge: Edge) -> None:
    draw = await edge.done("POST", f"{LINE}/draws", body={"amount_cents": 20_000})
    assert (await edge.done("POST", f"{LINE}/draws/{draw['draw_id']}/cancel"))["status"] == "cancelled"
    payment = await edge.done("POST", f"{LINE}/payments", body={"amount_cents": 5_000, "scheduled_for": "2026-03-02"})
    assert payment["status"] == "scheduled"
    assert (await edge.done("POST", f"{LINE}/payments/{payment['payment_id']}/cancel"))["status"] == "cancelled"
    shown = (await edge.ask("GET", f"{LINE}/payments")).json()["payments"]
    assert {each["status"] for each in shown} == {"cancelled", "pending"}


async def test_a_preview_shows_before_and_after_and_keeps_nothing(edge: Edge) -> None:
    answer = await edge.ask("POST", f"{LINE}/draws", body={"amount_cents": 20_000}, params={"dry_run": "true"})
    receipt = answer.json()
    assert (answer.status_code, receipt["status"]) == (200, "preview")
    available = [receipt[when]["accounts"][0]["available_credit_cents"] for when in ("before", "after")]
    assert available[0] - available[1] == 20_000
    assert (await edge.ask("GET", f"{LINE}/draws")).json()["draws"][0]["status"] == "posted"


async def test_a_key_given_again_answers_the_same_and_pays_once(edge: Edge) -> None:
    first, again = [
        await edge.ask("POST", f"{LINE}/payments", body={"amount_cents": 5_000}, key="once") for _ in range(2)
    ]
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await edge.ask("POST", f"{LINE}/payments", body={"amount_cents": 5_001}, key="once")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-conflict")


async def test_a_refusal_says_why_in_words(edge: Edge) -> None:
    answer = await edge.ask("POST", f"{LINE}/payments", body={"amount_cents": 1, "scheduled_for": "2026-02-21"})
    assert answer.status_code == 409
    assert answer.json()["reasons"] == [
        {
            "code": "scheduled-for",
            "text": "Saturday, February 21, 2026 is no business day; the next one is Monday, February 23, 2026.",
        }
    ]


async def test_staff_record_waive_return_credit_and_void(edge: Edge) -> None:
    agent, supervisor = "support_agent", "supervisor"
    fee = (await edge.ask("GET", f"{LINE}/fees")).json()["fees"][0]["fee_id"]
    waived = await edge.done("POST", f"{LINE}/fees/{fee}/waive", agent, {"why": "Courtesy"})
    assert waived["status"] == "waived"
    goodwill = {"amount_cents": 2_500, "why": "Long wait"}
    assert (await edge.done("POST", f"{LINE}/credits", supervisor, goodwill))["applied"]["principal_cents"] == 2_500
    waiver = {"amount_cents": 100, "why": "Late statement"}
    assert (await edge.done("POST", f"{LINE}/interest-waivers", supervisor, waiver))["amount_cents"] == 100
    received = await edge.done("POST", f"{LINE}/payments/received", agent, {"amount_cents": 5_000})
    assert received["source"] == "mail"
    posted = edge.desk.one("SELECT payment_id FROM payments WHERE amount_cents = 3500")[0]
    edge.desk.close_until(date(2026, 2, 19))
    edge.desk.connection.commit()
    returned = await edge.done("POST", f"{LINE}/payments/{posted}/return", agent, {"code": "R02"})
    assert (returned["bank_account_blocked"], returned["fee_cents"]) == (True, 2_500)
    kinds = {each["kind"] for each in (await edge.ask("GET", f"{LINE}/transactions")).json()["transactions"]}
    assert {"waiver", "goodwill", "interest_waiver", "returned_payment"} <= kinds


async def test_a_draw_that_the_bank_rejected_is_voided(edge: Edge) -> None:
    draw = (await edge.done("POST", f"{LINE}/draws", body={"amount_cents": 20_000}))["draw_id"]
    voided = await edge.done("POST", f"{LINE}/draws/{draw}/void", "support_agent", {"why": "Account closed"})
    assert voided["status"] == "cancelled"


async def test_a_credit_balance_is_refunded_and_listed(edge: Edge) -> None:
    await edge.done("POST", f"{LINE}/payments/received", "support_agent", {"amount_cents": 150_000})
    edge.desk.close_until(date(2026, 2, 19))
    edge.desk.connection.commit()
    refund = await edge.done("POST", f"{LINE}/refunds", body={})
    listed = (await edge.ask("GET", f"{LINE}/refunds")).json()["refunds"]
    assert [(each["refund_id"], each["amount_cents"]) for each in listed] == [
        (refund["refund_id"], refund["amount_cents"])
    ]


async def test_autopay_is_changed_by_who_saw_it(edge: Edge) -> None:
    body = {"amount_kind": "minimum"}
    assert (await edge.ask("PUT", f"{LINE}/autopay", body=body)).status_code == 428
    tag = (await edge.ask("GET", f"{LINE}/autopay")).headers["ETag"]
    first = await edge.ask("PUT", f"{LINE}/autopay", body=body, headers={"If-Match": tag})
    assert first.status_code == 200, first.text
    stale = await edge.ask(
        "PUT", f"{LINE}/autopay", body={"amount_kind": "statement_balance"}, headers={"If-Match": tag}
    )
    assert stale.status_code == 412
    seen = await edge.ask("GET", f"{LINE}/autopay")
    assert (seen.json()["enrolled"], seen.headers["ETag"]) == (True, first.headers["ETag"])
    assert (await edge.done("POST", f"{LINE}/autopay/stop"))["enrolled"] is False


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("payments/received", {"amount_cents": 1}),
        ("credits", {"amount_cents": 1, "why": "Because"}),
        ("interest-waivers", {"amount_cents": 1, "why": "Because"}),
        ("recoveries", {"amount_cents": 1}),
        ("payments/PM-0000000000/return", {"code": "R01"}),
        ("fees/FE-0000000000/waive", {"why": "Because"}),
        ("draws/DR-0000000000/void", {"why": "Because"}),
    ],
)
async def test_what_staff_do_no_borrower_may(edge: Edge, path: str, body: dict[str, object]) -> None:
    answer = await edge.ask("POST", f"{LINE}/{path}", body=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")


@pytest.mark.parametrize(
    "path",
    [
        f"{OTHER_LINE}/autopay/stop",
        f"{OTHER_LINE}/payments/PM-0000000000/cancel",
        f"{LINE}/payments/PM-0000000000/cancel",
        f"{LINE}/draws/DR-0000000000/cancel",
    ],
)
@pytest.mark.parametrize("role", ["borrower", "support_agent"])
async def test_what_belongs_to_somebody_else_is_not_there(edge: Edge, path: str, role: str) -> None:
    answer = await edge.ask("POST", path, role)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("payments", {"amount_cents": 0}),
        ("payments", {"amount_cents": 10**30}),
        ("payments", {"amount_cents": 1, "unknown": 1}),
        ("draws", {"amount_cents": "a lot"}),
        ("refunds", {"amount_cents": -1}),
        ("payments/nonsense/cancel", None),
    ],
)
async def test_what_is_not_valid_is_told_as_such(edge: Edge, path: str, body: object) -> None:
    answer = await edge.ask("POST", f"{LINE}/{path}", body=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")


async def test_a_fee_and_a_payment_that_are_not_there_are_not_reversed(edge: Edge) -> None:
    for path in ("fees/FE-0000000000/reverse", "payments/PM-0000000000/reverse"):
        answer = await edge.ask("POST", f"{LINE}/{path}", "support_agent", {"why": "Because"})
        assert answer.status_code == 404


async def test_staff_correct_the_past_a_payment_received_earlier_and_one_that_was_never_theirs(edge: Edge) -> None:
    before = (await edge.ask("GET", f"{LINE}/balance")).json()
    assert before["fees_cents"] == 3_200
    late = {"amount_cents": 4_000, "received_on": "2026-02-03"}
    tried = await edge.ask("POST", f"{LINE}/payments/received", "support_agent", late, params={"dry_run": "true"})
    assert tried.json()["after"]["accounts"][0]["fees_cents"] == 0
    assert (await edge.ask("GET", f"{LINE}/balance")).json() == before
    payment = await edge.done("POST", f"{LINE}/payments/received", "support_agent", late)
    after = (await edge.ask("GET", f"{LINE}/balance")).json()
    assert (after["fees_cents"], after["principal_cents"] < before["principal_cents"]) == (0, True)
    why = {"why": "The check belongs to another account"}
    reverse = f"{LINE}/payments/{payment['payment_id']}/reverse"
    assert (await edge.done("POST", reverse, "support_agent", why))["status"] == "reversed"
    assert (await edge.ask("GET", f"{LINE}/balance")).json() == before
    again = await edge.ask("POST", reverse, "support_agent", why)
    assert (again.status_code, again.json()["code"]) == (409, "payment-reversed")


async def test_staff_reverse_a_fee_that_should_never_have_been_charged(edge: Edge) -> None:
    fee = (await edge.ask("GET", f"{LINE}/fees")).json()["fees"][0]["fee_id"]
    assert (await edge.done("POST", f"{LINE}/fees/{fee}/reverse", "support_agent", {"why": "In time"}))["status"] == (
        "reversed"
    )
    assert (await edge.ask("GET", f"{LINE}/fees")).json()["fees"][0]["status"] == "reversed"
    assert (await edge.ask("GET", f"{LINE}/balance")).json()["fees_cents"] == 0


async def test_staff_link_another_bank_account(edge: Edge) -> None:
    linked = await edge.done("POST", f"{LINE}/bank-account", "support_agent", {"bank_last4": "9876"})
    assert linked == {"bank_last4": "9876"}
