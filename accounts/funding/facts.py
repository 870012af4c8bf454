"""What was known of accounts at the close of a day: balances from the ledger by posting day, terms and dated rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.rows import class_row

PAGE_ACCOUNTS = 2_000


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account at the close of a day. Amounts in cents.

    principal_cents, interest_cents, fees_cents: what the ledger shows as owed, charged off or not; written_down_cents
    of it was charged off and is still due. net_*: receivable after the write-down. pool_id: who owns it from then on.
    """

    account_id: str
    borrower_id: str
    product: str
    state: str
    tier: str
    status: str
    opened_on: date
    agreement_date: date
    original_cents: int
    credit_limit_cents: int | None
    term_months: int | None
    disclosed_apr_bps: int | None
    apr_bps: int | None
    principal_cents: int
    interest_cents: int
    fees_cents: int
    credit_cents: int
    written_down_cents: int
    charged_off_cents: int
    charged_off_on: date | None
    net_principal_cents: int
    net_interest_cents: int
    net_fees_cents: int
    days_past_due: int
    past_due_cents: int
    next_due_on: date | None
    remaining_dues: int
    last_payment_on: date | None
    last_payment_cents: int | None
    flags: list[str]
    disputed: bool
    hardship: bool
    modified: bool
    pool_id: str | None
    sold: bool

    @property
    def balance_cents(self) -> int:
        """The receivable: principal, charged interest and fees after what was written down."""
        return self.net_principal_cents + self.net_interest_cents + self.net_fees_cents

    def age_months(self, on: date) -> int:
        """Whole months since the account was opened."""
        months = (on.year - self.opened_on.year) * 12 + on.month - self.opened_on.month
        return months - (on.day < self.opened_on.day)


