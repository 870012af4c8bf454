"""What a pool's receivables brought in a month, what is due to it, and proof that it ties to the servicing ledger."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

import psycopg
from dateutil.relativedelta import relativedelta

from accounts.funding.carry import carried_through
from accounts.funding.once import refuse
from accounts.funding.pools import load_pool
from accounts.terms.money import divide_half_up

MONTHS_BPS = 12 * 10_000
_GL = {"P110": "principal_cents", "P120": "interest_cents", "P130": "fees_cents"}


class DoesNotTie(RuntimeError):
    """The pool's books and the servicing ledger disagree; the message says where. Nothing may be remitted on them."""


@dataclass(slots=True)
class Split:
    """An amount of receivables, in cents, by what it is."""

    principal_cents: int = 0
    interest_cents: int = 0
    fees_cents: int = 0

    @property
    def total_cents(self) -> int:
        return self.principal_cents + self.interest_cents + self.fees_cents


@dataclass(slots=True)
class Movements:
    """How receivables went from opening to closing: opening + purchased + draws + interest_charged + fees_charged
    - collections - adjustments - charge_offs - repurchased = closing, for principal, interest and fees each.

    purchased: assigned in the month. collections: cash applied, less returned payments. adjustments: waivers, credits.
    """

    opening: Split = field(default_factory=Split)
    purchased: Split = field(default_factory=Split)
    draws: Split = field(default_factory=Split)
    interest_charged: Split = field(default_factory=Split)
    fees_charged: Split = field(default_factory=Split)
    collections: Split = field(default_factory=Split)
    adjustments: Split = field(default_factory=Split)
    charge_offs: Split = field(default_factory=Split)
    repurchased: Split = field(default_factory=Split)
    closing: Split = field(default_factory=Split)


@dataclass(frozen=True, slots=True)
class Remittance:
    """The report of a pool for a month. amount_cents: what the servicer owes the pool; negative: the pool owes it.

    collections + recoveries + repurchase_proceeds - draws_funded - servicing_fee = amount.
    """

    pool_id: str
    month: date
    currency: str
    accounts_opening: int
    accounts_closing: int
    movements: Movements
    recoveries_cents: int
    repurchase_proceeds_cents: int
    draws_funded_cents: int
    servicing_fee_bps: int
    servicing_fee_cents: int
    amount_cents: int

    def plain(self) -> dict[str, object]:
        """The report as a JSON object, with totals."""
        found: dict[str, object] = {**asdict(self), "month": f"{self.month:%Y-%m}"}
        found["movements"] = {
            name: asdict(split) | {"total_cents": split.total_cents}
            for name in Movements.__dataclass_fields__
            if isinstance(split := getattr(self.movements, name), Split)
        }
        return found


SIGNS = {
    "opening": ("opening", 1),
    "assignment": ("purchased", 1),
    "draws": ("draws", 1),
    "interest": ("interest_charged", 1),
    "fees": ("fees_charged", 1),
    "collections": ("collections", -1),
    "adjustments": ("adjustments", -1),
    "charge_offs": ("charge_offs", -1),
    "repurchase": ("repurchased", -1),
}
"""Kind of pool entry: the line of the report that it goes into, and whether it adds to receivables there."""
_MOVED = """
SELECT CASE WHEN e.booked_on < %(first)s THEN 'opening' ELSE e.kind END, p.gl_code, sum(p.amount_cents)::bigint
FROM funding_entries e JOIN funding_postings p USING (entry_id)
WHERE e.pool_id = %(pool)s AND e.booked_on <= %(last)s AND p.gl_code IN ('P110', 'P120', 'P130') GROUP BY 1, 2
"""
_DUE = """
SELECT e.kind, sum(p.amount_cents)::bigint FROM funding_entries e JOIN funding_postings p USING (entry_id)
WHERE e.pool_id = %(pool)s AND e.booked_on BETWEEN %(first)s AND %(last)s AND p.gl_code = 'P140'
AND e.kind IN ('draws', 'collections', 'recoveries', 'repurchase') GROUP BY 1
"""
_HELD = """
SELECT count(*) FILTER (WHERE from_on <= %(first)s AND coalesce(to_on, 'infinity') >= %(first)s),
  count(*) FILTER (WHERE from_on <= %(last)s::date + 1 AND coalesce(to_on, 'infinity') > %(last)s)
FROM funding_assignments WHERE pool_id = %(pool)s
"""
_SERVICING = """
WITH mine AS (SELECT account_id FROM funding_assignments WHERE pool_id = %(pool)s AND from_on <= %(last)s::date + 1
  AND coalesce(to_on, 'infinity') > %(last)s),
s AS (SELECT m.account_id, coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'principal'), 0) AS principal,
    coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'interest'), 0) AS interest,
    coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'fees'), 0) AS fees,
    coalesce(-sum(p.amount_cents) FILTER (WHERE p.gl_code = '1400'), 0) AS written
  FROM mine m JOIN journal_entries e ON e.account_id = m.account_id AND e.posted_on <= %(last)s
  JOIN postings p USING (entry_id) GROUP BY 1)
SELECT coalesce(sum(net_part(principal, 0, written)), 0)::bigint,
  coalesce(sum(net_part(interest, principal, written)), 0)::bigint,
  coalesce(sum(net_part(fees, principal + interest, written)), 0)::bigint FROM s
"""


def remittance(connection: psycopg.Connection, pool_id: str, month: date) -> Remittance:
    """The report of the calendar month that `month` lies in, from the pool ledger.

    Its closing receivables are compared with the servicing ledger's own postings of the accounts assigned then. Raises
    Refused (unknown pool, a month not carried yet) and DoesNotTie.
    """
    pool, first = load_pool(connection, pool_id), month.replace(day=1)
    last = first + relativedelta(day=31)
    through = carried_through(connection, pool_id)
    if through < last:
        raise refuse("month-not-carried", f"Pool {pool_id} has its entries through {through}, not through {last}.")
    span = {"pool": pool_id, "first": first, "last": last}
    moved = _movements(connection, span)
    due: dict[str, int] = dict(connection.execute(_DUE, span).fetchall())
    held = connection.execute(_HELD, span).fetchone() or (0, 0)
    fee = divide_half_up(moved.opening.principal_cents * pool.servicing_fee_bps, MONTHS_BPS)
    return Remittance(
        pool_id=pool_id,
        month=first,
        currency=pool.currency,
        accounts_opening=held[0],
        accounts_closing=held[1],
        movements=moved,
        recoveries_cents=due.get("recoveries", 0),
        repurchase_proceeds_cents=due.get("repurchase", 0),
        draws_funded_cents=-due.get("draws", 0),
        servicing_fee_bps=pool.servicing_fee_bps,
        servicing_fee_cents=fee,
        amount_cents=sum(due.values()) - fee,
    )


def _movements(connection: psycopg.Connection, span: Mapping[str, object]) -> Movements:
    found = Movements()
    for kind, gl_code, cents in connection.execute(_MOVED, span):
        name, sign = SIGNS[kind]
        line: Split = getattr(found, name)
        setattr(line, _GL[gl_code], getattr(line, _GL[gl_code]) + sign * cents)
        setattr(found.closing, _GL[gl_code], getattr(found.closing, _GL[gl_code]) + cents)
    row = connection.execute(_SERVICING, span).fetchone()
    servicing = Split(*row) if row else Split()
    if servicing != found.closing:
        text = f"pool {span['pool']} closes {span['last']} with {found.closing}, the servicing ledger with {servicing}"
        raise DoesNotTie(text)
    return found
