"""Credits: a credit balance paid back, goodwill, interest waived, money recovered after charge-off."""

from collections.abc import Sequence
from datetime import date, datetime

import psycopg
from dateutil.relativedelta import relativedelta

from accounts import ledger, rows
from accounts.ids import ident
from accounts.ledger import Entry, Line
from accounts.posting import interest
from accounts.posting import state as states
from accounts.posting.apply import split
from accounts.posting.fees import settle_fees
from accounts.posting.lifecycle import settle_paid_off
from accounts.posting.state import DAY, AccountState
from accounts.terms.calendar import add_business_days
from accounts.terms.money import dollars

INTEREST_WAIVED = "5210"
REFUND_BUSINESS_DAYS = 7
OLD_CREDIT = relativedelta(months=6)
OLD_CREDIT_OVER_CENTS = 100


def written_back(state: AccountState, amount_cents: int) -> tuple[Line, ...]:
    """On a charged-off account less owed is less written down."""
    if state.status != "charged_off":
        return ()
    return (Line(ledger.WRITTEN_DOWN, amount_cents), Line(ledger.CHARGE_OFFS, -amount_cents))


def catch_up_interest(connection: psycopg.Connection, state: AccountState, command_id: str, on: date) -> None:
    """Charge a loan's interest up to the day before, so that a credit on `on` meets all that is owed."""
    if state.product != "instalment_loan" or state.status in ("charged_off", "paid_off"):
        return
    charge = interest.charge_through(state, on - DAY, f"{command_id}:interest")
    if charge is None:
        return
    if entry := charge.entry(on, on, "Interest"):
        ledger.post(connection, [entry])
        state.apply(entry.lines, on)
    interest.record(connection, [charge])
    interest.follow(charge)


def post_credit(connection: psycopg.Connection, state: AccountState, entry: Entry) -> None:
    """Post an entry that lowers what is owed, with the correction of interest charged for days it already counts on."""
    on, command = entry.effective_on, f"{entry.command_id}:correction"
    charge = None
    if state.status != "charged_off":
        charge = interest.correction(state, entry.lines, on, command)
    ledger.post(connection, [entry])
    state.apply(entry.lines, on)
    if charge:
        if corrected := charge.entry(on, on, "Interest for days on which a credit already counted"):
            ledger.post(connection, [corrected])
            state.apply(corrected.lines, on)
        interest.record(connection, [charge])
    settle_fees(connection, [state.account_id])
    settle_paid_off(connection, [state.account_id])


def give_goodwill(
    connection: psycopg.Connection,
    command_id: str,
    account_id: str,
    amount_cents: int,
    at: datetime,
    on: date,
    why: str,
) -> dict[str, int]:
    """Credit an account at the lender's cost, divided like an extra payment; what exceeds the debt is a credit balance.

    It counts towards no bill: what is due stays due.
    """
    state = states.load(connection, [account_id])[account_id]
    catch_up_interest(connection, state, f"goodwill:{command_id}", on)
    parts, lines = split(state, amount_cents, 0, on)
    lines = (*lines, Line(ledger.WAIVERS, amount_cents), *written_back(state, amount_cents))
    text = f"Goodwill credit: {why}"
    who = (account_id, state.borrower_id)
    post_credit(connection, state, Entry(f"goodwill:{command_id}", *who, "goodwill", on, on, text, lines, posted_at=at))
    return {
        "interest_cents": parts.interest_cents,
        "fees_cents": parts.fees_cents,
        "principal_cents": parts.principal_cents,
        "credit_cents": parts.credit_cents,
    }


def interest_owed(state: AccountState, on: date) -> int:
    """Interest that can be waived, in cents: charged and unpaid, and for a loan also what accrued before `on`."""
    if state.product != "instalment_loan" or state.status in ("charged_off", "paid_off"):
        return state.interest_cents
    accrued = interest.interest_of(state, state.principal, state.accrues_from, on - DAY)
    return state.interest_cents + sum(bucket.interest_cents for bucket in accrued)


def waive_interest(
    connection: psycopg.Connection,
    command_id: str,
    account_id: str,
    amount_cents: int,
    at: datetime,
    on: date,
    why: str,
) -> int:
    """Waive interest that is owed, at most `amount_cents`. Gives the cents waived."""
    state = states.load(connection, [account_id])[account_id]
    command = f"interest_waiver:{command_id}"
    catch_up_interest(connection, state, command, on)
    amount = min(amount_cents, state.interest_cents)
    if amount <= 0:
        return 0
    lines = (state.line("interest", -amount), Line(INTEREST_WAIVED, amount), *written_back(state, amount))
    text, who = f"Interest waived: {why}", (account_id, state.borrower_id)
    post_credit(connection, state, Entry(command, *who, "interest_waiver", on, on, text, lines, posted_at=at))
    return amount


