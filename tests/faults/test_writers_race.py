"""Two writers on one account, many connections on one key: the limit holds, every effect happens once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random
from threading import Barrier

import psycopg
import pytest

from accounts.closeday import business_date, close_day
from accounts.commands.base import Actor, Command, Refused
from accounts.commands.draws import RequestDraw, VoidDraw
from accounts.commands.payments import RecordPayment
from accounts.commands.returns import ReturnPayment
from accounts.commands.run import Given, Outcome, run
from accounts.ledger import CommandConflict
from accounts.reconcile import reconcile
from accounts.roles import Role
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.faults.report import full, record
from tests.integration.accounts.desk import LINE, command_desk

ROUNDS = 100 if full() else 4
CONNECTIONS = 50 if full() else 12
SEED = 7
LIMIT_CENTS = 200_000
PENDING = "SELECT coalesce(sum(amount_cents), 0)::bigint FROM draws WHERE status = 'pending'"
RETURNS = "SELECT count(*) FROM journal_entries WHERE command_id = 'return:' || %s"


@dataclass
class Race:
    """Connections that give commands at the same moment."""

    connections: list[psycopg.Connection]
    today: date

    def start(self, asked: list[tuple[str, Command, Role]]) -> list[Outcome | Exception]:
        """Give all commands at once, each on a connection of its own; what each came to."""
        barrier = Barrier(len(asked))

        def give(number: int) -> Outcome | Exception:
            command_id, command, role = asked[number]
            at = datetime.combine(self.today, time(10), EASTERN)
            given = Given(command_id, Actor("B-1" if role == "borrower" else "S-1", role), at, "B-1", command, LINE)
            barrier.wait()
            try:
                return run(self.connections[number], given)
            except (Refused, CommandConflict, psycopg.Error) as error:
                return error

        with ThreadPoolExecutor(len(asked)) as pool:
            return list(pool.map(give, range(len(asked))))


@pytest.fixture
def race(accounts_db: Database) -> Iterator[Race]:
    with command_desk(accounts_db) as desk:
        desk.line(limit_cents=LIMIT_CENTS)
        desk.connection.commit()
        desk.close_until(date(2026, 1, 8))
    connections = [psycopg.connect(accounts_db.url("accounts_ops"), autocommit=True) for _ in range(CONNECTIONS)]
    yield Race(connections, business_date(connections[0]))
    for connection in connections:
        connection.close()


def _one(connection: psycopg.Connection, query: str, *values: object) -> int:
    row = connection.execute(query.encode(), values).fetchone()
    assert row is not None
    return row[0]


def test_draws_against_one_limit_never_exceed_it(race: Race) -> None:
    random, failures = Random(SEED), 0
    for number in range(ROUNDS):
        draws = [RequestDraw(amount_cents=random.randrange(5_000, 150_000)) for _ in range(8)]
        race.start([(f"race:{number}:{each}", draw, "borrower") for each, draw in enumerate(draws)])
        used = _one(race.connections[0], "SELECT principal_cents + draw_hold_cents FROM positions")
        failures += used > LIMIT_CENTS or used != _one(race.connections[0], PENDING)
        _void_all(race, number)
    record("draws against one limit", ROUNDS, failures, f"8 draws at once, limit {LIMIT_CENTS} cents", SEED)
    assert failures == 0


def _void_all(race: Race, number: int) -> None:
    ids = race.connections[0].execute("SELECT draw_id FROM draws WHERE status = 'pending'").fetchall()
    for (draw_id,) in ids:
        command = VoidDraw(draw_id=draw_id, why="rejected by the bank")
        outcome = race.start([(f"void:{number}:{draw_id}", command, "support_agent")])[0]
        assert isinstance(outcome, Outcome), outcome


def test_the_same_key_from_many_connections_has_one_effect(race: Race) -> None:
    failures = 0
    for number in range(ROUNDS):
        command = RequestDraw(amount_cents=5_000)
        outcomes = race.start([(f"same:{number}", command, "borrower")] * CONNECTIONS)
        done = [each for each in outcomes if isinstance(each, Outcome)]
        first = [each for each in done if not each.repeated]
        kept = _one(race.connections[0], "SELECT count(*) FROM draws WHERE status = 'pending'")
        failures += len(done) != CONNECTIONS or len(first) != 1 or kept != 1
        failures += any(each.result != done[0].result for each in done)
        _void_all(race, number)
    record("one key from many connections", ROUNDS, failures, f"{CONNECTIONS} connections", SEED)
    assert failures == 0


def test_a_payment_and_its_return_race_to_one_effect_each(race: Race) -> None:
    """Several returns of one payment, beside draws and payments: one return, books that tie out."""
    failures, ops = 0, race.connections[0]
    _payments(race, ROUNDS)
    for _ in range(6):
        close_day(ops, business_date(ops))
    race.today = business_date(ops)
    posted = [row[0] for row in ops.execute("SELECT payment_id FROM payments WHERE status = 'posted' ORDER BY 1")]
    assert len(posted) == ROUNDS
    for number, payment_id in enumerate(posted):
        back = ReturnPayment(payment_id=payment_id, code="R01")
        asked: list[tuple[str, Command, Role]] = [(f"return:{number}:{n}", back, "service") for n in range(3)]
        asked.append((f"again:{number}", RecordPayment(amount_cents=700, source="phone"), "support_agent"))
        outcomes = race.start(asked)
        failures += sum(isinstance(each, Outcome) for each in outcomes[:3]) != 1
        failures += _one(ops, RETURNS, payment_id) != 1
    failures += len(reconcile(ops))
    record("payment and return at once", ROUNDS, failures, "3 returns of one payment beside a new payment", SEED)
    assert failures == 0


def _payments(race: Race, count: int) -> None:
    for number in range(count):
        command = RecordPayment(amount_cents=500 + number, source="phone")
        outcome = race.start([(f"pay:{number}", command, "support_agent")])[0]
        assert isinstance(outcome, Outcome), outcome
