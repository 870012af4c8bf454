"""Draws on a Cash Line: requested, settled on the day they arrive, or cancelled before the cut-off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import psycopg

from accounts import ledger, rows
from accounts.ids import ident
from accounts.ledger import Entry, Line
from accounts.posting import state as states
from accounts.posting.pricing import newest_bucket
from accounts.posting.standing import settled_dues
from accounts.posting.state import AccountState
from accounts.terms.calendar import EASTERN, draw_arrives_on, draw_cancel_until
from accounts.terms.money import dollars

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
    AND d.paid_on IS NULL AND d.cancelled_why IS NULL
    AND (d.account_id, d.number) NOT IN (SELECT * FROM unnest(%(settled)s::text[], %(numbers)s::int[])))
    THEN 'A minimum payment is past due.' END,
  CASE WHEN EXISTS (SELECT 1 FROM hardship_plans h WHERE h.account_id = a.account_id
    AND h.started_on <= %(on)s AND coalesce(h.ended_on, h.ends_on) >= %(on)s) THEN 'A hardship plan is running.' END,
  CASE WHEN EXISTS (SELECT 1 FROM payments p WHERE p.account_id = a.account_id
    AND p.returned_on > %(returned_after)s) THEN 'A payment was returned in the last 10 days.' END], NULL)
FROM accounts a WHERE a.account_id = ANY(%(ids)s)
"""


