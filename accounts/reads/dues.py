"""What falls due: unpaid dues, days past due, and what a missed due date would cost."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import cast

from accounts.reads.session import Reading, Row
from accounts.terms.delinquency import counts_as_full
from accounts.terms.latefee import fee_schedule, is_repeat, late_fee_cents

_UNPAID = """
SELECT d.number, d.due_date, d.amount_cents, d.paid_cents, d.late_fee_on,
  coalesce(s.minimum_due_cents, d.amount_cents) AS minimum_cents,
  CASE WHEN EXISTS (SELECT 1 FROM disputes x WHERE x.account_id = d.account_id AND x.opened_on <= %(as_of)s
    AND (x.resolved_on IS NULL OR x.resolved_on > %(as_of)s) AND x.opened_on > coalesce(s.period_end, '-infinity')
    AND x.kind IN ('billing_error', 'electronic_transfer', 'identity_theft'))
    THEN accounts.disputed_of_due(d.account_id, d.amount_cents, %(as_of)s) ELSE 0 END AS disputed_cents
FROM due_status d LEFT JOIN statements s USING (statement_id)
WHERE d.account_id = %(account_id)s AND d.paid_on IS NULL AND d.cancelled_why IS NULL ORDER BY d.due_date, d.number
"""
_DISPUTED = """
SELECT coalesce(sum(x.amount_cents - CASE WHEN x.provisional_on <= %(as_of)s THEN x.provisional_cents ELSE 0 END), 0)
  ::bigint AS cents
FROM disputes x LEFT JOIN journal_entries e USING (entry_id) LEFT JOIN entry_kinds k ON k.kind = e.kind
WHERE x.account_id = %(account_id)s AND x.opened_on <= %(as_of)s
AND (x.resolved_on IS NULL OR x.resolved_on > %(as_of)s)
AND x.kind IN ('billing_error', 'electronic_transfer', 'identity_theft')
AND (e.kind IS NULL OR k.section IN ('draws', 'fees', 'interest'))
"""
_LAST_DUE = """
SELECT due_date FROM dues WHERE account_id = %(account_id)s AND cancelled_why IS NULL AND due_date >= %(as_of)s
ORDER BY due_date LIMIT 1
"""
_LATE_BEFORE = """
SELECT f.due_date_missed FROM fees f WHERE f.account_id = %(account_id)s
  AND f.kind = 'late_fee' AND f.status <> 'reversed' AND f.due_date_missed IS NOT NULL
"""
_PLAN_RUNS = """
SELECT 1 FROM hardship_plans WHERE account_id = %(account_id)s AND started_on <= %(as_of)s
  AND coalesce(ended_on, ends_on) >= %(as_of)s
"""
_NO_LATE_FEES = """
SELECT 1 FROM accounts.accounts a WHERE a.account_id = %(account_id)s AND (a.status NOT IN ('open', 'frozen', 'closed')
  OR EXISTS (SELECT 1 FROM hardship_plans h WHERE h.account_id = a.account_id AND h.started_on <= %(late_fee_on)s
    AND %(due_date)s <= coalesce(h.ended_on, h.ends_on))
  OR EXISTS (SELECT 1 FROM flags f WHERE f.borrower_id = a.borrower_id AND f.since <= %(late_fee_on)s
    AND coalesce(f.until, 'infinity') >= %(late_fee_on)s AND f.kind IN ('bankruptcy', 'deceased', 'identity_theft'))
  OR EXISTS (SELECT 1 FROM fees f WHERE f.account_id = a.account_id AND f.kind = 'late_fee'
    AND f.due_number = %(number)s))
"""


@dataclass(frozen=True, slots=True)
class Due:
    """An unpaid due: `amount_cents` less `paid_cents`; a late fee is charged on `late_fee_on` if it is still unpaid.

    minimum_cents: the minimum payment it belongs to, with what was past due already; the instalment itself.
    disputed_cents: what of it is disputed and neither due nor late meanwhile; a bill made meanwhile left it out.
    """

    number: int
    due_date: date
    amount_cents: int
    paid_cents: int
    late_fee_on: date
    minimum_cents: int
    disputed_cents: int

    @property
    def last_day_of_grace(self) -> date:
        """The last day on which a payment avoids the late fee."""
        return self.late_fee_on - timedelta(days=1)

    @property
    def open_cents(self) -> int:
        """What is still to be paid of it; nothing where 90% of what is not disputed was paid."""
        due_cents = self.amount_cents - self.disputed_cents
        if self.disputed_cents and counts_as_full(self.paid_cents, due_cents):
            return 0
        return max(due_cents - self.paid_cents, 0)


@dataclass(frozen=True, slots=True)
class Dues:
    """The unpaid dues of an account, oldest first, parted at `as_of`: a due is past due from the day after its date."""

    as_of: date
    unpaid: Sequence[Due]

    @property
    def past(self) -> list[Due]:
        return [due for due in self.unpaid if due.due_date < self.as_of and due.open_cents]

    @property
    def ahead(self) -> Due | None:
        """The next unpaid due that is not past due."""
        return next((due for due in self.unpaid if due.due_date >= self.as_of), None)

    @property
    def past_due_cents(self) -> int:
        return sum(due.open_cents for due in self.past)

    @property
    def oldest(self) -> date | None:
        """The oldest unpaid due date that is past due."""
        return self.past[0].due_date if self.past else None


async def unpaid_dues(reading: Reading, account_id: str, as_of: date) -> Dues:
    """The account's unpaid dues; what 90% was paid of counts as paid."""
    rows = await reading.all(_UNPAID, {"account_id": account_id, "as_of": as_of})
    return Dues(as_of, [Due(**row) for row in rows])


async def disputed_cents(reading: Reading, account_id: str, as_of: date) -> int:
    """What of the balance is disputed, in cents, and neither due nor reported meanwhile. Source: 12 CFR 1026.13(d)."""
    row = await reading.first(_DISPUTED, {"account_id": account_id, "as_of": as_of})
    return 0 if row is None else cast(int, row["cents"])


async def next_due_date(reading: Reading, account_id: str, as_of: date) -> date | None:
    """The first due date from `as_of` on, paid or not; None when no bill is out."""
    row = await reading.first(_LAST_DUE, {"account_id": account_id, "as_of": as_of})
    return None if row is None else cast(date, row["due_date"])


async def plan_runs(reading: Reading, account_id: str, as_of: date) -> bool:
    """Whether a hardship plan runs on `as_of`."""
    return await reading.first(_PLAN_RUNS, {"account_id": account_id, "as_of": as_of}) is not None


async def late_fee_if_unpaid(reading: Reading, account: Row, due: Due) -> int:
    """The late fee in cents if `due` stays unpaid, by the rule of the day on which it would be charged.

    None where it was charged already, while a hardship plan runs, after a charge-off, and with Special Servicing.
    """
    about = {"account_id": account["account_id"], **asdict(due)}
    if not due.open_cents or await reading.first(_NO_LATE_FEES, about):
        return 0
    rule = fee_schedule().late_rule(account["product"], account["state"], due.late_fee_on)
    earlier = [row["due_date_missed"] for row in await reading.all(_LATE_BEFORE, about)]
    minimum_cents = max(due.minimum_cents - due.disputed_cents, 0)
    return late_fee_cents(rule, minimum_cents, due.open_cents, is_repeat(due.due_date, earlier))
