"""Any order of money commands and closed days leaves books that tie out, and refusals that say why."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.commands.base import Command, Reason, Refused
from accounts.commands.credits import CreditGoodwill, RefundCredit, WaiveInterest
from accounts.commands.draws import CancelDraw, RequestDraw, VoidDraw
from accounts.commands.payments import CancelPayment, MakePayment, RecordPayment
from accounts.commands.returns import ReturnPayment
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import CommandDesk, command_desk

CENTS = st.integers(1, 150_000)
Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "draw",
                "draw",
                "pay",
                "pay",
                "schedule",
                "mail",
                "cancel",
                "void",
                "return",
                "goodwill",
                "refund",
                "waive",
            ]
            + ["days"] * 6
        ),
        CENTS,
    ),
    min_size=4,
    max_size=14,
)


@pytest.fixture(scope="module")
def desk(clone_database: Callable[[str], Database]) -> Iterator[CommandDesk]:
    with command_desk(clone_database("lending_accounts")) as opened:
        opened.line()
        opened.connection.commit()
        yield opened


PENDING_DRAW = "SELECT draw_id FROM draws WHERE status = 'pending' ORDER BY 1 LIMIT 1"
PAYMENT = "SELECT payment_id FROM payments WHERE status = %s ORDER BY 1 LIMIT 1"


def _first(desk: CommandDesk, query: str, *values: object) -> str | None:
    row = desk.all(query, *values)
    return row[0][0] if row else None


def _command(desk: CommandDesk, kind: str, cents: int) -> Command | None:
    if kind == "cancel":
        draw, payment = _first(desk, PENDING_DRAW), _first(desk, PAYMENT, "scheduled")
        if draw and cents % 2:
            return CancelDraw(draw_id=draw)
        return CancelPayment(payment_id=payment) if payment else None
    if kind == "void":
        draw = _first(desk, PENDING_DRAW)
        return VoidDraw(draw_id=draw, why="Account closed") if draw else None
    if kind == "return":
        posted = _first(desk, PAYMENT, "posted")
        return ReturnPayment(payment_id=posted, code="R01" if cents % 2 else "R10") if posted else None
    made: dict[str, Command] = {
        "draw": RequestDraw(amount_cents=cents),
        "pay": MakePayment(amount_cents=cents, verified_funds=True),
        "schedule": MakePayment(amount_cents=cents, scheduled_for=desk.today + timedelta(days=1 + cents % 9)),
        "mail": RecordPayment(amount_cents=cents),
        "goodwill": CreditGoodwill(amount_cents=min(cents, 50_000), why="Long wait"),
        "refund": RefundCredit(),
        "waive": WaiveInterest(amount_cents=1 + cents % 2_000, why="Late statement"),
    }
    return made[kind]


def _take(desk: CommandDesk, kind: str, cents: int) -> None:
    if kind == "days":
        desk.close_until(desk.today + timedelta(days=1 + cents % 20))
        return
    command = _command(desk, kind, cents)
    if command is None:
        return
    count = "SELECT count(*) FROM journal_entries"
    before, reasons = desk.one(count), tuple[Reason, ...]()
    try:
        desk.give(command, role="supervisor")
    except Refused as refused:
        reasons = refused.reasons
    if reasons:
        assert desk.one(count) == before
        assert all(reason.text.endswith(".") and len(reason.text) > 20 for reason in reasons)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_books_tie_out_after_any_order_of_commands(desk: CommandDesk, steps: list[Step]) -> None:
    with desk.connection.transaction(force_rollback=True):
        for kind, cents in steps:
            _take(desk, kind, cents)
            held = desk.one("SELECT draw_hold_cents FROM positions")[0]
            assert held == desk.one("SELECT coalesce(sum(amount_cents), 0) FROM draws WHERE status = 'pending'")[0]
            coming = desk.one("SELECT payment_hold_cents FROM positions")[0]
            assert coming == desk.one("SELECT coalesce(sum(amount_cents), 0) FROM payments WHERE status = 'pending'")[0]
        assert reconcile(desk.connection) == []
        cash = desk.one("SELECT coalesce(sum(amount_cents), 0) FROM postings WHERE gl_code = '1010'")[0]
        moved = desk.one(
            "SELECT coalesce((SELECT sum(amount_cents) FROM payments WHERE status = 'posted'), 0) "
            "- coalesce((SELECT sum(amount_cents) FROM draws WHERE status = 'posted'), 0) "
            "- coalesce((SELECT sum(amount_cents) FROM refunds), 0)"
        )[0]
        assert cash == moved
    assert desk.today == date(2026, 1, 5)
