"""Does everything tie out? Each check lists what does not; empty lists are the good news."""

from dataclasses import dataclass

import psycopg

from accounts.events import checks as events
from accounts.funding import checks as funding

BOOKS: dict[str, str] = {
    "entries balance": """
SELECT entry_id::text FROM postings GROUP BY 1 HAVING sum(amount_cents) <> 0""",
    "trial balance is zero": """
SELECT sum(amount_cents)::text FROM postings HAVING sum(amount_cents) <> 0""",
    "subledger equals general ledger": """
SELECT g.gl_code FROM gl_accounts g JOIN postings p USING (gl_code)
JOIN journal_entries e USING (entry_id) LEFT JOIN accounts a ON a.account_id = p.account_id
GROUP BY g.gl_code HAVING bool_or(p.account_id IS NOT NULL) AND (
  sum(p.amount_cents) <> sum(p.amount_cents) FILTER (WHERE p.account_id = e.account_id)
  OR bool_or(g.gl_code <> CASE p.bucket WHEN 'interest' THEN '1200' WHEN 'fees' THEN '1300' WHEN 'credit' THEN '2100'
    WHEN 'draw_hold' THEN '9110' WHEN 'payment_hold' THEN '9210'
    ELSE CASE a.product WHEN 'cash_line' THEN '1110' ELSE '1120' END END))""",
    "positions equal postings": """
SELECT account_id FROM positions JOIN balances b USING (account_id)
WHERE (positions.principal_cents, positions.interest_cents, positions.fees_cents, positions.credit_cents)
  <> (b.principal_cents, b.interest_cents, b.fees_cents, b.credit_cents)
OR draw_hold_cents <> (SELECT coalesce(sum(amount_cents), 0) FROM postings p
  WHERE p.account_id = b.account_id AND p.bucket = 'draw_hold')
OR payment_hold_cents <> (SELECT coalesce(-sum(amount_cents), 0) FROM postings p
  WHERE p.account_id = b.account_id AND p.bucket = 'payment_hold')""",
    "holds are what is pending": """
SELECT account_id FROM positions p
WHERE draw_hold_cents <> (SELECT coalesce(sum(amount_cents), 0) FROM draws d
  WHERE d.account_id = p.account_id AND d.status = 'pending')
OR payment_hold_cents <> (SELECT coalesce(sum(amount_cents), 0) FROM payments m
  WHERE m.account_id = p.account_id AND m.status = 'pending')""",
    "no bucket is negative": """
SELECT account_id FROM balances
WHERE least(principal_cents, interest_cents, fees_cents, credit_cents) < 0""",
    "statement balances follow the ledger": """
SELECT s.statement_id FROM statements s
JOIN LATERAL (SELECT sum(t.amount_cents) AS owed FROM transactions t
  WHERE t.account_id = s.account_id AND t.booked_on <= s.period_end) l ON true
WHERE s.new_balance_cents <> coalesce(l.owed, 0)""",
    "statements follow each other": """
SELECT statement_id FROM (SELECT statement_id, previous_balance_cents, period_start,
  lag(new_balance_cents, 1, 0::bigint) OVER w AS previous, lag(period_end) OVER w + 1 AS next_day
  FROM statements WINDOW w AS (PARTITION BY account_id ORDER BY period_end)) s
WHERE previous_balance_cents <> previous OR period_start <> next_day""",
    "statement interest is explained": """
SELECT s.statement_id FROM statements s LEFT JOIN statement_interest i USING (statement_id)
GROUP BY s.statement_id, s.interest_cents HAVING s.interest_cents <> coalesce(sum(i.interest_cents), 0)""",
    "interest follows from its daily balances": """
SELECT charge_id::text FROM interest_charges i
WHERE sum_daily_cents <> (SELECT coalesce(sum((s ->> 'days')::bigint
  * (s ->> 'balance_cents')::bigint), 0) FROM jsonb_array_elements(i.segments) s)
OR interest_cents <> round(sum_daily_cents * apr_bps / 3650000.0)""",
    "payments are fully applied": """
SELECT payment_id FROM payments WHERE status IN ('posted', 'returned')
AND amount_cents <> interest_cents + fees_cents + principal_cents + credit_cents""",
    "open fees are owed": """
SELECT b.account_id FROM balances b LEFT JOIN fees f ON f.account_id = b.account_id
  AND f.status = 'charged' GROUP BY b.account_id, b.fees_cents
HAVING b.fees_cents > coalesce(sum(f.amount_cents), 0) OR (b.fees_cents = 0 AND count(f.fee_id) > 0)""",
    "charge-offs are written down": """
SELECT 'written down ' || w.cents || ', owed ' || o.cents FROM
  (SELECT coalesce(-sum(amount_cents), 0) AS cents FROM postings WHERE gl_code = '1400') w,
  (SELECT coalesce(sum(owed_cents), 0) AS cents FROM balances JOIN accounts USING (account_id)
    WHERE status = 'charged_off') o
WHERE w.cents <> o.cents""",
}

CHECKS: dict[str, str] = {**BOOKS, **events.CHECKS, **funding.CHECKS}
"""What it checks -> a query whose rows name what does not tie: ledger and statements, the outbox, the pools."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that found something: the ids (or figures) concerned."""

    check: str
    concerned: tuple[str, ...]


def reconcile(connection: psycopg.Connection) -> list[Finding]:
    """Run every check on the whole ledger (role accounts_ops); an empty list means that the books tie out."""
    found = list[Finding]()
    for check, query in CHECKS.items():
        concerned = tuple(str(row[0]) for row in connection.execute(query.encode()))
        if concerned:
            found.append(Finding(check, concerned))
    return found
