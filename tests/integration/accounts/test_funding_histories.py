"""Any history of draws, payments, returns, assignments, sales and repurchases leaves a report that ties to the cent."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.funding.assign import assign
from accounts.funding.carry import carry
from accounts.funding.checks import CHECKS
from accounts.funding.remittance import remittance
from accounts.funding.transfers import repurchase, sell
from accounts.posting.draws import DrawRequest, request_draws
from accounts.posting.payments import NewPayment, submit
from accounts.posting.returns import return_payments
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk
from tests.integration.accounts.funding_books import AT, POOL, open_pool, order, servicing

FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
ACTIONS = st.sampled_from(["draw", "pay line", "pay loan", "return", "assign", "sell", "repurchase"])
HISTORIES = st.lists(st.tuples(st.integers(0, 26), ACTIONS, st.integers(50_00, 700_00)), max_size=14)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as found:
        found.line(on=date(2026, 1, 5))
        found.loan(on=date(2026, 1, 5))
        found.close_until(FIRST)
        open_pool(found.connection, FIRST)
        found.connection.commit()
        yield found


def act(desk: CommandDesk, name: str, what: str, cents: int) -> None:
    """Do something on the business date; transfers are dated the day before."""
    at, cutoff = datetime.combine(desk.today, time(10), EASTERN), desk.today - timedelta(days=1)
    if what == "draw":
        request_draws(desk.connection, [DrawRequest(name, LINE, at, cents)])
    elif what.startswith("pay"):
        submit(desk.connection, [NewPayment(name, LINE if what == "pay line" else LOAN, at, cents)])
    elif what == "return":
        posted = desk.all("SELECT payment_id FROM payments WHERE status = 'posted' ORDER BY 1 LIMIT 1")
        return_payments(desk.connection, [(row[0], "R01") for row in posted], desk.today)
    elif what == "assign":
        assign(desk.connection, order(name), cutoff)
    else:
        transfer(desk, name, what, cutoff)


def transfer(desk: CommandDesk, name: str, what: str, cutoff: date) -> None:
    """Sell what is not sold, or take back the first receivable that came in before the cut-off."""
    held = desk.all(
        "SELECT account_id, sold_on IS NULL FROM funding_assignments WHERE to_on IS NULL AND from_on <= %s ORDER BY 1",
        cutoff,
    )
    if what == "sell" and any(unsold for _, unsold in held):
        sell(desk.connection, order(name), POOL, cutoff)
    elif what == "repurchase" and held:
        repurchase(desk.connection, order(name), POOL, cutoff, [held[0][0]], "borrower_request")


@given(HISTORIES)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_ties(desk: CommandDesk, history: list[tuple[int, str, int]]) -> None:
    with desk.connection.transaction(force_rollback=True):
        for day in range(28):
            for number, (on, what, cents) in enumerate(history):
                if on == day:
                    act(desk, f"{day}:{number}", what, cents)
            desk.close_until(FIRST + timedelta(days=day + 1))
        carry(desk.connection, POOL, LAST, AT)
        moved = remittance(desk.connection, POOL, FIRST).movements
        came = moved.purchased.total_cents + moved.draws.total_cents
        came += moved.interest_charged.total_cents + moved.fees_charged.total_cents
        went = moved.collections.total_cents + moved.adjustments.total_cents
        went += moved.charge_offs.total_cents + moved.repurchased.total_cents
        assert moved.opening.total_cents + came - went == moved.closing.total_cents
        if not any(what == "repurchase" for _, what, _ in history):
            sums = servicing(desk.connection, FIRST, LAST)
            paid = sum(cents for what, cents in sums.items() if what.startswith(("payment/", "returned_payment/")))
            drawn = sum(cents for what, cents in sums.items() if what.startswith("draw/"))
            assert (moved.collections.total_cents, moved.draws.total_cents) == (-paid, drawn)
        assert [name for name, query in CHECKS.items() if desk.all(query)] == []
