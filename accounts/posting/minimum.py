"""The minimum payment of a Cash Line statement, hardship plans included."""

from collections.abc import Mapping, Sequence
from datetime import date

import psycopg

from accounts.posting.disputed import Disputed
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


# Interest and fees of the cycle that are disputed at its end are not billed with it; those that a bill left out are
# billed with the cycle in which their dispute ended as billed. Which entry it was is a fact of the real books.
_CYCLE = """
SELECT x.account_id, k.section, sum(CASE WHEN e.booked_on >= g.period_start THEN -x.amount_cents
    ELSE x.amount_cents - coalesce(x.corrected_cents, 0) END)::bigint
FROM unnest(%(accounts)s::text[], %(starts)s::date[]) AS g (account_id, period_start)
JOIN disputes x USING (account_id) JOIN accounts.journal_entries e ON e.entry_id = x.entry_id
JOIN entry_kinds k ON k.kind = e.kind
WHERE k.section IN ('interest', 'fees') AND x.kind IN ('billing_error', 'electronic_transfer', 'identity_theft')
AND x.opened_on <= %(on)s AND e.booked_on <= %(on)s
AND CASE WHEN e.booked_on >= g.period_start THEN x.resolved_on IS NULL OR x.resolved_on > %(on)s
  ELSE x.resolved_on >= g.period_start AND x.resolved_on <= %(on)s AND x.opened_on <= (SELECT min(s.period_end)
    FROM statements s WHERE s.account_id = x.account_id AND s.period_end >= e.booked_on) END
GROUP BY 1, 2
"""


def disputed_charges(
    connection: psycopg.Connection, cycles: Mapping[str, date], on: date
) -> dict[tuple[str, str], int]:
    """By account and section, what disputes change on a cycle's interest and fees, in cents.

    cycles: the first day of the cycle that ends on `on`, by account.
    """
    values = {"accounts": list(cycles), "starts": list(cycles.values()), "on": on}
    return {(row[0], row[1]): row[2] for row in connection.execute(_CYCLE, values)}


def line_minimum_cents(
    state: AccountState,
    cycle_interest_cents: int,
    cycle_fees_cents: int,
    past_due_cents: int,
    plan: Plan | None,
    disputed: Disputed,
) -> int:
    """Minimum due in cents. Interest and fees of earlier cycles are inside the past-due amount, not counted twice.

    What is disputed is no part of it. Source: docs/product-terms.md, minimum payment and hardship plans, disputes.
    """
    owed = max(state.owed_cents - disputed.total_cents, 0)
    principal = max(state.principal_cents - disputed.principal_cents, 0)
    interest = min(max(cycle_interest_cents, 0), max(state.interest_cents - disputed.interest_cents, 0))
    if plan and plan[0] == "relief-6":
        return min(owed, relief_6_minimum_cents(principal, interest) + past_due_cents)
    if plan and plan[0] == "relief-12":
        return min(owed, plan[1] + past_due_cents)
    fees = min(max(cycle_fees_cents, 0), max(state.fees_cents - disputed.fees_cents, 0))
    normal = minimum_payment(principal, interest, fees)
    share = normal.principal_share_cents + normal.interest_cents + normal.fees_cents
    return min(owed, max(FLOOR_CENTS, share) + past_due_cents)
