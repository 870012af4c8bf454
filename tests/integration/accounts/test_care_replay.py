"""What became known late beside a dispute comes out as if it had been known in time."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from accounts.closeday import start_on
from accounts.commands.dispute_outcomes import ProvisionalCredit, ResolveDispute
from accounts.commands.disputes import OpenDispute
from accounts.commands.draws import RequestDraw
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import RecordPayment
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OPENED, CommandDesk, command_desk

MAILED = RecordPayment(amount_cents=20_000, received_on=date(2026, 2, 3))


@pytest.fixture
def desks(clone_database: Callable[[str], Database]) -> Iterator[tuple[CommandDesk, CommandDesk]]:
    with (
        command_desk(clone_database("lending_accounts")) as one,
        command_desk(clone_database("lending_accounts")) as other,
    ):
        for desk in (one, other):
            start_on(desk.connection, OPENED)
            desk.person()
            desk.owners[LINE] = "B-1"
            terms = {"product": "cash_line", "tier": "C", "state": "OH", "bank_last4": "1234"}
            limit = {"limit_cents": 200_000, "cycle_day": 12}
            desk.give(OpenAccount.model_validate({**terms, **limit}), LINE, "service")
            desk.give(RequestDraw(amount_cents=40_000))
            desk.close_until(date(2026, 1, 10))
            desk.give(RequestDraw(amount_cents=60_000))
        yield one, other
        for desk in (one, other):
            assert reconcile(desk.connection) == []
            desk.connection.commit()


def dispute_on(desk: CommandDesk, until: date) -> str:
    """Dispute the second draw on February 16, with a provisional credit."""
    desk.close_until(date(2026, 2, 16))
    (entry,) = desk.one("SELECT entry_id FROM accounts.transactions WHERE kind = 'draw' AND amount_cents = 60000")
    told = OpenDispute(
        dispute_kind="billing_error", amount_cents=50_000, description="Not all of it is mine.", transaction_id=entry
    )
    dispute = str(desk.give(told).result["dispute_id"])
    desk.give(ProvisionalCredit(dispute_id=dispute), role="supervisor")
    desk.close_until(until)
    return dispute


@pytest.mark.parametrize("outcome", ["for_borrower", "as_billed"])
@pytest.mark.parametrize("known_after_the_end", [True, False])
def test_a_payment_recorded_late_around_a_dispute(
    desks: tuple[CommandDesk, CommandDesk], outcome: str, known_after_the_end: bool
) -> None:
    in_time, late = desks
    resolved = date(2026, 3, 2)
    for desk in desks:
        if desk is in_time:
            desk.close_until(date(2026, 2, 3))
            desk.give(MAILED, role="support_agent")
        dispute = dispute_on(desk, resolved)
        end = ResolveDispute.model_validate({"dispute_id": dispute, "outcome": outcome})
        if desk is late and not known_after_the_end:
            desk.give(MAILED, role="support_agent")
        desk.give(end, role="supervisor")
        desk.close_until(date(2026, 3, 16))
    if known_after_the_end:
        late.give(MAILED, role="support_agent")
    found = [
        desk.one("SELECT principal_cents, interest_cents, fees_cents, credit_cents FROM accounts.balances")
        for desk in desks
    ]
    assert found[0] == found[1]
