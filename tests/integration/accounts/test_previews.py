"""A preview tells what a write would change, for every write that the assistant proposes, and keeps nothing of it."""

from collections.abc import AsyncGenerator
from datetime import date, timedelta
from typing import Any, LiteralString

import pytest

from accounts.closeday import start_on
from accounts.commands.applications import SubmitApplication
from accounts.commands.autopay import SetAutopay
from accounts.commands.consents import GiveConsent
from accounts.commands.contacts import SetContactPreferences
from accounts.commands.disputes import OpenDispute
from accounts.commands.draws import RequestDraw
from accounts.commands.limits import FreezeLine
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import MakePayment, RecordPayment
from accounts.commands.third_parties import AuthoriseThirdParty
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, OPENED, OTHER_LINE, CommandDesk
from tests.integration.accounts.edge import PREVIEW, Edge, serve_edge

TODAY = date(2026, 8, 19)
FROZEN = OTHER_LINE
OWN = ("borrower", "B-1", None)
AGENT = ("support_agent", "S-1", "B-1")


def open_account(desk: CommandDesk, account_id: str, **terms: object) -> None:
    desk.owners[account_id] = desk.person()
    content = {"tier": "C", "state": "OH", "bank_last4": "1234", **terms}
    desk.give(OpenAccount.model_validate(content), account_id, "service")


def pay_bills(desk: CommandDesk, until: date) -> None:
    """Every bill is paid the day before it falls due; the line's first one comes two weeks late, and has a late fee."""
    while desk.today < until:
        bills = desk.all(
            "SELECT account_id, amount_cents - paid_cents FROM accounts.due_status WHERE paid_on IS NULL "
            "AND cancelled_why IS NULL AND (due_date = %s + 1 AND (account_id <> %s OR number > 1) "
            "OR due_date = %s - 14)",
            *(desk.today, LINE, desk.today),
        )
        for account, cents in bills:
            desk.give(RecordPayment(amount_cents=cents), account, "support_agent")
        desk.close_until(desk.today + timedelta(days=1))


def wide_book(desk: CommandDesk) -> None:
    """August 19: B-1 has a drawn line with a late fee of February, a loan paid on time, a frozen line with a credit."""
    start_on(desk.connection, OPENED)
    open_account(desk, LINE, product="cash_line", limit_cents=200_000, cycle_day=12)
    open_account(desk, FROZEN, product="cash_line", limit_cents=200_000, cycle_day=12)
    open_account(desk, LOAN, product="instalment_loan", principal_cents=600_000, term_months=24, due_day=10)
    desk.give(RequestDraw(amount_cents=60_000))
    pay_bills(desk, TODAY - timedelta(days=7))
    desk.give(RecordPayment(amount_cents=20_000), FROZEN, "support_agent")
    desk.close_until(TODAY)
    desk.give(RequestDraw(amount_cents=7_500))
    desk.give(MakePayment(amount_cents=2_000, scheduled_for=date(2026, 8, 25)))
    desk.give(SetAutopay(amount_kind="fixed", fixed_cents=40_000), LOAN)
    desk.give(OpenDispute(dispute_kind="billing_error", amount_cents=900, description="Not mine."))
    desk.give(GiveConsent(consent="marketing", wording_version="M-1"), None)
    desk.give(SetContactPreferences(channel="text", language="en", phone="+13025550142"), None)
    desk.give(SubmitApplication(product="cash_line", requested_cents=300_000), None)
    desk.give(FreezeLine(), FROZEN)


@pytest.fixture
async def edge(accounts_db: Database, issuer: Any) -> AsyncGenerator[Edge]:
    async with serve_edge(accounts_db, issuer, wide_book) as served:
        yield served


