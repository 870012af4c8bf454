"""Issuing a month's remittance: the servicing fee and the payment are booked, the report is kept as it was."""

from datetime import date
from typing import Literal

import psycopg
from dateutil.relativedelta import relativedelta
from psycopg.types.json import Jsonb

from accounts.funding import ledger
from accounts.funding.carry import carried_through, carry
from accounts.funding.ledger import PoolEntry, PoolLine, entry_id
from accounts.funding.once import Done, Order, Result, once, refuse
from accounts.funding.remittance import Remittance, remittance
from accounts.ids import ident

_BOOKED: tuple[Literal["servicing_fee", "remittance"], ...] = ("servicing_fee", "remittance")
_KEEP = """
INSERT INTO funding_remittances (remittance_id, pool_id, month, status, issued_on, servicing_fee_cents, amount_cents,
  report) SELECT %s, %s, %s, 'issued', business_date, %s, %s, %s FROM business_day
"""


def carry_once(connection: psycopg.Connection, order: Order, pool_id: str, through_on: date) -> Done:
    """Carry a pool's activity up to a closed day (accounts.funding.carry). Raises Refused."""

    def effect() -> Result:
        posted = carry(connection, pool_id, through_on, order.at)
        return {"pool_id": pool_id, "through_on": carried_through(connection, pool_id), "postings": posted}

    return once(connection, order, "carry", {"pool_id": pool_id, "through_on": through_on}, effect)


def issue(connection: psycopg.Connection, order: Order, pool_id: str, month: date) -> Done:
    """Carry, book and keep the remittance of a month, once. Raises Refused (issued before, not over) and DoesNotTie."""
    first = month.replace(day=1)

    def effect() -> Result:
        known = connection.execute(
            "SELECT remittance_id FROM funding_remittances WHERE pool_id = %s AND month = %s AND status = 'issued'",
            [pool_id, first],
        ).fetchone()
        if known:
            raise refuse("issued-before", f"The remittance of {first:%Y-%m} is issued: {known[0]}. Withdraw it first.")
        carry(connection, pool_id, first + relativedelta(day=31), order.at)
        report = remittance(connection, pool_id, first)
        made = ident("FR", order.command_id)
        _book(connection, order, report)
        values = [report.servicing_fee_cents, report.amount_cents, Jsonb(report.plain())]
        connection.execute(_KEEP, [made, pool_id, first, *values])
        return {"remittance_id": made, "status": "issued", **report.plain()}

    return once(connection, order, "issue_remittance", {"pool_id": pool_id, "month": first}, effect)


def withdraw(connection: psycopg.Connection, order: Order, remittance_id: str) -> Done:
    """Take an issued remittance back by counter-entries, so that the month may be issued again. Raises Refused."""

    def effect() -> Result:
        row = connection.execute(
            "UPDATE funding_remittances r SET status = 'withdrawn' FROM funding_commands c, business_day "
            "WHERE r.remittance_id = %s AND r.status = 'issued' AND c.kind = 'issue_remittance' "
            "AND c.result ->> 'remittance_id' = r.remittance_id RETURNING c.command_id, business_date",
            [remittance_id],
        ).fetchone()
        if row is None:
            raise refuse("not-issued", f"There is no issued remittance {remittance_id}.")
        for kind in _BOOKED:
            entry = entry_id(f"{row[0]}:{kind}")
            if connection.execute("SELECT 1 FROM funding_entries WHERE entry_id = %s", [entry]).fetchone():
                ledger.reverse(connection, f"{order.command_id}:{kind}", entry, row[1], order.at)
        return {"remittance_id": remittance_id, "status": "withdrawn"}

    return once(connection, order, "withdraw_remittance", {"remittance_id": remittance_id}, effect)


def _book(connection: psycopg.Connection, order: Order, report: Remittance) -> None:
    row = connection.execute("SELECT business_date FROM business_day").fetchone()
    assert row
    fee, paid = report.servicing_fee_cents, report.amount_cents
    lines = {
        "servicing_fee": (
            PoolLine(ledger.SERVICING_FEE, fee),
            PoolLine(ledger.DUE_FROM_SERVICER, -fee),
            PoolLine(ledger.DUE_TO_POOLS, fee),
            PoolLine(ledger.SERVICING_INCOME, -fee),
        ),
        "remittance": (
            PoolLine(ledger.POOL_CASH, paid),
            PoolLine(ledger.DUE_FROM_SERVICER, -paid),
            PoolLine(ledger.DUE_TO_POOLS, paid),
            PoolLine(ledger.LENDER_CASH, -paid),
        ),
    }
    texts = {"servicing_fee": "Servicing fee", "remittance": "Remittance paid"}
    for kind in _BOOKED:
        if any(line.amount_cents for line in lines[kind]):
            text = f"{texts[kind]} for {report.month:%Y-%m}"
            command = f"{order.command_id}:{kind}"
            ledger.post(connection, PoolEntry(command, report.pool_id, kind, row[0], order.at, text, lines[kind]))
