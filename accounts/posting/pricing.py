"""Prices by date: what new agreements cost, and changes in terms that were announced to existing ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg

from accounts import rows
from accounts.ids import ident
from accounts.posting.state import DAY, AccountState

NEW_TERMS = "new_terms"


class PriceUnknown(LookupError):
    """No price is in force for a product and tier on a day; add a row to price_schedule."""


class PromotionUnknown(LookupError):
    """No promotional rate is offered for a product on a day; add a row to promotions."""


@dataclass(frozen=True, slots=True)
class Promotion:
    """A lower APR on first draws, in basis points, for so many months."""

    apr_bps: int
    months: int


def price(connection: psycopg.Connection, product: str, tier: str, on: date) -> tuple[int, int]:
    """(APR or note rate, origination fee), both in basis points, of agreements made on a day. Raises PriceUnknown."""
    row = connection.execute(
        "SELECT apr_bps, origination_fee_bps FROM price_schedule WHERE product = %s AND tier = %s "
        "AND effective_from <= %s AND coalesce(effective_to, 'infinity') >= %s",
        [product, tier, on, on],
    ).fetchone()
    if row is None:
        raise PriceUnknown(f"{product} tier {tier} on {on}")
    return row[0], row[1]


def promotion(connection: psycopg.Connection, product: str, on: date) -> Promotion:
    """The promotional rate that agreements made on a day may have. Raises PromotionUnknown."""
    row = connection.execute(
        "SELECT apr_bps, months FROM promotions WHERE product = %s AND effective_from <= %s "
        "AND coalesce(effective_to, 'infinity') >= %s ORDER BY effective_from DESC LIMIT 1",
        [product, on, on],
    ).fetchone()
    if row is None:
        raise PromotionUnknown(f"{product} on {on}")
    return Promotion(*row)


def set_price(
    connection: psycopg.Connection, product: str, tier: str, effective_from: date, apr_bps: int, fee_bps: int
) -> None:
    """Add a version of a price: the one in force before ends the day before, a later one stays.

    The database refuses a version that starts today or earlier, changes the past, or overlaps another.
    """
    later = connection.execute(
        "SELECT min(effective_from) FROM price_schedule WHERE product = %s AND tier = %s AND effective_from > %s",
        [product, tier, effective_from],
    ).fetchone()
    connection.execute(
        "UPDATE price_schedule SET effective_to = %s WHERE product = %s AND tier = %s AND effective_from < %s "
        "AND coalesce(effective_to, 'infinity') >= %s",
        [effective_from - DAY, product, tier, effective_from, effective_from],
    )
    until = later[0] - DAY if later and later[0] else None
    connection.execute(
        "INSERT INTO price_schedule VALUES (%s, %s, %s, %s, %s, %s)",
        [product, tier, effective_from, until, apr_bps, fee_bps],
    )


def newest_bucket(state: AccountState, on: date) -> str:
    """The rate bucket that draws posting on a day fall into, promotions apart: that of the newest terms in force."""
    running = [term for term in state.rates if term.from_on <= on and (term.to_on is None or on <= term.to_on)]
    named = [term.rate_bucket for term in running if term.rate_bucket.startswith(NEW_TERMS)]
    return max(named, key=_generation, default="standard")


def _generation(bucket: str) -> int:
    return int(bucket.removeprefix(NEW_TERMS).strip("_") or 1)


_SEND = """
INSERT INTO terms_notices (notice_id, account_id, borrower_id, change_id, kind, old_apr_bps, new_apr_bps, sent_on,
  effective_on, why, status)
SELECT 'TN-' || substr(md5(c.change_id || ':' || a.account_id), 1, 10), a.account_id, a.borrower_id, c.change_id,
  'new_draws_rate', r.apr_bps, c.new_apr_bps, c.sent_on, c.effective_on, c.why, 'sent'
FROM terms_changes c JOIN accounts a ON a.product = c.product AND a.tier = c.tier AND a.agreement_date < c.agreed_before
JOIN LATERAL (SELECT t.apr_bps FROM rate_terms t WHERE t.account_id = a.account_id AND t.kind = 'note'
  AND t.from_on <= c.sent_on AND coalesce(t.to_on, 'infinity') >= c.sent_on
  ORDER BY t.from_on DESC, t.rate_bucket LIMIT 1) r ON true
WHERE c.sent_on = %(on)s AND a.status IN ('open', 'frozen') AND r.apr_bps <> c.new_apr_bps
AND (%(ids)s::text[] IS NULL OR a.account_id = ANY(%(ids)s))
ON CONFLICT DO NOTHING
"""
_EFFECT = """
INSERT INTO rate_terms (account_id, borrower_id, rate_bucket, kind, from_on, apr_bps, why)
SELECT n.account_id, n.borrower_id, %(bucket)s || CASE g.generations WHEN 0 THEN '' ELSE '_' || g.generations + 1 END,
  'note', n.effective_on, n.new_apr_bps, n.why
FROM terms_notices n JOIN accounts a USING (account_id)
JOIN LATERAL (SELECT count(DISTINCT t.rate_bucket) AS generations FROM rate_terms t
  WHERE t.account_id = n.account_id AND t.rate_bucket LIKE %(bucket)s || '%%' AND t.from_on < n.effective_on) g ON true
WHERE n.effective_on = %(next)s AND n.status <> 'rejected' AND a.status IN ('open', 'frozen')
AND (%(ids)s::text[] IS NULL OR n.account_id = ANY(%(ids)s))
ON CONFLICT DO NOTHING
"""


def apply_terms_changes(connection: psycopg.Connection, on: date, ids: Sequence[str] | None = None) -> None:
    """At the end of a day: send the notices of changes announced for it, put in force what takes effect tomorrow.

    A change holds for draws from its day on, in a rate bucket of its own: what is owed before keeps its rate. A notice
    that was rejected has no effect. Source: 12 CFR 1026.9(c)(2)(i), (h).
    """
    about = {"on": on, "next": on + DAY, "ids": None if ids is None else list(ids), "bucket": NEW_TERMS}
    connection.execute(_SEND, about)
    connection.execute(_EFFECT, about)
    connection.execute(
        "UPDATE terms_notices SET status = 'effective' WHERE status = 'sent' AND effective_on = %(next)s "
        "AND (%(ids)s::text[] IS NULL OR account_id = ANY(%(ids)s))",
        about,
    )


@dataclass(frozen=True, slots=True)
class TermsNotice:
    """A change in terms announced to one account: the APR of new draws, in basis points, from a day on."""

    command_id: str
    account_id: str
    borrower_id: str
    old_apr_bps: int
    new_apr_bps: int
    sent_on: date
    effective_on: date
    why: str

    @property
    def notice_id(self) -> str:
        return ident("TN", self.command_id)


def send_notice(connection: psycopg.Connection, notice: TermsNotice) -> None:
    """Keep a notice to one account; the database refuses one with less than 45 days."""
    row = {
        "notice_id": notice.notice_id,
        "account_id": notice.account_id,
        "borrower_id": notice.borrower_id,
        "kind": "new_draws_rate",
        "old_apr_bps": notice.old_apr_bps,
        "new_apr_bps": notice.new_apr_bps,
        "sent_on": notice.sent_on,
        "effective_on": notice.effective_on,
        "why": notice.why,
        "status": "sent",
    }
    rows.insert(connection, "terms_notices", [row])
