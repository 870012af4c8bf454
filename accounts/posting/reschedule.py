"""Instalments and cycles that move: another due day, one instalment deferred, a loan modified."""

from collections.abc import Sequence
from datetime import date

import psycopg

from accounts import rows
from accounts.posting import dues, rates
from accounts.posting import state as states
from accounts.posting.dues import OpenDue
from accounts.posting.state import AccountState
from accounts.terms.amortise import Instalment
from accounts.terms.calendar import add_months
from accounts.terms.due_days import BILL_DAYS, move_instalment, moved_dates
from accounts.terms.latefee import fee_schedule, late_fee_date
from accounts.terms.replan import Owed, Planned, follow, spread, to_the_end

DEFERRED = "deferred to the end of the loan"
MODIFIED = "moved into the modified loan"


def owed_of(state: AccountState) -> Owed:
    """What a loan owes and since when it accrues."""
    return Owed(state.principal_cents, max(state.interest_cents, 0), state.accrues_from)


def ahead_of(connection: psycopg.Connection, account_id: str, on: date) -> list[OpenDue]:
    """Uncovered instalments that are not past due, oldest first."""
    waiting = dues.open_dues(connection, [account_id])[account_id]
    return [due for due in waiting if due.due_date >= on]


def is_billed(due_date: date, on: date) -> bool:
    """Whether the bill of a loan's instalment is out on a day, or goes out at its close."""
    return due_date - BILL_DAYS <= on


def first_moved(ahead: Sequence[OpenDue], due_day: int, on: date) -> date | None:
    """Where the first instalment that is not billed yet moves to; None where the day is out of reach."""
    billed = [due.due_date for due in ahead if is_billed(due.due_date, on)]
    free = [due.due_date for due in ahead if not is_billed(due.due_date, on)]
    return move_instalment(free[0], due_day, on, max(billed, default=None)) if free else None


def switch_cycle(connection: psycopg.Connection, account_id: str, cycle_day: int, due_day: int) -> None:
    """From now on a line's cycles close on `cycle_day`; the running period goes on until then."""
    connection.execute(
        "UPDATE accounts SET cycle_day = %s, due_day = %s WHERE account_id = %s", [cycle_day, due_day, account_id]
    )


def switch_cycles(connection: psycopg.Connection, on: date, ids: Sequence[str] | None = None) -> None:
    """At the end of a day: the lines whose new cycle day counts from tomorrow have it. Call it after `close_cycles`."""
    connection.execute(
        "UPDATE accounts a SET cycle_day = c.cycle_day, due_day = c.due_day FROM due_date_changes c "
        "WHERE c.account_id = a.account_id AND a.product = 'cash_line' AND c.switch_on = %(on)s::date + 1 "
        "AND (%(ids)s::text[] IS NULL OR a.account_id = ANY(%(ids)s))",
        {"on": on, "ids": None if ids is None else list(ids)},
    )


def move_due_dates(connection: psycopg.Connection, account_id: str, due_day: int, on: date) -> None:
    """All instalments of a loan that are not billed fall due on `due_day`; the last one takes the days' interest."""
    state = states.load(connection, [account_id])[account_id]
    ahead = ahead_of(connection, account_id, on)
    first = first_moved(ahead, due_day, on)
    billed = [due for due in ahead if is_billed(due.due_date, on)]
    free = ahead[len(billed) :]
    if first is None:
        return
    moved = zip(free, moved_dates(first, len(free), due_day), strict=True)
    planned = [Planned(due.number, due.due_date, due.unpaid_cents) for due in billed]
    planned += [Planned(due.number, day, due.unpaid_cents) for due, day in moved]
    switch_cycle(connection, account_id, due_day, due_day)
    _replan(connection, state, planned, on, len(billed))


def defer(connection: psycopg.Connection, account_id: str, on: date) -> tuple[int, date] | None:
    """The next instalment moves to the end of the loan: its new number and date; None where none is ahead.

    Interest goes on meanwhile and is in the last instalment. Source: docs/product-terms.md, deferral.
    """
    state = states.load(connection, [account_id])[account_id]
    ahead = ahead_of(connection, account_id, on)
    if not ahead:
        return None
    skipped, last = ahead[0], ahead[-1]
    connection.execute(
        "UPDATE dues SET cancelled_why = %s WHERE account_id = %s AND number = %s",
        [DEFERRED, account_id, skipped.number],
    )
    end = Planned(last.number + 1, add_months(last.due_date, 1, state.due_day), skipped.unpaid_cents)
    rows.insert(connection, "dues", [_due(state, end.number, end.due_date, end.amount_cents)])
    connection.execute(
        "UPDATE accounts SET term_months = term_months + 1 WHERE account_id = %s AND term_months IS NOT NULL",
        [account_id],
    )
    planned = [*(Planned(due.number, due.due_date, due.unpaid_cents) for due in ahead[1:]), end]
    _replan(connection, state, planned, on, 0)
    return end.number, end.due_date