_LEDGER = """
WITH asked AS (SELECT * FROM accounts WHERE account_id = ANY(%(ids)s) AND opened_on <= %(on)s),
buckets AS (
  SELECT p.account_id, p.bucket, p.rate_bucket, sum(p.amount_cents) AS cents,
    sum(p.amount_cents) FILTER (WHERE k.section = 'draws') AS paid_out
  FROM postings p JOIN journal_entries e USING (entry_id)
  LEFT JOIN journal_entries o ON o.entry_id = e.reverses AND e.kind = 'replay_reversal'
  JOIN entry_kinds k ON k.kind = coalesce(o.kind, e.kind)
  WHERE p.account_id = ANY(%(ids)s) AND e.posted_on <= %(on)s AND p.bucket NOT IN ('draw_hold', 'payment_hold')
  GROUP BY 1, 2, 3
), sums AS (
  SELECT b.account_id, coalesce(sum(cents) FILTER (WHERE bucket = 'principal'), 0)::bigint AS principal,
    coalesce(sum(cents) FILTER (WHERE bucket = 'interest'), 0)::bigint AS interest,
    coalesce(sum(cents) FILTER (WHERE bucket = 'fees'), 0)::bigint AS fees,
    coalesce(-sum(cents) FILTER (WHERE bucket = 'credit'), 0)::bigint AS credit,
    coalesce(sum(paid_out) FILTER (WHERE bucket = 'principal'), 0)::bigint AS paid_out,
    round(sum(cents * r.apr_bps) FILTER (WHERE bucket = 'principal')
      / nullif(sum(cents) FILTER (WHERE bucket = 'principal'), 0))::integer AS apr_bps
  FROM buckets b LEFT JOIN LATERAL (SELECT t.apr_bps FROM rate_terms t WHERE t.account_id = b.account_id
    AND t.rate_bucket = b.rate_bucket AND t.from_on <= %(on)s AND coalesce(t.to_on, 'infinity') >= %(on)s
    ORDER BY t.from_on DESC LIMIT 1) r ON true
  GROUP BY 1
), down AS (
  SELECT e.account_id, -sum(p.amount_cents)::bigint AS written,
    coalesce(-sum(p.amount_cents) FILTER (WHERE coalesce(o.kind, e.kind) = 'charge_off'), 0)::bigint AS charged_off
  FROM postings p JOIN journal_entries e USING (entry_id)
  LEFT JOIN journal_entries o ON o.entry_id = e.reverses AND e.kind = 'replay_reversal'
  WHERE p.gl_code = '1400' AND e.account_id = ANY(%(ids)s) AND e.posted_on <= %(on)s GROUP BY 1
), """
_DUES = """visible AS (
  SELECT d.account_id, d.number, d.due_date, d.amount_cents, coalesce((SELECT sum(x.amount_cents)
    FROM due_payments x JOIN payments m USING (payment_id) WHERE x.account_id = d.account_id AND x.number = d.number
    AND m.credited_on <= %(on)s AND (NOT x.reversal OR m.returned_on <= %(on)s)), 0) AS paid_cents
  FROM dues d JOIN asked a USING (account_id) LEFT JOIN statements s USING (statement_id)
  WHERE coalesce(s.period_end, a.opened_on) <= %(on)s
  AND (d.cancelled_why IS NULL OR d.cancelled_why = 'paid_off' AND a.paid_off_on > %(on)s)
), unpaid AS (
  SELECT account_id, min(due_date) FILTER (WHERE due_date < %(on)s) AS oldest,
    min(due_date) FILTER (WHERE due_date >= %(on)s) AS next_due_on, count(*)::integer AS remaining,
    coalesce(sum(amount_cents - paid_cents) FILTER (WHERE due_date < %(on)s), 0)::bigint AS past_due
  FROM visible WHERE paid_cents * 100 < amount_cents * 90 GROUP BY 1
)"""
_FACTS = """
SELECT a.account_id, a.borrower_id, a.product, a.state, a.tier,
  CASE WHEN a.charged_off_on <= %(on)s THEN 'charged_off' WHEN a.paid_off_on <= %(on)s THEN 'paid_off'
    WHEN a.closed_on <= %(on)s THEN 'closed' WHEN a.status = 'frozen' AND a.frozen_on <= %(on)s THEN 'frozen'
    ELSE 'open' END AS status,
  a.opened_on, a.agreement_date, coalesce(a.original_principal_cents, s.paid_out, 0) AS original_cents,
  a.credit_limit_cents, a.term_months, a.disclosed_apr_bps,
  coalesce(s.apr_bps, (SELECT r.apr_bps FROM rate_terms r WHERE r.account_id = a.account_id AND r.from_on <= %(on)s
    AND coalesce(r.to_on, 'infinity') >= %(on)s ORDER BY r.rate_bucket = 'standard' DESC, r.rate_bucket LIMIT 1))
    AS apr_bps,
  coalesce(s.principal, 0) AS principal_cents, coalesce(s.interest, 0) AS interest_cents,
  coalesce(s.fees, 0) AS fees_cents, coalesce(s.credit, 0) AS credit_cents,
  coalesce(w.written, 0) AS written_down_cents, coalesce(w.charged_off, 0) AS charged_off_cents,
  CASE WHEN a.charged_off_on <= %(on)s THEN a.charged_off_on END AS charged_off_on,
  net_part(coalesce(s.principal, 0), 0, coalesce(w.written, 0)) AS net_principal_cents,
  net_part(coalesce(s.interest, 0), coalesce(s.principal, 0), coalesce(w.written, 0)) AS net_interest_cents,
  net_part(coalesce(s.fees, 0), coalesce(s.principal + s.interest, 0), coalesce(w.written, 0)) AS net_fees_cents,
  coalesce(%(on)s - u.oldest, 0) AS days_past_due, coalesce(u.past_due, 0) AS past_due_cents, u.next_due_on,
  coalesce(u.remaining, 0) AS remaining_dues, m.posted_on AS last_payment_on, m.amount_cents AS last_payment_cents,
  ARRAY(SELECT DISTINCT f.kind FROM flags f WHERE f.borrower_id = a.borrower_id AND f.since <= %(on)s
    AND coalesce(f.until, 'infinity') >= %(on)s ORDER BY 1) AS flags,
  EXISTS (SELECT 1 FROM disputes d WHERE d.account_id = a.account_id AND d.opened_on <= %(on)s
    AND d.status <> 'withdrawn' AND coalesce(d.resolved_on, 'infinity') > %(on)s) AS disputed,
  EXISTS (SELECT 1 FROM hardship_plans h WHERE h.account_id = a.account_id AND h.started_on <= %(on)s
    AND coalesce(h.ended_on, h.ends_on) >= %(on)s) AS hardship,
  EXISTS (SELECT 1 FROM modifications c WHERE c.account_id = a.account_id AND c.modified_on <= %(on)s)
    OR EXISTS (SELECT 1 FROM deferrals c WHERE c.account_id = a.account_id AND c.deferred_on <= %(on)s)
    OR EXISTS (SELECT 1 FROM reages c WHERE c.account_id = a.account_id AND c.reaged_on <= %(on)s)
    OR EXISTS (SELECT 1 FROM hardship_plans h WHERE h.account_id = a.account_id AND h.started_on <= %(on)s) AS modified,
  g.pool_id, coalesce(g.sold_on <= %(on)s, false) AS sold
FROM asked a LEFT JOIN sums s USING (account_id) LEFT JOIN down w USING (account_id)
LEFT JOIN unpaid u USING (account_id)
LEFT JOIN funding_assignments g ON g.account_id = a.account_id
  AND g.from_on <= %(on)s::date + 1 AND coalesce(g.to_on, 'infinity') > %(on)s
LEFT JOIN LATERAL (SELECT m.posted_on, m.amount_cents FROM payments m WHERE m.account_id = a.account_id
  AND m.posted_on <= %(on)s AND coalesce(m.returned_on, 'infinity') > %(on)s
  ORDER BY m.posted_on DESC, m.credited_on DESC, m.payment_id LIMIT 1) m ON true
ORDER BY a.account_id COLLATE "C"
"""
_QUERY = (_LEDGER + _DUES + _FACTS).encode()
_PAGE = """
SELECT account_id FROM accounts WHERE account_id > %s AND opened_on <= %s ORDER BY account_id LIMIT %s
"""


def facts_of(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> list[AccountFacts]:
    """The accounts among `account_ids` that were open by `on`, at its close, in order of their ids."""
    with connection.cursor(row_factory=class_row(AccountFacts)) as cursor:
        return cursor.execute(_QUERY, {"ids": list(account_ids), "on": on}).fetchall()


def pages(connection: psycopg.Connection, on: date, size: int = PAGE_ACCOUNTS) -> Iterator[list[AccountFacts]]:
    """All accounts at the close of `on`, `size` at a time, so that memory does not grow with the portfolio."""
    last = ""
    while ids := [row[0] for row in connection.execute(_PAGE, [last, on, size])]:
        yield facts_of(connection, ids, on)
        last = ids[-1]
