"""Closing cycles: the last interest charge, the frozen statement, its interest rows, and what falls due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import psycopg

from accounts import ledger, rows
from accounts.ledger import Entry
from accounts.posting import dues, interest, minimum
from accounts.posting import state as states
from accounts.posting.disputed import Disputed, disputed_parts
from accounts.posting.limits import done_lines
from accounts.posting.standing import eased_dues
from accounts.posting.state import DAY, AccountState
from accounts.terms.due_days import statement_due_date
from accounts.terms.latefee import fee_schedule, late_fee_date

LOAN_BILL_DAYS = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Issued:
    """A statement just made, amounts in cents."""

    account_id: str
    statement_id: str
    period_end: date
    due_date: date
    minimum_due_cents: int
    new_balance_cents: int


@dataclass(frozen=True, slots=True)
class _Movement:
    """What was booked since the last statement, by section of the statement, in cents."""

    period_start: date
    previous_cents: int
    by_section: dict[str, int]

    def total(self, section: str) -> int:
        return self.by_section.get(section, 0)


_CLOSING = """
SELECT a.account_id FROM accounts a WHERE a.opened_on < %(on)s AND a.status IN ('open', 'frozen', 'closed')
AND (
  (a.product = 'cash_line' AND a.cycle_day = %(day)s)
  OR (a.product = 'instalment_loan' AND EXISTS (SELECT 1 FROM dues d WHERE d.account_id = a.account_id
    AND d.due_date = %(due)s AND d.cancelled_why IS NULL)))
AND NOT EXISTS (SELECT 1 FROM statements s WHERE s.account_id = a.account_id AND s.period_end = %(on)s)
AND a.account_id = ANY(%(ids)s)
"""


def close_cycles(connection: psycopg.Connection, on: date, ids: Sequence[str]) -> list[Issued]:
    """Close the cycles that end on `on`: lines on their cycle day, loans 20 days before an instalment.

    What is disputed is in the balance of a statement, not in what is due by it. Source: 12 CFR 1026.13(d)(1).
    """
    values = {"on": on, "day": on.day, "due": on + LOAN_BILL_DAYS, "ids": ids}
    closing = [row[0] for row in connection.execute(_CLOSING, values)]
    done = done_lines(connection, closing)
    loaded = states.load(connection, [each for each in closing if each not in done])
    if not loaded:
        return []
    _charge(connection, list(loaded.values()), on)
    moved = _movements(connection, list(loaded.values()), on)
    waiting = _waiting(connection, list(loaded), on)
    plans = minimum.running_plans(connection, list(loaded), on)
    disputed = disputed_parts(connection, list(loaded), on)
    changed = minimum.disputed_charges(connection, {each: moved[each].period_start for each in loaded}, on)
    kept, falling, issued = list[rows.Row](), list[rows.Row](), list[Issued]()
    for account_id, state in loaded.items():
        unpaid = [due for due in waiting[account_id] if due.due_date <= on]
        left_out = disputed.get(account_id, Disputed())
        past_due = min(sum(due.unpaid_cents for due in unpaid), max(state.owed_cents - left_out.total_cents, 0))
        if state.product == "cash_line":
            interest_cents, fees_cents = (
                moved[account_id].total(part) + changed.get((account_id, part), 0) for part in ("interest", "fees")
            )
            plan = plans.get(account_id)
            least = minimum.line_minimum_cents(state, interest_cents, fees_cents, past_due, plan, left_out)
            due = statement_due_date(on, state.due_day)
        else:
            due = on + LOAN_BILL_DAYS
            least = past_due + sum(each.unpaid_cents for each in waiting[account_id] if each.due_date == due)
        row = _statement(state, moved[account_id], on, due, least, past_due)
        kept.append(row)
        issued.append(Issued(account_id, str(row["statement_id"]), on, due, least, state.owed_cents))
        if state.product == "cash_line" and least > past_due:
            falling.append(_due(state, str(row["statement_id"]), due, least - past_due))
    rows.insert(connection, "statements", kept)
    connection.execute(_INTEREST, [[row["statement_id"] for row in kept]])
    _add_dues(connection, falling)
    dues.cover_new(connection, [str(row["account_id"]) for row in falling], on)
    return issued


def _waiting(connection: psycopg.Connection, ids: Sequence[str], on: date) -> dict[str, list[dues.OpenDue]]:
    """The uncovered dues of each account with what is not disputed of them."""
    waiting = dues.open_dues(connection, ids)
    for (account_id, number), eased in eased_dues(connection, ids, on).items():
        for due in waiting[account_id]:
            if due.number == number:
                due.amount_cents -= eased.left_out_cents
    return waiting


# A loan's interest from the credit day of a payment on its way waits for it: what pays it off does so to the cent.
_COMING = """
SELECT account_id, min(credited_on) FROM payments WHERE account_id = ANY(%s) AND status = 'pending' GROUP BY 1
"""


def _charge(connection: psycopg.Connection, closing: Sequence[AccountState], on: date) -> None:
    loans = [state.account_id for state in closing if state.product == "instalment_loan"]
    paid_from: dict[str, date] = dict(connection.execute(_COMING, [loans]).fetchall()) if loans else {}
    charges = [
        interest.charge_through(
            state, min(on, paid_from.get(state.account_id, on + DAY) - DAY), f"cycle:{state.account_id}:{on}"
        )
        for state in closing
    ]
    made = [charge for charge in charges if charge]
    entries = list[Entry]()
    for charge in made:
        if entry := charge.entry(on, on, "Interest"):
            entries.append(entry)
            charge.state.apply(entry.lines, on)
    ledger.post(connection, entries)
    interest.record(connection, made)


_LAST = """
SELECT DISTINCT ON (account_id) account_id, period_end, new_balance_cents FROM statements
WHERE account_id = ANY(%s) ORDER BY account_id, period_end DESC
"""
_MOVED = """
SELECT t.account_id, t.section, sum(t.amount_cents)::bigint FROM transactions t
JOIN unnest(%s::text[], %s::date[]) AS g (account_id, after) USING (account_id)
WHERE t.booked_on > g.after AND t.booked_on <= %s AND t.section IS NOT NULL GROUP BY 1, 2
"""


def _movements(connection: psycopg.Connection, closing: Sequence[AccountState], on: date) -> dict[str, _Movement]:
    last = {row[0]: row[1:] for row in connection.execute(_LAST, [[state.account_id for state in closing]])}
    before = {state.account_id: last.get(state.account_id, (state.opened_on - DAY, 0)) for state in closing}
    found = dict[str, dict[str, int]]()
    ends = [end for end, _ in before.values()]
    for account_id, section, cents in connection.execute(_MOVED, [list(before), ends, on]):
        found.setdefault(account_id, {})[section] = cents
    return {
        account_id: _Movement(end + DAY, balance, found.get(account_id, {}))
        for account_id, (end, balance) in before.items()
    }


def _statement(state: AccountState, moved: _Movement, on: date, due: date, least: int, past_due: int) -> rows.Row:
    return {
        "statement_id": f"ST-{state.account_id[3:]}-{on:%Y%m}",
        "account_id": state.account_id,
        "borrower_id": state.borrower_id,
        "period_start": moved.period_start,
        "period_end": on,
        "sent_on": on + DAY,
        "due_date": due,
        "previous_balance_cents": moved.previous_cents,
        "payments_cents": -moved.total("payments"),
        "draws_cents": moved.total("draws"),
        "fees_cents": moved.total("fees"),
        "interest_cents": moved.total("interest"),
        "new_balance_cents": state.owed_cents,
        "minimum_due_cents": least,
        "past_due_cents": past_due,
    }


_INTEREST = """
INSERT INTO statement_interest (statement_id, account_id, borrower_id, line, name, method, days, apr_bps,
  sum_daily_cents, average_daily_balance_cents, interest_cents, segments)
