"""`kill -9` while days are closed, at random moments: after the rerun the books are those of an undisturbed run."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

import psycopg
import pytest
from psycopg import sql

from accounts.closeday import business_date
from accounts.reconcile import Finding, reconcile
from tests.conftest import PORTFOLIO, Database
from tests.faults.report import full, record

KILLS = 100 if full() else 3
SEED = 20_260_515
DAYS = 4
BATCH = 7
# what depends on when a row was written, not on what happened
VOLATILE = {
    "journal_entries": "seq",
    "outbox": "event_id, seq, recorded_at, published_at, payload",
    "commands": "seq",
}


@pytest.fixture
def copy_of_portfolio(clone_database: Callable[[str], Database]) -> Callable[[], Database]:
    return lambda: clone_database(PORTFOLIO)


def test_days_closed_by_killed_processes_come_out_as_undisturbed(
    copy_of_portfolio: Callable[[], Database],
) -> None:
    undisturbed = copy_of_portfolio()
    until = _until(undisturbed)
    took_s = _close(undisturbed, until, None)
    expected = digest(undisturbed)
    random, kills, failures = Random(SEED), 0, list[str]()
    while kills < KILLS:
        disturbed = copy_of_portfolio()
        for _ in range(min(5, KILLS - kills)):
            _close(disturbed, until, random.uniform(0.02, 0.9) * took_s)
            kills += 1
        _close(disturbed, until, None)
        failures += [f"{kills}: {table}" for table, was in digest(disturbed).items() if was != expected[table]]
        failures += [f"{kills}: {finding.check}" for finding in findings(disturbed)]
        drop(disturbed)
    drop(undisturbed)
    record("kill -9 during close-day", KILLS, len(failures), f"{DAYS} days of a portfolio, batches of {BATCH}", SEED)
    assert failures == []


def _until(database: Database) -> date:
    with psycopg.connect(database.url("accounts_ops")) as connection:
        return business_date(connection) + timedelta(days=DAYS)


def _close(database: Database, until: date, kill_after_s: float | None) -> float:
    """Run the closing process, killed after a while or to its end; gives how long it ran once it was ready."""
    command = [sys.executable, "-m", "tests.faults.close_process", database.url("accounts_ops"), until.isoformat()]
    process = subprocess.Popen([*command, str(BATCH)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    started = _now()
    try:
        process.wait(kill_after_s)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    else:
        assert process.returncode == 0
    process.stdout.close()
    return _now() - started


def _now() -> float:
    return os.times().elapsed


def _tables(connection: psycopg.Connection) -> Iterator[tuple[str, sql.Composed]]:
    """Every table of the books with the columns that follow from what happened, in a fixed order."""
    for (table,) in connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'accounts' AND tablename NOT LIKE 'alembic%' ORDER BY 1"
    ).fetchall():
        left_out = [name.strip() for name in VOLATILE.get(table, "").split(",")]
        columns = connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND attname <> ALL(%s) ORDER BY attnum",
            [f"accounts.{table}", left_out],
        ).fetchall()
        yield table, sql.SQL(", ").join(sql.Identifier(row[0]) for row in columns)


def digest(database: Database) -> dict[str, str]:
    """Table -> hash of its rows in the order of their text."""
    found = dict[str, str]()
    with psycopg.connect(database.url("postgres")) as connection:
        for table, columns in _tables(connection):
            query = sql.SQL("SELECT ({})::text FROM {} ORDER BY 1").format(columns, sql.Identifier("accounts", table))
            rows = connection.execute(query).fetchall()
            found[table] = hashlib.sha256("\n".join(str(row[0]) for row in rows).encode()).hexdigest()
    return found


def findings(database: Database) -> list[Finding]:
    with psycopg.connect(database.url("accounts_ops")) as connection:
        return reconcile(connection)


def drop(database: Database) -> None:
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{database.name}" WITH (FORCE)'.encode())
