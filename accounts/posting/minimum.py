"""The minimum payment of a Cash Line statement, hardship plans included."""

from collections.abc import Sequence
from datetime import date

import psycopg

from accounts.posting.state import AccountState
from accounts.terms.minimum import FLOOR_CENTS, minimum_payment, relief_6_minimum_cents

Plan = tuple[str, int]

_PLANS = """
SELECT account_id, plan_id, payment_cents FROM hardship_plans
WHERE account_id = ANY(%s) AND started_on <= %s AND coalesce(ended_on, ends_on) >= %s
"""


def running_plans(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> dict[str, Plan]:
    """(plan id, plan payment in cents) of each account with a hardship plan running on a day."""
    return {row[0]: (row[1], row[2]) for row in connection.execute(_PLANS, [list(account_ids), on, on])}


def line_minimum_cents(
    state: AccountState, cycle_interest_cents: int, cycle_fees_cents: int, past_due_cents: int, plan: Plan | None
) -> int:
    """Minimum due in cents. Interest and fees of earlier cycles are inside the past-due amount, not counted twice.

    Source: docs/product-terms.md, minimum payment and hardship plans.
    """
    owed = max(state.owed_cents, 0)
    interest = min(max(cycle_interest_cents, 0), max(state.interest_cents, 0))
    if plan and plan[0] == "relief-6":
        return min(owed, relief_6_minimum_cents(state.principal_cents, interest) + past_due_cents)
    if plan and plan[0] == "relief-12":
        return min(owed, plan[1] + past_due_cents)
    fees = min(max(cycle_fees_cents, 0), state.fees_cents)
    normal = minimum_payment(state.principal_cents, interest, fees)
    share = normal.principal_share_cents + normal.interest_cents + normal.fees_cents
    return min(owed, max(FLOOR_CENTS, share) + past_due_cents)
