"""Whether a linked bank account may be debited or paid to: blocked accounts, verified funds, flags that stop debits."""

from collections.abc import Sequence
from datetime import date, timedelta

import psycopg

from accounts.posting.returns import AUTOPAY_STOP_DAYS, AUTOPAY_STOP_RETURNS

VERIFIED_FUNDS_DAYS = timedelta(days=30)
STOPPING_FLAGS = ("bankruptcy", "deceased", "attorney_represented", "identity_theft")

_BLOCKED = """
SELECT why FROM bank_blocks b JOIN accounts a USING (account_id, bank_last4)
WHERE b.account_id = %(account)s AND b.since <= %(on)s AND coalesce(b.ended_on > %(on)s, true)
ORDER BY b.since DESC, b.block_id LIMIT 1
"""
_VERIFIED = """
SELECT max(p.returned_on) FROM payments p WHERE p.account_id = %(account)s
AND p.returned_on > %(on)s::date - %(days)s AND p.returned_on <= %(on)s
AND (SELECT count(*) FROM payments q WHERE q.account_id = p.account_id
  AND q.returned_on > p.returned_on - %(window)s AND q.returned_on <= p.returned_on) >= %(stop)s
"""
_FLAGGED = """
SELECT kind FROM flags f JOIN accounts a USING (borrower_id)
WHERE a.account_id = %(account)s AND f.kind = ANY(%(kinds)s) AND f.since <= %(on)s
AND coalesce(f.until >= %(on)s, true) ORDER BY f.since, f.kind LIMIT 1
"""
_HELD = """
UPDATE payments p SET status = 'held'
WHERE p.status = 'scheduled' AND p.scheduled_for <= %(on)s AND (%(ids)s::text[] IS NULL OR p.account_id = ANY(%(ids)s))
AND EXISTS (SELECT 1 FROM flags f WHERE f.borrower_id = p.borrower_id AND f.kind = ANY(%(kinds)s)
  AND f.since <= %(on)s AND coalesce(f.until >= %(on)s, true))
"""


def bank_block(connection: psycopg.Connection, account_id: str, on: date) -> str | None:
    """Why the linked bank account is not usable on a day, None when it is."""
    row = connection.execute(_BLOCKED, {"account": account_id, "on": on}).fetchone()
    return row[0] if row else None


def verified_funds_until(connection: psycopg.Connection, account_id: str, on: date) -> date | None:
    """The last day on which debits need verified funds, after 2 returns in 90 days; None when they do not.

    Source: docs/product-terms.md, Payments.
    """
    days, window = VERIFIED_FUNDS_DAYS.days, AUTOPAY_STOP_DAYS.days
    values = {"account": account_id, "on": on, "days": days, "window": window, "stop": AUTOPAY_STOP_RETURNS}
    row = connection.execute(_VERIFIED, values).fetchone()
    return row[0] + VERIFIED_FUNDS_DAYS - timedelta(days=1) if row and row[0] else None


def stopping_flag(connection: psycopg.Connection, account_id: str, on: date) -> str | None:
    """The kind of a running flag of the borrower that stops automatic and scheduled debits; None without one."""
    values = {"account": account_id, "on": on, "kinds": list(STOPPING_FLAGS)}
    row = connection.execute(_FLAGGED, values).fetchone()
    return row[0] if row else None


def hold_scheduled(connection: psycopg.Connection, on: date, ids: Sequence[str] | None = None) -> int:
    """Hold the scheduled payments whose day has come while a flag stops debits. Gives how many.

    A step of closing a day, before `release_scheduled`.
    """
    values = {"on": on, "ids": None if ids is None else list(ids), "kinds": list(STOPPING_FLAGS)}
    return connection.execute(_HELD, values).rowcount


def end_blocks(connection: psycopg.Connection, account_id: str, on: date) -> None:
    """The blocks of an account's bank accounts end: another one is linked."""
    connection.execute(
        "UPDATE bank_blocks SET ended_on = %s WHERE account_id = %s AND ended_on IS NULL", [on, account_id]
    )


def link_bank_account(connection: psycopg.Connection, account_id: str, bank_last4: str) -> None:
    """Payments and draws of an account use the bank account ending in `bank_last4` from now on."""
    connection.execute("UPDATE accounts SET bank_last4 = %s WHERE account_id = %s", [bank_last4, account_id])
    connection.execute("UPDATE autopay SET bank_last4 = %s WHERE account_id = %s", [bank_last4, account_id])