Write = tuple[str, str, object, set[str]]
OF_ACCOUNT: list[Write] = [
    (LINE, "due-date", {"due_day": 20}, {"due_dates"}),
    (LOAN, "due-date", {"due_day": 20}, {"due_day", "due_dates", "next_due_date", "last_due_date"}),
    (LINE, "payments", {"amount_cents": 5_000, "scheduled_for": "2026-08-26"}, {"scheduled_payments"}),
    (LINE, "payments", {"amount_cents": 5_000}, {"pending_payments_cents"}),
    (LINE, "payments/{payment}/cancel", None, {"scheduled_payments"}),
    (LINE, "PUT autopay", {"amount_kind": "minimum"}, {"autopay"}),
    (LOAN, "PUT autopay", {"amount_kind": "fixed", "fixed_cents": 45_000}, {"autopay_fixed_cents"}),
    (LOAN, "autopay/stop", None, {"autopay", "autopay_fixed_cents"}),
    (LINE, "draws", {"amount_cents": 10_000}, {"pending_draws_cents", "available_credit_cents"}),
    (LINE, "draws/{draw}/cancel", None, {"pending_draws_cents", "available_credit_cents"}),
    (FROZEN, "refunds", {}, {"credit_cents"}),
    (
        LINE,
        "disputes",
        {"dispute_kind": "billing_error", "amount_cents": 20_000, "description": "Twice."},
        {"open_disputes", "disputed_cents", "next_due_cents"},
    ),
    (LINE, "disputes/{dispute}/withdraw", None, {"open_disputes", "disputed_cents"}),
    (
        LINE,
        "hardship",
        {"plan_id": "relief-6", "income_change": "job_lost"},
        {"hardship_plan", "hardship_payment_cents", "hardship_until", "apr_bps", "draws_blocked"},
    ),
    (
        LOAN,
        "hardship",
        {"plan_id": "bridge-3", "income_change": "hours_cut", "proof_ref": "DOC-1"},
        {"hardship_plan", "hardship_payment_cents", "next_due_cents", "last_due_date"},
    ),
    (LINE, "freeze", {}, {"status", "draws_blocked"}),
    (FROZEN, "freeze/end", None, {"status", "draws_blocked"}),
    (FROZEN, "closure", {}, {"status", "draws_blocked"}),
    (LOAN, "deferrals", None, {"due_dates", "next_due_date", "last_due_date"}),
]
BY_STAFF: list[Write] = [
    (LINE, "fees/{fee}/waive", {"why": "Courtesy"}, {"principal_cents"}),
    (LINE, "fees/{fee}/reverse", {"why": "Charged in error"}, {"principal_cents"}),
    (LOAN, "payments/{loan_payment}/reverse", {"why": "Not theirs"}, {"principal_cents", "past_due_cents"}),
]
OF_BORROWER: list[Write] = [
    ("PUT", "me/contact", {"channel": "email", "language": "es", "email": "ana@mail.example"}, {"contact"}),
    ("PUT", "me/contact", {"channel": "text", "language": "en", "phone": "+13025550177"}, {"contact"}),
    ("POST", "me/consents/marketing/withdraw", {}, {"consents"}),
    ("POST", f"accounts/{LINE}/limit/increase", {"requested_cents": 300_000}, {"open_applications"}),
    ("POST", "applications/{application}/withdrawal", None, {"open_applications"}),
]
_NAMES: dict[str, LiteralString] = {
    "payment": "SELECT payment_id FROM accounts.payments WHERE status = 'scheduled'",
    "loan_payment": "SELECT max(payment_id) FROM accounts.payments WHERE account_id LIKE 'IL-%'",
    "draw": "SELECT draw_id FROM accounts.draws WHERE status = 'pending'",
    "dispute": "SELECT dispute_id FROM accounts.disputes",
    "fee": "SELECT fee_id FROM accounts.fees",
    "application": "SELECT application_id FROM accounts.applications",
}