def modified_plan(
    state: AccountState, ahead: Sequence[OpenDue], on: date, rate_bps: int, remaining: int
) -> tuple[Owed, tuple[Instalment, ...]]:
    """What a loan is modified from and the instalments that replace those not billed yet.

    The bill that is out is taken as paid on its date; amounts in cents. Raises ValueError where nothing is ahead.
    """
    billed = [due for due in ahead if is_billed(due.due_date, on)]
    free = ahead[len(billed) :]
    rate_now = state.apr_bps("standard", on)
    _, left = follow(owed_of(state), rate_now, [Planned(due.number, due.due_date, due.unpaid_cents) for due in billed])
    number = free[0].number if free else (billed[-1].number + 1 if billed else 1)
    first = free[0].due_date if free else _next_due(state, billed, on)
    return left, spread(left, rate_bps, number, moved_dates(first, remaining, state.due_day))


def _next_due(state: AccountState, billed: Sequence[OpenDue], on: date) -> date:
    due = add_months(billed[-1].due_date if billed else on, 1, state.due_day)
    return due if not is_billed(due, on) else add_months(due, 1, state.due_day)


def modify(
    connection: psycopg.Connection, account_id: str, on: date, rate_bps: int, remaining: int, why: str
) -> tuple[Instalment, ...]:
    """A loan's rate and term change: what is past due moves into it, instalments not billed yet are planned anew."""
    state = states.load(connection, [account_id])[account_id]
    ahead = ahead_of(connection, account_id, on)
    _, plan = modified_plan(state, ahead, on, rate_bps, remaining)
    if rate_bps < state.apr_bps("standard", on):
        rates.lower_rates(connection, account_id, on, until=None, cap_bps=rate_bps, kind="note", why=why)
    kept = {due.number for due in ahead if is_billed(due.due_date, on)}
    connection.execute(
        "UPDATE dues SET cancelled_why = %s WHERE account_id = %s AND paid_on IS NULL AND cancelled_why IS NULL "
        "AND NOT number = ANY(%s) AND (due_date < %s OR number > %s)",
        [MODIFIED, account_id, list(kept), on, plan[-1].number],
    )
    known = {due.number for due in ahead}
    _rewrite(connection, state, [row for row in plan if row.number in known])
    new = [row for row in plan if row.number not in known]
    rows.insert(
        connection,
        "dues",
        [
            {
                **_due(state, row.number, row.due_date, row.amount_cents),
                "principal_cents": row.principal_cents,
                "interest_cents": row.interest_cents,
            }
            for row in new
        ],
    )
    connection.execute("UPDATE accounts SET term_months = %s WHERE account_id = %s", [plan[-1].number, account_id])
    return plan


def _replan(
    connection: psycopg.Connection, state: AccountState, planned: Sequence[Planned], on: date, kept: int
) -> None:
    """Write dates and shares of the planned instalments, without the first `kept`.

    Amounts stay, but for the last: it is what is left. Where extra payments end the loan sooner, those after that
    keep their amounts; they fall away once it is paid off.
    """
    plan = to_the_end(owed_of(state), state.apr_bps("standard", on), planned)
    whole, dated = list[Instalment](), list[tuple[int, date]]()
    for row, was in list(zip(plan, planned, strict=True))[kept:]:
        ends_before = row.amount_cents <= 0 or (row.amount_cents < was.amount_cents and row is not plan[-1])
        if ends_before:
            dated.append((row.number, row.due_date))
        else:
            whole.append(row)
    _rewrite(connection, state, whole)
    connection.cursor().executemany(
        "UPDATE dues SET due_date = %s, late_fee_on = %s WHERE account_id = %s AND number = %s",
        [(day, _late_fee_on(state, day), state.account_id, number) for number, day in dated],
    )


def _rewrite(connection: psycopg.Connection, state: AccountState, plan: Sequence[Instalment]) -> None:
    """Give dues new dates and amounts; what was paid towards one already stays part of its amount."""
    connection.cursor().executemany(
        "UPDATE dues d SET due_date = %s, late_fee_on = %s, principal_cents = %s, interest_cents = %s, "
        "amount_cents = %s + (SELECT s.paid_cents FROM due_status s WHERE s.account_id = d.account_id "
        "AND s.number = d.number) WHERE account_id = %s AND number = %s",
        [
            (
                row.due_date,
                _late_fee_on(state, row.due_date),
                row.principal_cents,
                row.interest_cents,
                row.amount_cents,
                state.account_id,
                row.number,
            )
            for row in plan
        ],
    )


def _due(state: AccountState, number: int, due_date: date, amount_cents: int) -> dict[str, object]:
    return {
        "account_id": state.account_id,
        "borrower_id": state.borrower_id,
        "number": number,
        "due_date": due_date,
        "amount_cents": amount_cents,
        "late_fee_on": _late_fee_on(state, due_date),
    }


def _late_fee_on(state: AccountState, due_date: date) -> date:
    return late_fee_date(fee_schedule().late_rule("instalment_loan", state.state, due_date), due_date)
