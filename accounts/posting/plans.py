"""Hardship plans: what they change in rates and dues. Source: docs/product-terms.md, Hardship plans."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import psycopg

from accounts import rows
from accounts.posting import caps, dues
from accounts.posting import state as states
from accounts.posting.dues import OpenDue
from accounts.posting.standing import settled_dues
from accounts.posting.state import DAY, AccountState
from accounts.terms.amortise import level_payment_cents, schedule
from accounts.terms.calendar import add_months
from accounts.terms.hardship import MISSED_PAYMENTS_END
from accounts.terms.interest import simple_interest_cents
from accounts.terms.latefee import fee_schedule, late_fee_date
from accounts.terms.minimum import relief_6_minimum_cents, relief_12_payment_cents

PlanId = Literal["relief-6", "relief-12", "bridge-3", "extend-6"]
MONTHS: dict[PlanId, int] = {"relief-6": 6, "relief-12": 12, "bridge-3": 3, "extend-6": 6}
APR_BPS: dict[PlanId, int] = {"relief-6": 999, "relief-12": 599}
BRIDGED = 3
MONTH_DAYS = 30


def start_plan(
    connection: psycopg.Connection, account_id: str, plan_id: PlanId, on: date, income_change: str | None = None
) -> None:
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
        caps.cap_rates(connection, account_id, on, until=ends, cap_bps=apr, kind="hardship", why=why)
    ahead = [due for due in dues.open_dues(connection, [account_id])[account_id] if due.due_date >= on]
    plan = {
        "account_id": account_id,
        "borrower_id": state.borrower_id,
        "plan_id": plan_id,
        "started_on": on,
        "ends_on": ends,
        "payment_cents": _payment_cents(connection, state, plan_id, ahead, on),
        "apr_bps": apr,
        "income_change": income_change,
        "dues_before": _bridged(ahead) if plan_id == "bridge-3" else {},
    }
    rows.insert(connection, "hardship_plans", [plan])


def _bridged(ahead: Sequence[OpenDue]) -> dict[int, int]:
    return {due.number: due.amount_cents for due in ahead[:BRIDGED]}


def _payment_cents(
    connection: psycopg.Connection, state: AccountState, plan_id: PlanId, ahead: Sequence[OpenDue], on: date
) -> int:
    """The plan's payment in cents: what a month of relief-6 comes to at its start, fixed for the other plans."""
    principal = state.principal_cents
    if plan_id == "relief-6":
        return relief_6_minimum_cents(principal, simple_interest_cents(principal, APR_BPS["relief-6"], MONTH_DAYS))
    if plan_id == "relief-12":
        return relief_12_payment_cents(state.owed_cents)
    if not ahead:
        return 0
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


_ENDED = """
UPDATE hardship_plans h SET ended_on = %(on)s, ended_why = %(why)s
WHERE h.account_id = ANY(%(ids)s) AND h.started_on <= %(on)s AND h.ended_on IS NULL AND h.ends_on > %(on)s
RETURNING h.account_id, h.dues_before
"""
_MISSED = """
SELECT h.account_id FROM hardship_plans h JOIN dues d ON d.account_id = h.account_id
  AND d.due_date BETWEEN h.started_on AND h.ends_on AND d.due_date < %(on)s AND d.paid_on IS NULL
  AND d.cancelled_why IS NULL
  AND (d.account_id, d.number) NOT IN (SELECT * FROM unnest(%(settled)s::text[], %(numbers)s::int[]))
WHERE h.account_id = ANY(%(ids)s) AND h.started_on <= %(on)s AND h.ended_on IS NULL AND h.ends_on > %(on)s
GROUP BY h.account_id HAVING count(*) >= %(most)s ORDER BY 1
"""


def end_plans(connection: psycopg.Connection, account_ids: Sequence[str], on: date, why: str) -> list[str]:
    """End the running plans of accounts early, with `on` as their last day; gives the accounts that had one.

    The agreed rate holds again from the next day on; instalments that the plan had halved are whole again. A plan on
    its last day ends by itself. Re-amortised instalments (extend-6) stay as they are.
    """
    found = connection.execute(_ENDED, {"ids": list(account_ids), "on": on, "why": why}).fetchall()
    for account_id, before in sorted(found, key=lambda row: row[0]):
        caps.lift_cap(connection, account_id, "hardship", on)
        if before:
            _unbridge(connection, account_id, on, {int(number): cents for number, cents in before.items()})
    return sorted(row[0] for row in found)


def _unbridge(connection: psycopg.Connection, account_id: str, on: date, before: dict[int, int]) -> None:
    """Instalments still ahead get back their half; the instalment at the end is lower by it."""
    ahead = dues.open_dues(connection, [account_id])[account_id]
    again = {due.number: due for due in ahead if due.number in before and due.due_date > on}
    returned = sum(before[number] - due.amount_cents for number, due in again.items())
    connection.cursor().executemany(
        "UPDATE dues SET amount_cents = %s WHERE account_id = %s AND number = %s",
        [(before[number], account_id, number) for number in again],
    )
    if again:
        connection.execute(
            "UPDATE dues SET amount_cents = amount_cents - %(back)s, cancelled_why = CASE WHEN amount_cents = %(back)s "
            "THEN 'not needed: the hardship plan ended' ELSE cancelled_why END "
            "WHERE account_id = %(id)s AND number = %(last)s",
            {"back": returned, "id": account_id, "last": ahead[-1].number},
        )


def end_missed_plans(connection: psycopg.Connection, on: date, ids: Sequence[str]) -> list[str]:
    """At the close of `on`, end the plans of which two payments were missed; gives their accounts.

    A payment is missed when its due date has passed and less than 90% of it came, what is disputed left out. Source:
    docs/product-terms.md; 12 CFR 1026.13(d)(1).
    """
    settled = settled_dues(connection, ids, on)
    values: dict[str, object] = {"ids": list(ids), "on": on, "most": MISSED_PAYMENTS_END}
    values |= {"settled": [due[0] for due in settled], "numbers": [due[1] for due in settled]}
    missed = connection.execute(_MISSED, values).fetchall()
    return end_plans(connection, [row[0] for row in missed], on, f"{MISSED_PAYMENTS_END} plan payments were missed")