SELECT s.statement_id, s.account_id, s.borrower_id,
  row_number() OVER (PARTITION BY s.statement_id
    ORDER BY i.from_on, i.rate_bucket, i.sum_daily_cents < 0, i.through_on, i.sum_daily_cents, i.charge_id),
  CASE WHEN i.sum_daily_cents < 0 THEN 'Correction for days on which a payment already counted'
    WHEN a.product = 'instalment_loan' THEN 'Principal' WHEN i.rate_bucket = 'promotional' THEN 'Promotional draws'
    WHEN i.rate_bucket LIKE 'new_terms%%' THEN 'Draws at the new price' ELSE 'Draws' END,
  CASE a.product WHEN 'cash_line' THEN 'average_daily_balance' ELSE 'simple_daily' END,
  i.through_on - i.from_on + 1, i.apr_bps, i.sum_daily_cents,
  round(i.sum_daily_cents::numeric / (i.through_on - i.from_on + 1)), i.interest_cents, i.segments
FROM statements s JOIN accounts a USING (account_id)
JOIN interest_charges i ON i.account_id = s.account_id AND i.sum_daily_cents <> 0
LEFT JOIN journal_entries e ON e.entry_id = i.entry_id
WHERE s.statement_id = ANY(%s)
AND coalesce(e.booked_on, i.through_on) BETWEEN s.period_start AND s.period_end
"""


def _due(state: AccountState, statement_id: str, due: date, amount_cents: int) -> rows.Row:
    rule = fee_schedule().late_rule("cash_line", state.state, due)
    return {
        "account_id": state.account_id,
        "borrower_id": state.borrower_id,
        "due_date": due,
        "amount_cents": amount_cents,
        "statement_id": statement_id,
        "late_fee_on": late_fee_date(rule, due),
    }


def _add_dues(connection: psycopg.Connection, falling: Sequence[rows.Row]) -> None:
    """Number the new dues after the highest of their account and add them."""
    ids = [row["account_id"] for row in falling]
    highest: dict[object, int] = dict(
        connection.execute(
            "SELECT account_id, max(number) FROM dues WHERE account_id = ANY(%s) GROUP BY 1", [ids]
        ).fetchall()
    )
    rows.insert(connection, "dues", [{**row, "number": highest.get(row["account_id"], 0) + 1} for row in falling])
