"""Hardship plans: what they change in rates and dues. Source: docs/product-terms.md, Hardship plans."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import psycopg

from accounts import rows
from accounts.posting import dues, rates
from accounts.posting import state as states
from accounts.posting.dues import OpenDue
from accounts.posting.state import DAY, AccountState
from accounts.terms.amortise import level_payment_cents, schedule
from accounts.terms.calendar import add_months
from accounts.terms.interest import simple_interest_cents
from accounts.terms.latefee import fee_schedule, late_fee_date
from accounts.terms.minimum import relief_6_minimum_cents, relief_12_payment_cents

PlanId = Literal["relief-6", "relief-12", "bridge-3", "extend-6"]
MONTHS: dict[PlanId, int] = {"relief-6": 6, "relief-12": 12, "bridge-3": 3, "extend-6": 6}
APR_BPS: dict[PlanId, int] = {"relief-6": 999, "relief-12": 599}
BRIDGED = 3
MONTH_DAYS = 30


def start_plan(connection: psycopg.Connection, account_id: str, plan_id: PlanId, on: date) -> None:
    """Start a plan on a day: what was past due moves into it, then rates or instalments change as the plan says."""
    state = states.load(connection, [account_id])[account_id]
    ends = add_months(on, MONTHS[plan_id]) - DAY
    connection.execute(
        "UPDATE dues SET cancelled_why = 'moved into the hardship plan' WHERE account_id = %s "
        "AND due_date < %s AND paid_on IS NULL AND cancelled_why IS NULL",
        [account_id, on],
    )
    apr = APR_BPS.get(plan_id)
    if apr is not None:
        why = f"Hardship plan {plan_id}"
        rates.lower_rates(connection, account_id, on, until=ends, cap_bps=apr, kind="hardship", why=why)
    plan = {"account_id": account_id, "borrower_id": state.borrower_id, "plan_id": plan_id, "started_on": on}
    payment = _payment_cents(connection, state, plan_id, on)
    rows.insert(connection, "hardship_plans", [{**plan, "ends_on": ends, "payment_cents": payment, "apr_bps": apr}])


def _payment_cents(connection: psycopg.Connection, state: AccountState, plan_id: PlanId, on: date) -> int:
    """The plan's payment in cents: what a month of relief-6 comes to at its start, fixed for the other plans."""
    principal = state.principal_cents
    if plan_id == "relief-6":
        return relief_6_minimum_cents(principal, simple_interest_cents(principal, APR_BPS["relief-6"], MONTH_DAYS))
    if plan_id == "relief-12":
        return relief_12_payment_cents(state.owed_cents)
    ahead = [due for due in dues.open_dues(connection, [state.account_id])[state.account_id] if due.due_date >= on]
    return _bridge(connection, state, ahead) if plan_id == "bridge-3" else _extend(connection, state, ahead, on)


def _bridge(connection: psycopg.Connection, state: AccountState, ahead: Sequence[OpenDue]) -> int:
    """The next three instalments at half; the rest becomes one more instalment at the end."""
    halves = [(due.amount_cents // 2, state.account_id, due.number) for due in ahead[:BRIDGED]]
    connection.cursor().executemany(
        "UPDATE dues SET amount_cents = %s, principal_cents = NULL, interest_cents = NULL "
        "WHERE account_id = %s AND number = %s",
        halves,
    )
    moved = sum(due.amount_cents for due in ahead[:BRIDGED]) - sum(half[0] for half in halves)
    last = add_months(ahead[-1].due_date, 1, state.due_day)
    rows.insert(connection, "dues", [_due(state, ahead[-1].number + 1, last, moved)])
    return halves[0][0]


def _extend(connection: psycopg.Connection, state: AccountState, ahead: Sequence[OpenDue], on: date) -> int:
    """What is left is re-amortised over six more months; the old instalments no longer fall due."""
    count = len(ahead) + MONTHS["extend-6"]
    apr = state.apr_bps("standard", on)
    payment = level_payment_cents(state.principal_cents, apr, count)
    dates = [add_months(ahead[0].due_date, month, state.due_day) for month in range(count)]
    plan = schedule(state.principal_cents, apr, state.accrues_from, dates, payment)
    dues.cancel_ahead(connection, [state.account_id], "replaced by the hardship plan")
    last = ahead[-1].number
    new = [
        {
            **_due(state, last + row.number, row.due_date, row.amount_cents),
            "principal_cents": row.principal_cents,
            "interest_cents": row.interest_cents,
        }
        for row in plan
    ]
    rows.insert(connection, "dues", new)
    return payment


def _due(state: AccountState, number: int, due_date: date, amount_cents: int) -> dict[str, object]:
    rule = fee_schedule().late_rule("instalment_loan", state.state, due_date)
    return {
        "account_id": state.account_id,
        "borrower_id": state.borrower_id,
        "number": number,
        "due_date": due_date,
        "amount_cents": amount_cents,
        "late_fee_on": late_fee_date(rule, due_date),
    }
