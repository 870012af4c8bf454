"""Whatever happens to an account, each change is told once and as its schema says, in random lives with late facts."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.rows import class_row

from accounts.closeday import start_on
from accounts.commands.autopay import SetAutopay
from accounts.commands.base import Command, Refused
from accounts.commands.draws import CancelDraw, RequestDraw
from accounts.commands.flags import SetFlag
from accounts.commands.limits import DecreaseLimit, FreezeLine, UnfreezeLine
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import MakePayment, RecordPayment
from accounts.commands.returns import ReturnPayment
from accounts.events.checks import CHECKS
from accounts.events.envelope import Recorded, message
from accounts.roles import Role
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, OPENED, CommandDesk
from tests.integration.accounts.published import problem, told_otherwise

_EVENTS = """
SELECT seq, event_id, type, version, borrower_id, account_id, subject_id, recorded_at, payload FROM outbox ORDER BY seq
"""
_AGREED: dict[str, Any] = {"tier": "C", "state": "OH", "bank_last4": "1234"}
_TERMS: dict[str, dict[str, Any]] = {
    LINE: {"product": "cash_line", "limit_cents": 200_000, "cycle_day": 12},
    LOAN: {"product": "instalment_loan", "principal_cents": 600_000, "term_months": 24, "due_day": 10},
}


@pytest.fixture(scope="module")
def connection(clone_database: Callable[[str], Database]) -> Iterator[psycopg.Connection]:
    """Empty books in which every life is lived and taken back."""
    database = clone_database("lending_accounts")
    with psycopg.connect(database.url("accounts_ops"), autocommit=True) as opened:
        yield opened
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{database.name}" WITH (FORCE)'.encode())


def last(desk: CommandDesk, query: str) -> str | None:
    return desk.one(query)[0]


def ask(desk: CommandDesk, command: Command | None, account_id: str = LINE, role: Role = "borrower") -> None:
    """Give a command; that it is refused, or that there is nothing to ask about, is a life too."""
    if command is not None:
        try:
            desk.give(command, account_id, role)
        except Refused:
            return


def act(desk: CommandDesk, what: str, cents: int) -> None:
    days = timedelta(days=cents % 9)
    draw = last(desk, "SELECT max(draw_id) FROM draws WHERE status = 'pending'")
    payment = last(desk, "SELECT max(payment_id) FROM payments WHERE status = 'posted' AND account_id LIKE 'CL%%'")
    steps: dict[str, Callable[[], None]] = {
        "days": lambda: desk.close_until(desk.today + timedelta(days=1) + days),
        "month": lambda: desk.close_until(desk.today + timedelta(days=31)),
        "draw": lambda: ask(desk, RequestDraw(amount_cents=cents)),
        "cancel": lambda: ask(desk, CancelDraw(draw_id=draw) if draw else None),
        "pay": lambda: ask(desk, MakePayment(amount_cents=cents)),
        "pay loan": lambda: ask(desk, MakePayment(amount_cents=cents), LOAN),
        "late mail": lambda: ask(
            desk, RecordPayment(amount_cents=cents, received_on=desk.today - days), LINE, "service"
        ),
        "return": lambda: ask(
            desk, ReturnPayment(payment_id=payment, code="R01") if payment else None, LINE, "service"
        ),
        "autopay": lambda: ask(desk, SetAutopay(amount_kind="minimum"), LOAN),
        "freeze": lambda: ask(desk, FreezeLine()),
        "unfreeze": lambda: ask(desk, UnfreezeLine()),
        "decrease": lambda: ask(desk, DecreaseLimit(limit_cents=cents * 10)),
        "flag": lambda: ask(desk, SetFlag(flag="bankruptcy", since=desk.today - days), LINE, "service"),
    }
    steps[what]()


WHATS = [
    *("days", "month", "draw", "cancel", "pay", "pay loan", "late mail", "return", "autopay", "freeze", "unfreeze"),
    *("decrease", "flag", "draw", "pay", "late mail"),
]
STEPS = st.lists(st.tuples(st.sampled_from(WHATS), st.integers(5_000, 60_000)), min_size=3, max_size=8)
BUSY = [
    *(("draw", 40_000), ("days", 7), ("month", 0), ("pay", 20_000), ("days", 5), ("return", 0), ("autopay", 0)),
    *(("late mail", 9_008), ("cancel", 0), ("freeze", 0), ("unfreeze", 0), ("decrease", 15_000), ("flag", 9_005)),
]


def live(connection: psycopg.Connection, steps: list[tuple[str, int]]) -> CommandDesk:
    desk = CommandDesk(connection, owners={LINE: "B-1", LOAN: "B-1"})
    start_on(connection, OPENED)
    desk.person()
    for account_id, terms in _TERMS.items():
        desk.give(OpenAccount(**_AGREED, **terms), account_id, "service")
    for what, cents in steps:
        act(desk, what, cents)
    return desk


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_change_of_a_life_is_told(connection: psycopg.Connection, steps: list[tuple[str, int]]) -> None:
    with connection.transaction(force_rollback=True):
        assert_told(live(connection, steps))


def test_a_busy_life_is_told_with_its_returns_and_recomputations(connection: psycopg.Connection) -> None:
    with connection.transaction(force_rollback=True):
        desk = live(connection, BUSY)
        assert_told(desk)
        kinds = {row[0] for row in desk.all("SELECT DISTINCT type FROM outbox")}
    assert kinds >= {"draw.pending", "draw.posted", "payment.pending", "payment.posted", "payment.returned"}
    assert kinds >= {"statement.recorded", "due.changed", "flag.recorded", "account_recomputation.recorded"}
    assert kinds >= {"account.frozen", "account.open", "autopay.recorded", "journal.posted"}


def assert_told(desk: CommandDesk) -> None:
    assert {name: desk.all(query) for name, query in CHECKS.items()} == {name: [] for name in CHECKS}
    assert told_otherwise(desk.connection) == []
    with desk.connection.cursor(row_factory=class_row(Recorded)) as cursor:
        for event in cursor.execute(_EVENTS.encode()):
            assert problem(json.loads(message(event).value)) is None