async def tried(edge: Edge, method: str, path: str, body: object, who: Any = OWN) -> tuple[Any, Any]:
    """Before and after of a write tried out."""
    named = {
        name: edge.desk.connection.execute(query).fetchall()[0][0]
        for name, query in _NAMES.items()
        if f"{{{name}}}" in path
    }
    more: dict[str, Any] = {"params": {"dry_run": "true"}, "headers": {"If-Match": "*"}}
    answer = await edge.call(method, f"/v1/{path.format(**named)}", who, body, PREVIEW, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["before"], answer.json()["after"]


def differing(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    assert list(before) == list(after)
    return {name for name in before if before[name] != after[name]}


async def test_each_write_on_an_account_shows_what_it_changes(edge: Edge) -> None:
    writes = [(write, OWN) for write in OF_ACCOUNT] + [(write, AGENT) for write in BY_STAFF]
    kept = edge.desk.one("SELECT count(*) FROM accounts.commands")
    for (account, path, body, expected), who in writes:
        method, _, rest = path.rpartition(" ")
        before, after = await tried(edge, method or "POST", f"accounts/{account}/{rest}", body, who)
        assert differing(before["accounts"][0], after["accounts"][0]) >= expected, path
    assert edge.desk.one("SELECT count(*) FROM accounts.commands") == kept


async def test_each_write_about_a_person_shows_what_it_changes(edge: Edge) -> None:
    for method, path, body, expected in OF_BORROWER:
        before, after = await tried(edge, method, path, body)
        assert differing(before["borrower"], after["borrower"]) == expected, path


async def test_a_moved_due_date_shows_the_dates_that_follow(edge: Edge) -> None:
    before, after = await tried(edge, "POST", f"accounts/{LINE}/due-date", {"due_day": 20})
    shown = [side["accounts"][0]["due_dates"] for side in (before, after)]
    assert shown == [["2026-09-06", "2026-10-07"], ["2026-09-06", "2026-10-20"]]
    before, after = await tried(edge, "POST", f"accounts/{LOAN}/due-date", {"due_day": 20})
    shown = [side["accounts"][0]["due_dates"] for side in (before, after)]
    assert shown == [["2026-09-10", "2026-10-10", "2026-11-10"], ["2026-09-20", "2026-10-20", "2026-11-20"]]


async def test_the_next_bill_that_a_preview_tells_is_the_one_that_comes(edge: Edge) -> None:
    (_, expected) = (await tried(edge, "POST", f"accounts/{LINE}/freeze", {}))[0]["accounts"][0]["due_dates"]
    edge.desk.close_until(date(2026, 9, 13))
    assert edge.desk.one("SELECT max(due_date)::text FROM accounts.dues WHERE account_id = %s", LINE) == (expected,)


async def test_an_autopay_change_that_counts_later_is_seen(edge: Edge) -> None:
    edge.desk.close_until(date(2026, 9, 8))
    edge.desk.connection.commit()
    before, after = await tried(edge, "POST", f"accounts/{LOAN}/autopay/stop", None)
    assert differing(before["accounts"][0], after["accounts"][0]) == {"autopay_change"}
    assert after["accounts"][0]["autopay_change"] == {"from": "2026-09-11", "autopay": "off"}


async def test_a_contact_is_shown_masked(edge: Edge) -> None:
    body = {"channel": "email", "language": "en", "email": "ana@mail.example"}
    before, after = await tried(edge, "PUT", "me/contact", body)
    assert before["borrower"]["contact"]["phone"] == "+*********42"
    assert after["borrower"]["contact"]["email"] == "a***@mail.example"
    assert "ana@" not in str(after)


async def test_a_third_party_is_shown_what_their_payment_concerns(edge: Edge) -> None:
    party = AuthoriseThirdParty(name="Maria Lopez", relationship="family", scopes=("payments",))
    made = edge.desk.give(party, None).result["third_party_id"]
    edge.desk.connection.commit()
    who = ("third_party", made, "B-1")
    before, after = await tried(edge, "POST", f"accounts/{LINE}/payments", {"amount_cents": 5_000}, who)
    assert set(before) == {"as_of", "accounts"}
    assert differing(before["accounts"][0], after["accounts"][0]) == {"pending_payments_cents"}
    assert set(after["accounts"][0]) == {"account_id", "status", "pending_payments_cents", "scheduled_payments"}
