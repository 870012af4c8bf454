"""Draws on a Cash Line: requested, settled on the day they arrive, or cancelled before the cut-off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import psycopg

from accounts import ledger, rows
from accounts.ids import ident
from accounts.ledger import Entry, Line
from accounts.posting import state as states
from accounts.posting.state import AccountState
from accounts.terms.calendar import EASTERN, draw_arrives_on, draw_cancel_until

MINIMUM_DRAW_CENTS = 5000
RETURN_BLOCK_DAYS = timedelta(days=10)


class DrawRefused(ValueError):
    """A draw is not possible; `reasons` are sentences for the borrower."""

    def __init__(self, account_id: str, reasons: Sequence[str]) -> None:
        super().__init__(f"no draw on {account_id}: {'; '.join(reasons)}")
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class DrawRequest:
    """A draw asked for at an instant (aware), in cents."""

    command_id: str
    account_id: str
    requested_at: datetime
    amount_cents: int

    @property
    def draw_id(self) -> str:
        return ident("DR", self.command_id)


_BLOCKS = """
SELECT a.account_id, array_remove(ARRAY[
  CASE a.status WHEN 'frozen' THEN 'The line is frozen.' WHEN 'closed' THEN 'The line is closed.'
    WHEN 'charged_off' THEN 'The line is charged off.' END,
  CASE WHEN EXISTS (SELECT 1 FROM dues d WHERE d.account_id = a.account_id AND d.due_date < %(on)s
    AND d.paid_on IS NULL AND d.cancelled_why IS NULL) THEN 'A minimum payment is past due.' END,
  CASE WHEN EXISTS (SELECT 1 FROM hardship_plans h WHERE h.account_id = a.account_id
    AND h.started_on <= %(on)s AND coalesce(h.ended_on, h.ends_on) >= %(on)s) THEN 'A hardship plan is running.' END,
  CASE WHEN EXISTS (SELECT 1 FROM payments p WHERE p.account_id = a.account_id
    AND p.returned_on > %(returned_after)s) THEN 'A payment was returned in the last 10 days.' END], NULL)
FROM accounts a WHERE a.account_id = ANY(%(ids)s)
"""
_PENDING = """
SELECT account_id, sum(amount_cents)::bigint FROM draws
WHERE status = 'pending' AND account_id = ANY(%s) GROUP BY 1
"""


def draw_blocks(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> dict[str, list[str]]:
    """Why each line takes no draws on a day; an empty list when it does. Source: docs/product-terms.md, Cash Line."""
    values = {"on": on, "returned_after": on - RETURN_BLOCK_DAYS, "ids": list(account_ids)}
    return dict(connection.execute(_BLOCKS, values).fetchall())


def request_draws(connection: psycopg.Connection, requests: Sequence[DrawRequest]) -> dict[str, DrawRefused]:
    """Take draw requests as pending, those that are possible; the others come back with the reasons by command id."""
    loaded = states.load(connection, [each.account_id for each in requests])
    ids = list(loaded)
    pending: dict[str, int] = dict(connection.execute(_PENDING, [ids]).fetchall())
    refused, found = dict[str, DrawRefused](), list[rows.Row]()
    for request in requests:
        state, on = loaded[request.account_id], request.requested_at.astimezone(EASTERN).date()
        reasons = draw_blocks(connection, [state.account_id], on)[state.account_id]
        available = (state.credit_limit_cents or 0) - state.principal_cents - pending.get(state.account_id, 0)
        if not MINIMUM_DRAW_CENTS <= request.amount_cents <= available:
            reasons.append(f"A draw is from $50 up to the available credit of {max(available, 0) / 100:,.2f} dollars.")
        if reasons:
            refused[request.command_id] = DrawRefused(state.account_id, reasons)
            continue
        pending[state.account_id] = pending.get(state.account_id, 0) + request.amount_cents
        found.append(_row(state, request))
    rows.insert(connection, "draws", found, skip_existing=True)
    return refused


def draw_bucket(state: AccountState, on: date) -> str:
    """The rate bucket that a draw posting on `on` falls into: promotional while it lasts, then the newest terms."""
    running = [term for term in state.rates if term.from_on <= on and (term.to_on is None or on <= term.to_on)]
    if any(term.kind == "promotional" for term in running):
        return "promotional"
    names = {term.rate_bucket for term in running}
    return "new_terms" if "new_terms" in names else "standard"


def _row(state: AccountState, request: DrawRequest) -> rows.Row:
    arrives = draw_arrives_on(request.requested_at)
    bucket = draw_bucket(state, arrives)
    return {
        "draw_id": request.draw_id,
        "account_id": state.account_id,
        "borrower_id": state.borrower_id,
        "requested_at": request.requested_at,
        "amount_cents": request.amount_cents,
        "status": "pending",
        "rate_bucket": bucket,
        "apr_bps": state.apr_bps(bucket, arrives),
        "expected_on": arrives,
        "cancel_until": draw_cancel_until(request.requested_at),
    }


def settle_draws(connection: psycopg.Connection, on: date) -> int:
    """Post the pending draws expected by `on`; interest runs from that day. Gives the number of draws posted."""
    due = connection.execute(
        "SELECT draw_id, account_id, amount_cents, rate_bucket FROM draws "
        "WHERE status = 'pending' AND expected_on <= %s ORDER BY requested_at, draw_id",
        [on],
    ).fetchall()
    loaded = states.load(connection, [row[1] for row in due])
    entries = list[Entry]()
    for draw_id, account_id, amount, bucket in due:
        state = loaded[account_id]
        from_credit = min(state.credit_cents, amount)
        owed = (state.line("credit", from_credit), state.line("principal", amount - from_credit, bucket))
        lines = (*(line for line in owed if line.amount_cents), Line(ledger.CASH, -amount))
        state.apply(lines, on)
        text = f"Draw of ${amount / 100:,.2f} to your bank account"
        entries.append(
            Entry(f"draw:{draw_id}", account_id, state.borrower_id, "draw", on, on, text, lines),
        )
    posted = ledger.post(connection, entries)
    connection.cursor().executemany(
        "UPDATE draws SET status = 'posted', posted_on = %s, entry_id = %s WHERE draw_id = %s",
        [(on, entry, row[0]) for entry, row in zip(posted, due, strict=True)],
    )
    return len(due)


def cancel_draw(connection: psycopg.Connection, draw_id: str, at: datetime) -> bool:
    """Cancel a pending draw until its cut-off; False when it is too late or the draw is not pending."""
    done = connection.execute(
        "UPDATE draws SET status = 'cancelled' WHERE draw_id = %s AND status = 'pending' AND cancel_until >= %s",
        [draw_id, at],
    )
    return done.rowcount == 1
