"""What an account owes: charged balances of the ledger and interest accrued since, by the terms' own calculators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accounts.reads.account import found
from accounts.reads.session import Reading, Row
from accounts.terms.accrual import RatePeriod, accrued_before
from accounts.terms.interest import BalanceChange
from accounts.terms.money import round_cents
from accounts.terms.payoff import AccruingBalance, per_diem

_OWED = """
SELECT a.*, d.business_date AS as_of, b.principal_cents, b.interest_cents, b.fees_cents, b.credit_cents,
  coalesce((SELECT max(c.through_on) + 1 FROM interest_charges c WHERE c.account_id = a.account_id), a.opened_on)
    AS accrues_from,
  (SELECT coalesce(sum(w.amount_cents), 0)::bigint FROM draws w
    WHERE w.account_id = a.account_id AND w.status = 'pending') AS pending_draws_cents,
  (SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM payments p
    WHERE p.account_id = a.account_id AND p.status = 'pending') AS pending_payments_cents
FROM accounts.accounts a CROSS JOIN business_day d JOIN balances b USING (account_id)
WHERE a.account_id = %(account_id)s
"""
_PRINCIPAL = """
SELECT rate_bucket, greatest(effective_on, %(accrues_from)s::date - 1) AS changed_on, sum(amount_cents)::bigint AS cents
FROM postings WHERE account_id = %(account_id)s AND bucket = 'principal'
GROUP BY 1, 2 HAVING sum(amount_cents) <> 0 ORDER BY 2, 1
"""
_RATES = """
SELECT rate_bucket, kind, from_on, to_on, apr_bps, why FROM rate_terms
WHERE account_id = %(account_id)s ORDER BY from_on, rate_bucket
"""


@dataclass(frozen=True, slots=True)
class Position:
    """Cents owed by an account on `as_of`; `row` is the account, `rates` the rows of its agreed rates.

    `charged_interest_cents` is charged and unpaid; interest of the days from `accrues_from` on is not charged yet.
    """

    row: Row
    as_of: date
    accrues_from: date
    principal_cents: int
    charged_interest_cents: int
    fees_cents: int
    credit_cents: int
    principal: dict[str, list[BalanceChange]]
    rates: Sequence[Row]

    @property
    def periods(self) -> list[RatePeriod]:
        """The agreed rates; none where nothing accrues any more."""
        if self.row["status"] in ("charged_off", "paid_off"):
            return []
        return [RatePeriod(row["rate_bucket"], row["from_on"], row["to_on"], row["apr_bps"]) for row in self.rates]

    def bucket_cents(self, rate_bucket: str) -> int:
        """Principal of one rate bucket."""
        return sum(change.amount_cents for change in self.principal.get(rate_bucket, ()))

    def accrued(self, day: date) -> Fraction:
        """Unrounded cents of interest since the last charge that a payment on `day` owes."""
        return accrued_before(self.principal, self.periods, self.accrues_from, day)

    def interest_cents(self, day: date) -> int:
        """Charged and unpaid interest plus what accrued up to `day`, rounded once."""
        return round_cents(self.charged_interest_cents + self.accrued(day))

    def owed_cents(self, day: date) -> int:
        """What a payment on `day` has to be to owe nothing; negative for a credit balance."""
        return self.principal_cents + self.interest_cents(day) + self.fees_cents - self.credit_cents

    def per_diem(self, day: date) -> Fraction:
        """Unrounded cents of interest that `day` itself costs."""
        return per_diem(
            [
                AccruingBalance(self.bucket_cents(period.rate_bucket), period.apr_bps)
                for period in self.periods
                if period.covers(day)
            ]
        )


async def position(reading: Reading, account_id: str) -> Position:
    """The account's position on the business date. Raises NotFound."""
    row = found(await reading.first(_OWED, {"account_id": account_id}), account_id)
    principal = dict[str, list[BalanceChange]]()
    for change in await reading.all(_PRINCIPAL, {"account_id": account_id, "accrues_from": row["accrues_from"]}):
        entry = BalanceChange(change["changed_on"], change["cents"])
        principal.setdefault(change["rate_bucket"], []).append(entry)
    return Position(
        row=row,
        as_of=row["as_of"],
        accrues_from=row["accrues_from"],
        principal_cents=row["principal_cents"],
        charged_interest_cents=row["interest_cents"],
        fees_cents=row["fees_cents"],
        credit_cents=row["credit_cents"],
        principal=principal,
        rates=await reading.all(_RATES, {"account_id": account_id}),
    )
