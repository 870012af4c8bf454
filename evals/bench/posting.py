"""Postings per second: the ledger's own posting beside a bare insert of two rows, same key, outbox row and security."""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import psycopg

from accounts import ledger
from accounts.ledger import Entry, Line

_ROUNDS = 6
_PER_ROUND = 400
_IDENTIFY = "SELECT set_config('accounts.borrower_id', %s, true)"
BARE = """
CREATE SCHEMA bench;
GRANT USAGE ON SCHEMA bench TO accounts_api;
CREATE TABLE bench.rows (command_id text, line smallint, borrower_id text NOT NULL, account_id text NOT NULL,
  amount_cents bigint NOT NULL, PRIMARY KEY (command_id, line));
CREATE TABLE bench.outbox (event_id uuid PRIMARY KEY DEFAULT gen_random_uuid(), seq bigint GENERATED ALWAYS AS IDENTITY,
  borrower_id text NOT NULL, payload jsonb NOT NULL);
ALTER TABLE bench.rows ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE bench.outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON bench.rows TO accounts_api USING (borrower_id = current_setting('accounts.borrower_id', true));
CREATE POLICY own ON bench.outbox TO accounts_api USING (borrower_id = current_setting('accounts.borrower_id', true));
GRANT SELECT, INSERT ON bench.rows, bench.outbox TO accounts_api;
"""
_TWO_ROWS = """
WITH kept AS (
  INSERT INTO bench.rows (command_id, line, borrower_id, account_id, amount_cents)
  VALUES (%(command)s, 0, %(borrower)s, %(account)s, %(cents)s), (%(command)s, 1, %(borrower)s, %(account)s, -%(cents)s)
  ON CONFLICT (command_id, line) DO NOTHING RETURNING command_id
)
INSERT INTO bench.outbox (borrower_id, payload) SELECT %(borrower)s, %(payload)s FROM kept LIMIT 1
"""
Account = tuple[str, str]
Write = Callable[[psycopg.Connection, Account], None]


def bare(connection: psycopg.Connection, account: Account) -> None:
    """Two rows and an outbox row in a transaction as the borrower."""
    account_id, borrower_id = account
    command = uuid4().hex
    payload = json.dumps({"command_id": command, "account_id": account_id, "amount_cents": 100})
    given = {"command": command, "borrower": borrower_id, "account": account_id, "cents": 100, "payload": payload}
    with connection.transaction():
        connection.execute(_IDENTIFY, [borrower_id])
        connection.execute(_TWO_ROWS, given)


def posted(connection: psycopg.Connection, account: Account) -> None:
    """An entry of two postings by the ledger, in a transaction as the borrower."""
    account_id, borrower_id = account
    on = date(2026, 5, 12)
    lines = (Line("1300", 100, "fees"), Line(ledger.FEE_INCOME, -100))
    entry = Entry(uuid4().hex, account_id, borrower_id, "late_fee", on, on, "A posting of the benchmark", lines)
    with connection.transaction():
        connection.execute(_IDENTIFY, [borrower_id])
        ledger.post(connection, [entry])


def rates(url: str, accounts: Sequence[Account], connections: int) -> tuple[float, float, int]:
    """Writes per second of the ledger and of the bare insert, in turns on the same server, and how many of each."""
    opened = [psycopg.connect(url, autocommit=True, prepare_threshold=1) for _ in range(connections)]
    shares = [accounts[number::connections] for number in range(connections)]
    spent = {"posted": 0.0, "bare": 0.0}
    try:
        with ThreadPoolExecutor(connections) as pool:
            for write in (bare, posted):
                _round(pool, opened, shares, write, _PER_ROUND // 4)
            for _ in range(_ROUNDS):
                spent["bare"] += _round(pool, opened, shares, bare, _PER_ROUND)
                spent["posted"] += _round(pool, opened, shares, posted, _PER_ROUND)
    finally:
        for connection in opened:
            connection.close()
    count = _ROUNDS * (_PER_ROUND // connections) * connections
    return count / spent["posted"], count / spent["bare"], count


def _round(
    pool: ThreadPoolExecutor,
    opened: Sequence[psycopg.Connection],
    shares: Sequence[Sequence[Account]],
    write: Write,
    count: int,
) -> float:
    def work(number: int) -> None:
        for turn in range(count // len(opened)):
            write(opened[number], shares[number][turn % len(shares[number])])

    started = time.perf_counter()
    list(pool.map(work, range(len(opened))))
    return time.perf_counter() - started
