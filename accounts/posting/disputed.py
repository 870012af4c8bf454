"""What is disputed and therefore, while the dispute is open, neither due nor late nor reported.

Source: 12 CFR 1026.13(d); docs/product-terms.md, Disputes and errors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg

# what kind of entry is disputed is a fact of the real books, also while an account is recomputed
_DISPUTED = """
SELECT x.account_id, CASE k.section WHEN 'fees' THEN 'fees' WHEN 'interest' THEN 'interest' ELSE 'principal' END,
  sum(x.amount_cents - CASE WHEN x.provisional_on <= %(on)s THEN x.provisional_cents ELSE 0 END)::bigint
FROM disputes x LEFT JOIN accounts.journal_entries e ON e.entry_id = x.entry_id
LEFT JOIN entry_kinds k ON k.kind = e.kind
WHERE x.account_id = ANY(%(ids)s) AND x.opened_on <= %(on)s AND (x.resolved_on IS NULL OR x.resolved_on > %(on)s)
AND x.kind IN ('billing_error', 'electronic_transfer', 'identity_theft')
AND (e.kind IS NULL OR k.section IN ('draws', 'fees', 'interest'))
GROUP BY 1, 2
"""


@dataclass(slots=True)
class Disputed:
    """Disputed parts of what an account owes, in cents; what a provisional credit took off already is not in them."""

    principal_cents: int = 0
    interest_cents: int = 0
    fees_cents: int = 0

    @property
    def total_cents(self) -> int:
        return self.principal_cents + self.interest_cents + self.fees_cents


def disputed_parts(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> dict[str, Disputed]:
    """What of each account is disputed on a day; accounts without open disputes are left out.

    A dispute counts from the day it was opened until the day before it was resolved or withdrawn. A disputed payment
    is no part of what is owed and does not count, neither does a dispute about a credit report alone.
    """
    found = dict[str, Disputed]()
    for account_id, part, cents in connection.execute(_DISPUTED, {"ids": list(account_ids), "on": on}):
        disputed = found.setdefault(account_id, Disputed())
        match part:
            case "fees":
                disputed.fees_cents = cents
            case "interest":
                disputed.interest_cents = cents
            case _:
                disputed.principal_cents = cents
    return found


def disputed_cents(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> dict[str, int]:
    """The disputed cents of each account on a day, as `disputed_parts` has them together."""
    return {each: parts.total_cents for each, parts in disputed_parts(connection, account_ids, on).items()}


_DUES = """
SELECT account_id, number, disputed_of_due(account_id, amount_cents, %(on)s) FROM dues
WHERE account_id = ANY(%(ids)s) AND paid_on IS NULL AND cancelled_why IS NULL ORDER BY 1, 2
"""


def disputed_dues(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> dict[tuple[str, int], int]:
    """What of each unpaid due, by account and number, is disputed on a day, in cents; dues of which nothing is are out.

    Disputed fees and interest are part of a due as a whole, disputed principal by its share of what is owed.
    """
    ids = list(disputed_parts(connection, account_ids, on))
    found = connection.execute(_DUES, {"ids": ids, "on": on}).fetchall() if ids else []
    return {(account_id, number): cents for account_id, number, cents in found if cents}