def recover(
    connection: psycopg.Connection, command_id: str, account_id: str, amount_cents: int, at: datetime, on: date
) -> None:
    """Money that came in on a charged-off account: less is owed, and the write-down is taken back by it."""
    state = states.load(connection, [account_id])[account_id]
    _, lines = split(state, amount_cents, amount_cents, on)
    lines = (*lines, Line(ledger.CASH, amount_cents), *written_back(state, amount_cents))
    text, who = "Recovery on a charged-off account", (account_id, state.borrower_id)
    post_credit(connection, state, Entry(f"recovery:{command_id}", *who, "recovery", on, on, text, lines, posted_at=at))


def refund_row(account_id: str, borrower_id: str, cause: str, amount_cents: int, on: date, asked: bool) -> rows.Row:
    """The row that keeps a refund: the money leaves on `on` and arrives within 7 business days."""
    return {
        "refund_id": ident("RF", cause),
        "account_id": account_id,
        "borrower_id": borrower_id,
        "amount_cents": amount_cents,
        "requested_on": on if asked else None,
        "paid_on": on,
        "arrives_by": add_business_days(on, REFUND_BUSINESS_DAYS),
    }


def pay_refund(
    connection: psycopg.Connection,
    refund_id: str,
    account_id: str,
    amount_cents: int,
    on: date,
    at: datetime | None = None,
) -> None:
    """Post a refund. What a recomputed history no longer has as a credit balance was paid out as principal."""
    state = states.load(connection, [account_id])[account_id]
    credit = min(state.credit_cents, amount_cents)
    owed = (state.line("credit", credit), state.line("principal", amount_cents - credit, "standard"))
    lines = (*(line for line in owed if line.amount_cents), Line(ledger.CASH, -amount_cents))
    text, who = f"Refund of your credit balance of {dollars(amount_cents)}", (account_id, state.borrower_id)
    ledger.post(connection, [Entry(f"refund:{refund_id}", *who, "refund", on, on, text, lines, posted_at=at)])
    settle_paid_off(connection, [account_id])


_OLD = """
SELECT * FROM (
  SELECT p.account_id, p.borrower_id, least(
    -coalesce(sum(p.amount_cents), 0),
    -coalesce(sum(p.amount_cents) FILTER (WHERE p.effective_on <= %(since)s), 0)
      - coalesce(sum(p.amount_cents) FILTER (WHERE p.effective_on > %(since)s AND p.amount_cents > 0), 0)
    )::bigint AS old_cents
  FROM postings p JOIN positions q USING (account_id) JOIN journal_entries e USING (entry_id)
  WHERE p.bucket = 'credit' AND q.credit_cents > %(over)s
  -- what a recomputation took back, and that it did, is no use of a credit
  AND e.kind <> 'replay_reversal' AND NOT EXISTS (
    SELECT 1 FROM journal_entries r WHERE r.reverses = e.entry_id AND r.kind = 'replay_reversal')
  AND (%(ids)s::text[] IS NULL OR p.account_id = ANY(%(ids)s)) GROUP BY 1, 2) x
WHERE old_cents > %(over)s ORDER BY account_id
"""
_PAID_TODAY = """
SELECT r.refund_id, r.account_id, r.amount_cents FROM refunds r
WHERE r.paid_on = %(on)s AND r.requested_on IS NULL AND (%(ids)s::text[] IS NULL OR r.account_id = ANY(%(ids)s))
ORDER BY r.refund_id
"""


def refund_old_credits(connection: psycopg.Connection, on: date, ids: Sequence[str] | None = None) -> int:
    """Pay back, unasked, what has been a credit balance of over $1 for six months. Gives how many were paid.

    Only the business day itself finds new ones: earlier days, recomputed, pay what they paid. A step of closing a day.
    Source: docs/product-terms.md, Cash Line; 12 CFR 1026.11(a)(3).
    """
    about = {
        "on": on,
        "since": on - OLD_CREDIT,
        "over": OLD_CREDIT_OVER_CENTS,
        "ids": None if ids is None else list(ids),
    }
    if connection.execute("SELECT 1 FROM business_day WHERE business_date = %s", [on]).fetchone():
        found = connection.execute(_OLD, about).fetchall()
        new = [refund_row(account, owner, f"old:{account}:{on}", cents, on, False) for account, owner, cents in found]
        rows.insert(connection, "refunds", new, skip_existing=True)
    paid = 0
    for refund_id, account_id, cents in connection.execute(_PAID_TODAY, about).fetchall():
        if not ledger.known(connection, f"refund:{refund_id}"):
            pay_refund(connection, refund_id, account_id, cents, on)
            paid += 1
    return paid