def draw_blocks(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> dict[str, list[str]]:
    """Why each line takes no draws on a day; an empty list when it does. Source: docs/product-terms.md, Cash Line.

    A bill that is unpaid because it is disputed is not past due. Source: 12 CFR 1026.13(d)(1).
    """
    values: dict[str, object] = {"on": on, "returned_after": on - RETURN_BLOCK_DAYS, "ids": list(account_ids)}
    settled = settled_dues(connection, account_ids, on)
    values |= {"settled": [due[0] for due in settled], "numbers": [due[1] for due in settled]}
    return dict(connection.execute(_BLOCKS, values).fetchall())


def request_draws(
    connection: psycopg.Connection, requests: Sequence[DrawRequest], *, granted: bool = False
) -> dict[str, DrawRefused]:
    """Take draw requests as pending, those that are possible; the others come back with the reasons by command id.

    Each holds its part of the limit from now on. granted: they were taken before, and no reason counts any more.
    """
    loaded = states.load(connection, [each.account_id for each in requests])
    refused, found, entries = dict[str, DrawRefused](), list[rows.Row](), list[Entry]()
    for request in requests:
        state, on = loaded[request.account_id], request.requested_at.astimezone(EASTERN).date()
        if not granted and (reasons := _refusals(connection, state, request, on)):
            refused[request.command_id] = DrawRefused(state.account_id, reasons)
            continue
        hold = _hold(state, request.draw_id, request.amount_cents, on, request.requested_at)
        state.apply(hold.lines, on)
        entries.append(hold)
        found.append(_row(state, request))
    ledger.post(connection, entries)
    rows.insert(connection, "draws", found, skip_existing=True)
    return refused


def _refusals(connection: psycopg.Connection, state: AccountState, request: DrawRequest, on: date) -> list[str]:
    if ledger.known(connection, f"draw:{request.draw_id}:hold"):
        return []
    reasons = draw_blocks(connection, [state.account_id], on)[state.account_id]
    if not MINIMUM_DRAW_CENTS <= request.amount_cents <= state.available_cents:
        most = dollars(max(state.available_cents, 0))
        reasons.append(f"A draw is from $50 up to the available credit of {most}.")
    return reasons


def _hold(state: AccountState, draw_id: str, amount_cents: int, on: date, at: datetime) -> Entry:
    """The memo entry that holds a draw's part of the limit until it settles or is void."""
    lines = (state.line("draw_hold", amount_cents), Line(ledger.DRAWS_CONTRA, -amount_cents))
    text = f"Draw of {dollars(amount_cents)} authorised"
    command = f"draw:{draw_id}:hold"
    return Entry(command, state.account_id, state.borrower_id, "draw_pending", on, on, text, lines, posted_at=at)


def _unheld(state: AccountState, amount_cents: int) -> tuple[Line, Line]:
    """The memo lines that end a hold."""
    return state.line("draw_hold", -amount_cents), Line(ledger.DRAWS_CONTRA, amount_cents)


def _release(state: AccountState, draw_id: str, amount_cents: int, on: date, why: str, at: datetime) -> Entry:
    lines = _unheld(state, amount_cents)
    command, text = f"draw:{draw_id}:release", f"Hold of a draw ended: {why}"
    return Entry(command, state.account_id, state.borrower_id, "draw_released", on, on, text, lines, posted_at=at)


def draw_bucket(state: AccountState, on: date) -> str:
    """The rate bucket that a draw posting on `on` falls into: promotional while it lasts, then the newest terms."""
    running = [term for term in state.rates if term.from_on <= on and (term.to_on is None or on <= term.to_on)]
    if any(term.kind == "promotional" for term in running):
        return "promotional"
    return newest_bucket(state, on)


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


_EXPECTED = """
SELECT draw_id, account_id, amount_cents, rate_bucket FROM draws
WHERE status = 'pending' AND expected_on <= %(on)s AND account_id = ANY(%(ids)s)
ORDER BY requested_at, draw_id
"""


def settle_draws(connection: psycopg.Connection, on: date, ids: Sequence[str]) -> int:
    """Post the pending draws expected by `on`; interest runs from that day. Gives the number of draws posted."""
    due = connection.execute(_EXPECTED, {"on": on, "ids": ids}).fetchall()
    loaded = states.load(connection, [row[1] for row in due])
    entries = list[Entry]()
    for draw_id, account_id, amount, bucket in due:
        state = loaded[account_id]
        from_credit = min(state.credit_cents, amount)
        owed = (state.line("credit", from_credit), state.line("principal", amount - from_credit, bucket))
        paid = (*(line for line in owed if line.amount_cents), Line(ledger.CASH, -amount))
        lines = (*paid, *_unheld(state, amount))
        state.apply(lines, on)
        text = f"Draw of {dollars(amount)} to your bank account"
        entries.append(Entry(f"draw:{draw_id}", account_id, state.borrower_id, "draw", on, on, text, lines))
    ledger.post(connection, entries)
    connection.execute(
        "UPDATE draws d SET status = 'posted', posted_on = %s, entry_id = g.entry_id "
        "FROM unnest(%s::text[], %s::uuid[]) AS g (draw_id, entry_id) WHERE d.draw_id = g.draw_id",
        [on, [row[0] for row in due], [ledger.entry_id(f"draw:{row[0]}") for row in due]],
    )
    return len(due)


def cancel_draw(connection: psycopg.Connection, draw_id: str, at: datetime) -> bool:
    """Cancel a pending draw until its cut-off; False when it is too late or the draw is not pending."""
    return _void(connection, draw_id, at, "cancelled", at)


def void_draw(connection: psycopg.Connection, draw_id: str, at: datetime, why: str) -> bool:
    """Void a pending draw that will not be paid out, cut-off or not; False when it is not pending."""
    return _void(connection, draw_id, at, why, None)


def _void(connection: psycopg.Connection, draw_id: str, at: datetime, why: str, until: datetime | None) -> bool:
    done = connection.execute(
        "UPDATE draws SET status = 'cancelled' WHERE draw_id = %s AND status = 'pending' "
        "AND (%s::timestamptz IS NULL OR cancel_until >= %s) RETURNING account_id, amount_cents",
        [draw_id, until, until],
    ).fetchone()
    if done is None:
        return False
    state = states.load(connection, [done[0]])[done[0]]
    ledger.post(connection, [_release(state, draw_id, done[1], at.astimezone(EASTERN).date(), why, at)])
    return True
