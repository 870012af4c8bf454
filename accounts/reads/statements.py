"""Statements: frozen documents with their line items and the computation of their interest."""

import re
from datetime import date
from typing import Literal, LiteralString

from pydantic import Field

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.errors import NotFound
from accounts.reads.pages import Page
from accounts.reads.session import Reading, Row
from accounts.terms.interest import daily_rate_text


class StatementSummary(Answer):
    """The figures of one statement; new = previous - payments + draws + fees + interest."""

    statement_id: str
    period_start: date
    period_end: date
    sent_on: date
    due_date: date
    previous_balance_cents: int
    payments_cents: int
    draws_cents: int
    fees_cents: int
    interest_cents: int
    new_balance_cents: int
    minimum_due_cents: int


class StatementList(Answer):
    """Statements, newest first."""

    account_id: str
    currency: Currency = "USD"
    statements: list[StatementSummary]
    next_cursor: Maybe[str] = None


class LineItem(Answer):
    """One posting of the period; a positive amount raised what is owed."""

    date: date
    kind: str
    description: str
    amount_cents: int


class DailyBalances(Answer):
    """Consecutive days with one balance."""

    from_: date = Field(alias="from")
    to: date
    days: int
    balance_cents: int


class InterestBucket(Answer):
    """Interest of one rate bucket: sum of daily balances x daily rate."""

    name: str
    apr_bps: int
    daily_rate: str
    sum_daily_cents: int
    average_daily_balance_cents: int
    interest_cents: int
    segments: list[DailyBalances]


class StatementInterest(Answer):
    """How the interest of a statement was computed; `days` are those of the period."""

    method: Literal["average_daily_balance", "simple_daily"]
    days: int
    buckets: list[InterestBucket]
    total_cents: int


class Statement(StatementSummary):
    """A statement with its line items and interest."""

    account_id: str
    currency: Currency = "USD"
    line_items: list[LineItem]
    interest: StatementInterest


_LIST = """
SELECT * FROM statements WHERE account_id = %(account_id)s
  AND (%(after)s::text[] IS NULL OR (period_end, statement_id) < ((%(after)s::text[])[1]::date, (%(after)s::text[])[2]))
ORDER BY period_end DESC, statement_id DESC LIMIT %(limit)s
"""
_NEWEST = "SELECT * FROM statements WHERE account_id = %(account_id)s ORDER BY period_end DESC LIMIT 1"
_OF_MONTH = """
SELECT * FROM statements WHERE account_id = %(account_id)s AND to_char(period_end, 'YYYY-MM') = %(which)s
ORDER BY period_end DESC LIMIT 1
"""
_BY_ID = "SELECT * FROM statements WHERE account_id = %(account_id)s AND statement_id = %(which)s"
_LINES = """
SELECT e.effective_on AS date, e.kind, e.description, coalesce(e.amount_cents, 0) AS amount_cents
FROM transactions e
WHERE e.account_id = %(account_id)s AND e.booked_on BETWEEN %(period_start)s AND %(period_end)s
ORDER BY e.effective_on, e.seq
"""
_INTEREST = "SELECT * FROM statement_interest WHERE statement_id = %(statement_id)s ORDER BY line"


async def statements(reading: Reading, account_id: str, page: Page) -> StatementList:
    """The account's statements, newest first. Raises NotFound, BadCursor."""
    await account_row(reading, account_id)
    scope = f"statements {account_id}"
    rows = await reading.all(_LIST, {"account_id": account_id, **page.bounds(scope)})
    shown, cursor = page.cut(rows, scope, lambda row: (row["period_end"], row["statement_id"]))
    found = [StatementSummary.model_validate(row) for row in shown]
    return StatementList(account_id=account_id, statements=found, next_cursor=cursor)


async def statement(reading: Reading, account_id: str, which: str) -> Statement:
    """One statement by its id, `latest`, or the month (YYYY-MM) in which its period ended. Raises NotFound."""
    account = await account_row(reading, account_id)
    row = await reading.first(_chosen(which), {"account_id": account_id, "which": which})
    if row is None:
        raise NotFound(f"{account_id} has no statement {which}; /v1/accounts/{account_id}/statements lists them.")
    lines = await reading.all(_LINES, row)
    interest = await reading.all(_INTEREST, row)
    parts = {"line_items": lines, "interest": _interest(account["product"], row, interest)}
    return Statement.model_validate({**row, **parts})


def _chosen(which: str) -> LiteralString:
    if which == "latest":
        return _NEWEST
    return _OF_MONTH if re.fullmatch(r"\d{4}-\d{2}", which) else _BY_ID


def _interest(product: str, statement: Row, rows: list[Row]) -> Row:
    method = "average_daily_balance" if product == "cash_line" else "simple_daily"
    return {
        "method": rows[0]["method"] if rows else method,
        "days": (statement["period_end"] - statement["period_start"]).days + 1,
        "buckets": [{**row, "daily_rate": daily_rate_text(row["apr_bps"])} for row in rows],
        "total_cents": sum(row["interest_cents"] for row in rows),
    }
