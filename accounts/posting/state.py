"""What posting needs to know of an account, read set-based and locked until the transaction ends."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import psycopg
from psycopg.rows import class_row

from accounts.ledger import Bucket, Line, receivable_gl
from accounts.terms.interest import BalanceChange

DAY = timedelta(days=1)
Product = Literal["cash_line", "instalment_loan"]


@dataclass(frozen=True, slots=True)
class RateTerm:
    """The APR of a rate bucket from `from_on` to `to_on` (inclusive; None: still running)."""

    rate_bucket: str
    kind: str
    from_on: date
    to_on: date | None
    apr_bps: int


@dataclass(slots=True)
class AccountState:
    """An account's terms and what its postings add up to, in cents; `owed` names buckets of debt."""

    account_id: str
    borrower_id: str
    product: Product
    status: str
    state: str
    tier: str
    opened_on: date
    agreement_date: date
    credit_limit_cents: int | None
    cycle_day: int
    due_day: int
    charged_through: date | None
    interest_cents: int = 0
    fees_cents: int = 0
    credit_cents: int = 0
    draw_hold_cents: int = 0
    payment_hold_cents: int = 0
    principal: dict[str, list[BalanceChange]] = field(default_factory=dict[str, list[BalanceChange]])
    rates: list[RateTerm] = field(default_factory=list[RateTerm])

    def principal_of(self, rate_bucket: str) -> int:
        return sum(change.amount_cents for change in self.principal.get(rate_bucket, ()))

    @property
    def principal_cents(self) -> int:
        return sum(self.principal_of(bucket) for bucket in self.principal)

    @property
    def owed_cents(self) -> int:
        """Principal, charged interest and fees less credit; interest since the last charge is not in it."""
        return self.principal_cents + self.interest_cents + self.fees_cents - self.credit_cents

    @property
    def accrues_from(self) -> date:
        """The first day whose interest is not charged yet."""
        return self.opened_on if self.charged_through is None else self.charged_through + DAY

    def apr_bps(self, rate_bucket: str, on: date) -> int:
        """The APR of a bucket on a day. Raises LookupError where none is agreed."""
        for term in self.rates:
            if term.rate_bucket == rate_bucket and term.from_on <= on and (term.to_on is None or on <= term.to_on):
                return term.apr_bps
        raise LookupError(f"{self.account_id} has no rate for {rate_bucket} on {on}")

    @property
    def available_cents(self) -> int:
        """What may still be drawn: the limit less principal and pending draws; below zero when over the limit."""
        return (self.credit_limit_cents or 0) - self.principal_cents - self.draw_hold_cents

    def line(self, bucket: Bucket, amount_cents: int, rate_bucket: str | None = None) -> Line:
        """A posting on this account: positive raises what is owed."""
        return Line(receivable_gl(self.product, bucket), amount_cents, bucket, rate_bucket)

    def apply(self, lines: Iterable[Line], effective_on: date) -> None:
        """Follow postings just made, so that the next one of the same batch sees them."""
        for line in lines:
            if line.bucket == "principal":
                change = BalanceChange(effective_on, line.amount_cents)
                self.principal.setdefault(line.rate_bucket or "standard", []).append(change)
            elif line.bucket == "interest":
                self.interest_cents += line.amount_cents
            elif line.bucket == "fees":
                self.fees_cents += line.amount_cents
            elif line.bucket == "credit":
                self.credit_cents -= line.amount_cents
            elif line.bucket == "draw_hold":
                self.draw_hold_cents += line.amount_cents
            elif line.bucket == "payment_hold":
                self.payment_hold_cents -= line.amount_cents


_ACCOUNTS = """
SELECT a.account_id, a.borrower_id, a.product, a.status, a.state, a.tier, a.opened_on, a.agreement_date,
  a.credit_limit_cents, a.cycle_day, a.due_day,
  (SELECT max(through_on) FROM interest_charges i WHERE i.account_id = a.account_id) AS charged_through
FROM accounts a WHERE a.account_id = ANY(%s) ORDER BY a.account_id FOR UPDATE OF a
"""
# what changed before the days still to be charged is one opening balance
_POSTINGS = """
SELECT p.account_id, p.bucket, p.rate_bucket,
  CASE WHEN p.bucket = 'principal' THEN greatest(p.effective_on, g.through_on) END AS since,
  sum(p.amount_cents)::bigint
FROM postings p LEFT JOIN unnest(%s::text[], %s::date[]) AS g (account_id, through_on) USING (account_id)
WHERE p.account_id = ANY(%s) GROUP BY 1, 2, 3, 4 ORDER BY 4
"""
_RATES = """
SELECT account_id, rate_bucket, kind, from_on, to_on, apr_bps FROM rate_terms
WHERE account_id = ANY(%s) ORDER BY rate_bucket, from_on
"""


def load(connection: psycopg.Connection, account_ids: Iterable[str]) -> dict[str, AccountState]:
    """States of the accounts, locked in the order of their ids, so that two postings cannot wait for each other."""
    ids = sorted(set(account_ids))
    if not ids:
        return {}
    with connection.cursor(row_factory=class_row(AccountState)) as cursor:
        states = {state.account_id: state for state in cursor.execute(_ACCOUNTS, [ids])}
    charged = [states[account_id].charged_through for account_id in states]
    for account_id, bucket, rate_bucket, on, amount in connection.execute(_POSTINGS, [list(states), charged, ids]):
        state = states[account_id]
        if bucket == "principal":
            state.principal.setdefault(rate_bucket, []).append(BalanceChange(on, amount))
        elif bucket == "interest":
            state.interest_cents = amount
        elif bucket == "fees":
            state.fees_cents = amount
        elif bucket == "credit":
            state.credit_cents = -amount
        elif bucket == "draw_hold":
            state.draw_hold_cents = amount
        else:
            state.payment_hold_cents = -amount
    for account_id, *term in connection.execute(_RATES, [ids]):
        states[account_id].rates.append(RateTerm(*term))
    return states
