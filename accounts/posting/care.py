"""What is recorded about a borrower's situation, with its effect on the accounts: flags, disputes, autopay."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import psycopg

from accounts import rows
from accounts.ids import ident
from accounts.posting import rates
from accounts.posting import state as states
from accounts.terms.clocks import billing_error_clock, credit_report_clock, transfer_error_clock
from accounts.terms.scra import CAP_BPS

FlagKind = Literal["servicemember", "deceased", "attorney_represented", "bankruptcy", "cease_contact", "identity_theft"]
EFFECTS: dict[FlagKind, str] = {
    "servicemember": "Interest is capped at 6% on debts from before active duty; the excess is forgiven.",
    "deceased": "Collection and autopay have stopped; Special Servicing works with the estate.",
    "attorney_represented": "Contact goes to the attorney; Special Servicing has the account.",
    "bankruptcy": "Collection and autopay have stopped (automatic stay); Special Servicing has the account.",
    "cease_contact": "No collection contact; only notices that the law requires.",
    "identity_theft": "Collection and reporting of the disputed account have stopped while fraud is investigated.",
}
STOPS_AUTOPAY = ("deceased", "bankruptcy", "attorney_represented", "identity_theft")
AUTOPAY_DISCOUNT_BPS = 25
AUTOPAY_DISCOUNT_FROM = date(2025, 9, 1)


def set_flag(connection: psycopg.Connection, borrower_id: str, kind: FlagKind, since: date) -> None:
    """Flag a borrower from a day on; a servicemember's older debts are capped at 6%. Source: 50 U.S.C. 3937(a)."""
    flag = {"borrower_id": borrower_id, "kind": kind, "since": since, "effect": EFFECTS[kind]}
    rows.insert(connection, "flags", [flag], skip_existing=True)
    if kind in STOPS_AUTOPAY:
        connection.execute(
            "UPDATE autopay SET enrolled = false, stopped_on = %s, stopped_reason = %s "
            "WHERE enrolled AND borrower_id = %s",
            [since, EFFECTS[kind], borrower_id],
        )
    if kind == "servicemember":
        for (account_id,) in connection.execute(
            "SELECT account_id FROM accounts WHERE borrower_id = %s AND opened_on < %s ORDER BY 1",
            [borrower_id, since],
        ).fetchall():
            why = "Servicemember cap of 6% while on active duty"
            rates.lower_rates(connection, account_id, since, until=None, cap_bps=CAP_BPS, kind="scra", why=why)


def enrol_autopay(
    connection: psycopg.Connection, account_id: str, on: date, kind: str, fixed_cents: int | None = None
) -> None:
    """Enrol an account; an instalment loan agreed from 2025-09-01 on costs 0.25 point less meanwhile."""
    connection.execute(
        "INSERT INTO autopay (account_id, borrower_id, enrolled, amount_kind, fixed_cents, "
        "bank_last4, enrolled_on) "
        "SELECT account_id, borrower_id, true, %s, %s, bank_last4, %s FROM accounts WHERE account_id = %s "
        "ON CONFLICT (account_id) DO UPDATE SET enrolled = true, amount_kind = excluded.amount_kind, "
        "fixed_cents = excluded.fixed_cents, enrolled_on = excluded.enrolled_on, "
        "stopped_on = NULL, stopped_reason = NULL",
        [kind, fixed_cents, on, account_id],
    )
    state = states.load(connection, [account_id])[account_id]
    if state.product == "instalment_loan" and state.agreement_date >= AUTOPAY_DISCOUNT_FROM:
        discounted = state.apr_bps("standard", on) - AUTOPAY_DISCOUNT_BPS
        why = "Autopay discount of 0.25 percentage point while enrolled"
        rates.lower_rates(connection, account_id, on, until=None, cap_bps=discounted, kind="autopay_discount", why=why)


@dataclass(frozen=True, slots=True)
class NewDispute:
    """A dispute as the borrower raised it; amount in cents, `entry_id` the disputed transaction if there is one."""

    account_id: str
    kind: Literal["billing_error", "electronic_transfer", "credit_report", "identity_theft"]
    opened_on: date
    amount_cents: int
    description: str
    entry_id: UUID | None = None


def open_dispute(connection: psycopg.Connection, dispute: NewDispute) -> None:
    """Open a dispute with its legal clocks. Source: accounts.terms.clocks."""
    state = states.load(connection, [dispute.account_id])[dispute.account_id]
    on, acknowledge = dispute.opened_on, None
    if dispute.kind == "billing_error":
        clock = billing_error_clock(on, on, state.cycle_day)
        acknowledge, resolve = clock.acknowledge_by, clock.resolve_by
    elif dispute.kind == "electronic_transfer":
        resolve = transfer_error_clock(on).resolve_by
    else:
        resolve = credit_report_clock(on).resolve_by
    row = {
        "dispute_id": ident("DP", f"{dispute.account_id}:{dispute.kind}:{on}"),
        "account_id": dispute.account_id,
        "borrower_id": state.borrower_id,
        "kind": dispute.kind,
        "opened_on": on,
        "amount_cents": dispute.amount_cents,
        "entry_id": dispute.entry_id,
        "status": "open",
        "acknowledge_by": acknowledge,
        "resolve_by": resolve,
        "description": dispute.description,
    }
    rows.insert(connection, "disputes", [row], skip_existing=True)


def freeze_line(connection: psycopg.Connection, account_id: str, on: date, reason: str) -> None:
    """Freeze an open line: it takes payments, no draws."""
    connection.execute(
        "UPDATE accounts SET status = 'frozen', frozen_on = %s, frozen_reason = %s "
        "WHERE account_id = %s AND status = 'open'",
        [on, reason, account_id],
    )
