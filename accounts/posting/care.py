"""What is recorded about a borrower's situation, with its effect on the accounts: flags, disputes, autopay."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import psycopg

from accounts import rows
from accounts.ids import ident
from accounts.posting import military
from accounts.posting import state as states
from accounts.posting.state import AccountState
from accounts.terms.clocks import billing_error_clock, credit_report_clock, notice_last_day, transfer_error_clock

FlagKind = Literal["servicemember", "deceased", "attorney_represented", "bankruptcy", "cease_contact", "identity_theft"]
DisputeKind = Literal["billing_error", "electronic_transfer", "credit_report", "identity_theft"]
EFFECTS: dict[FlagKind, str] = {
    "servicemember": "Interest is capped at 6% on debts from before active duty; the excess is forgiven.",
    "deceased": "Collection and autopay have stopped; Special Servicing works with the estate.",
    "attorney_represented": "Contact goes to the attorney; Special Servicing has the account.",
    "bankruptcy": "Collection and autopay have stopped (automatic stay); Special Servicing has the account.",
    "cease_contact": "No collection contact; only notices that the law requires.",
    "identity_theft": "Collection and reporting of the disputed account have stopped while fraud is investigated.",
}
STOPS_AUTOPAY: tuple[FlagKind, ...] = ("deceased", "bankruptcy", "attorney_represented", "identity_theft")
STOPS_LATE_FEES: tuple[FlagKind, ...] = ("bankruptcy", "deceased", "identity_theft")
STOPS_COLLECTION: tuple[FlagKind, ...] = (*STOPS_AUTOPAY, "cease_contact")


def set_flag(connection: psycopg.Connection, borrower_id: str, kind: FlagKind, since: date) -> None:
    """Flag a borrower from a day on, with the effect on each account. Source: 50 U.S.C. 3937(a)."""
    keep_flag(connection, borrower_id, kind, since)
    for (account_id,) in connection.execute(
        "SELECT account_id FROM accounts WHERE borrower_id = %s ORDER BY 1", [borrower_id]
    ).fetchall():
        start_flag(connection, account_id, kind, since)


def keep_flag(
    connection: psycopg.Connection, borrower_id: str, kind: FlagKind, since: date, until: date | None = None
) -> None:
    """Record a flag, from `since` to `until` (both included; None: until it is ended)."""
    flag = {"borrower_id": borrower_id, "kind": kind, "since": since, "until": until, "effect": EFFECTS[kind]}
    rows.insert(connection, "flags", [flag], skip_existing=True)


def start_flag(
    connection: psycopg.Connection, account_id: str, kind: FlagKind, since: date, until: date | None = None
) -> None:
    """What a flag does to an account: autopay stops; a servicemember's debt from before service is capped at 6%."""
    if kind in STOPS_AUTOPAY:
        connection.execute(
            "UPDATE autopay SET enrolled = false, stopped_on = %s, stopped_reason = %s "
            "WHERE enrolled AND account_id = %s",
            [since, EFFECTS[kind], account_id],
        )
        connection.execute(
            "UPDATE autopay SET change_on = NULL, change_kind = NULL, change_fixed_cents = NULL "
            "WHERE change_on IS NOT NULL AND account_id = %s",
            [account_id],
        )
    if kind == "servicemember":
        military.cap_service(connection, account_id, since, until)


def end_flag(
    connection: psycopg.Connection, account_id: str, kind: FlagKind, last_day: date, *, restore_autopay: bool
) -> None:
    """What the end of a flag does to an account; its last day is `last_day`.

    restore_autopay: the borrower wants the autopay back that this flag had stopped.
    """
    if restore_autopay:
        connection.execute(
            "UPDATE autopay SET enrolled = true, stopped_on = NULL, stopped_reason = NULL "
            "WHERE NOT enrolled AND account_id = %s AND stopped_reason = %s",
            [account_id, EFFECTS[kind]],
        )
    if kind == "servicemember":
        military.end_service(connection, account_id, last_day)


def flags_on(connection: psycopg.Connection, borrower_id: str, on: date) -> dict[FlagKind, date]:
    """The flags that hold on a day, with the day since when."""
    found: dict[FlagKind, date] = dict(
        connection.execute(
            "SELECT kind, min(since) FROM flags WHERE borrower_id = %s AND since <= %s "
            "AND coalesce(until, 'infinity') >= %s GROUP BY kind",
            [borrower_id, on, on],
        ).fetchall()
    )
    return found


@dataclass(frozen=True, slots=True)
class NewDispute:
    """A dispute as the borrower raised it; amount in cents, `entry_id` the disputed transaction if there is one."""

    account_id: str
    kind: DisputeKind
    opened_on: date
    amount_cents: int
    description: str
    entry_id: UUID | None = None
    channel: str = "chat"
    dispute_id: str = ""

    @property
    def id(self) -> str:
        return self.dispute_id or ident("DP", f"{self.account_id}:{self.kind}:{self.opened_on}")


_SHOWN = """
SELECT min(s.sent_on) FROM journal_entries e JOIN statements s ON s.account_id = e.account_id
  AND e.booked_on BETWEEN s.period_start AND s.period_end
WHERE e.entry_id = %s
"""


def shown_on(connection: psycopg.Connection, entry_id: UUID | None) -> date | None:
    """The day on which the first statement that shows an entry was sent; None while none does."""
    row = connection.execute(_SHOWN, [entry_id]).fetchone() if entry_id else None
    return row[0] if row else None


def open_dispute(connection: psycopg.Connection, dispute: NewDispute) -> None:
    """Open a dispute with its legal clocks. Source: accounts.terms.clocks."""
    state = states.load(connection, [dispute.account_id])[dispute.account_id]
    on, shown = dispute.opened_on, shown_on(connection, dispute.entry_id)
    row = {
        "dispute_id": dispute.id,
        "account_id": dispute.account_id,
        "borrower_id": state.borrower_id,
        "kind": dispute.kind,
        "opened_on": on,
        "amount_cents": dispute.amount_cents,
        "entry_id": dispute.entry_id,
        "status": "open",
        "channel": dispute.channel,
        "written_on": on if dispute.channel == "mail" else None,
        "shown_on": shown,
        "notice_last_day": notice_last_day(shown) if shown else None,
        **_clock(dispute, state),
    }
    rows.insert(connection, "disputes", [row], skip_existing=True)
    keep_words(connection, state.borrower_id, dispute.id, description=dispute.description)


def _clock(dispute: NewDispute, state: AccountState) -> rows.Row:
    on = dispute.opened_on
    if dispute.kind == "billing_error":
        clock = billing_error_clock(on, on, state.cycle_day)
        return {"acknowledge_by": clock.acknowledge_by, "credit_by": None, "resolve_by": clock.resolve_by}
    if dispute.kind == "electronic_transfer":
        transfer = transfer_error_clock(on)
        return {"acknowledge_by": None, "credit_by": transfer.resolve_or_credit_by, "resolve_by": transfer.resolve_by}
    return {"acknowledge_by": None, "credit_by": None, "resolve_by": credit_report_clock(on).resolve_by}


def keep_words(connection: psycopg.Connection, borrower_id: str, subject_id: str, **parts: str | None) -> None:
    """Keep what somebody said about a thing apart from it, so that no event carries it; said again, it replaces."""
    for part, content in parts.items():
        if content is not None:
            connection.execute(
                "INSERT INTO words (subject_id, part, borrower_id, content) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT (subject_id, part) DO UPDATE SET content = excluded.content",
                [subject_id, part, borrower_id, content],
            )
