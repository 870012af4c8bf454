"""A line of which most is disputed, with its first bill out: the book of the tests about what is disputed."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from typing import Any, cast

from accounts.closeday import start_on
from accounts.commands.dispute_outcomes import ResolveDispute
from accounts.commands.disputes import OpenDispute
from accounts.commands.draws import RequestDraw
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import RecordPayment
from accounts.commands.snapshot import snapshot
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OPENED, CommandDesk, command_desk

DISPUTED = 60_000
FIRST_DUE, FIRST_BILL = date(2026, 2, 6), 3_500
SECOND_CLOSE = date(2026, 2, 12)


@contextmanager
def disputed_book(accounts_db: Database) -> Generator[CommandDesk]:
    """A line drawn $400 and $600; its first bill of $35 is due on February 6; it is January 20."""
    with command_desk(accounts_db) as opened:
        start_on(opened.connection, OPENED)
        opened.person()
        opened.owners[LINE] = "B-1"
        terms = {"product": "cash_line", "tier": "C", "state": "OH", "bank_last4": "1234"}
        opened.give(OpenAccount.model_validate({**terms, "limit_cents": 200_000, "cycle_day": 12}), LINE, "service")
        opened.give(RequestDraw(amount_cents=40_000))
        opened.give(RequestDraw(amount_cents=DISPUTED))
        opened.close_until(date(2026, 1, 20))
        yield opened
        assert reconcile(opened.connection) == []
        opened.connection.commit()


def dispute(desk: CommandDesk, cents: int = DISPUTED, kind: str = "draw") -> str:
    named = "SELECT entry_id FROM accounts.transactions WHERE kind = %s AND amount_cents = %s"
    (entry,) = desk.one(named, kind, cents)
    values = {"dispute_kind": "billing_error", "amount_cents": cents, "description": "Not mine."}
    return str(desk.give(OpenDispute.model_validate({**values, "transaction_id": entry})).result["dispute_id"])


def pay(desk: CommandDesk, cents: int, on: date | None = None) -> None:
    desk.give(RecordPayment(amount_cents=cents, received_on=on or desk.today), role="support_agent")


def resolve(desk: CommandDesk, dispute_id: str, outcome: str) -> None:
    end = ResolveDispute.model_validate({"dispute_id": dispute_id, "outcome": outcome, "compliance_ref": "C-1"})
    desk.give(end, role="supervisor")


def fees(desk: CommandDesk) -> list[int]:
    return [row[0] for row in desk.all("SELECT amount_cents FROM accounts.fees WHERE kind = 'late_fee'")]


def figures(desk: CommandDesk) -> dict[str, Any]:
    found = snapshot(desk.connection, LINE, "B-1")["accounts"]
    return cast(list[dict[str, Any]], found)[0]
