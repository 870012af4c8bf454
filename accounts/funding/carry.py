"""Carries what happened on the servicing ledger to assigned receivables into the ledger of their pool, day by day.

One entry a pool, business day and kind of activity; each line names the account, so that the pool's receivables equal
the servicing ledger's account by account. Days are taken by `posted_on`, which no later event changes.
"""

import json
from datetime import date, datetime

import psycopg

from accounts.funding.once import refuse, require_closed

CONTRA = {
    "draws": ("P140", "L200", "Draws funded"),
    "collections": ("P140", "L200", "Collections"),
    "interest": ("P500", "L400", "Interest charged"),
    "fees": ("P510", "L400", "Fees charged"),
    "charge_offs": ("P520", "L430", "Charge-offs"),
    "adjustments": ("P560", "L430", "Waivers and adjustments"),
}
"""Kind of activity: the accounts opposite to the receivable in the pool's and the lender's book, and its text."""

# `moved`: one row a servicing entry on a day of the pool; whole history of the few accounts that were written down,
# since what an entry does to a net receivable depends on what was owed and written down before it
_MOVED = """
WITH mine AS (
  SELECT account_id, borrower_id, greatest(from_on, %(after)s::date + 1) AS first,
    least(coalesce(to_on, %(through)s), %(through)s) AS last FROM funding_assignments
  WHERE pool_id = %(pool)s AND from_on <= %(through)s AND coalesce(to_on, 'infinity') > %(after)s
), down AS (
  SELECT DISTINCT e.account_id FROM postings p JOIN journal_entries e USING (entry_id) WHERE p.gl_code = '1400'
), moved AS (
  SELECT m.account_id, m.borrower_id, m.first, e.posted_on, e.seq, k.section,
    coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'principal'), 0)::bigint AS principal,
    coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'interest'), 0)::bigint AS interest,
    coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'fees'), 0)::bigint AS fees,
    coalesce(-sum(p.amount_cents) FILTER (WHERE p.gl_code = '1400'), 0)::bigint AS written,
    coalesce(bool_or(p.gl_code = '1010'), false) AS cash
  FROM mine m JOIN journal_entries e ON e.account_id = m.account_id AND e.posted_on <= m.last
    AND (e.posted_on >= m.first OR m.account_id IN (SELECT account_id FROM down))
  LEFT JOIN journal_entries o ON o.entry_id = e.reverses AND e.kind = 'replay_reversal'
  JOIN entry_kinds k ON k.kind = coalesce(o.kind, e.kind)
  JOIN postings p ON p.entry_id = e.entry_id
  GROUP BY 1, 2, 3, 4, 5, 6
), """
_NETTED = """owed AS (
  SELECT account_id, seq, posted_on, sum(principal) OVER w AS principal, sum(interest) OVER w AS interest,
    sum(fees) OVER w AS fees, sum(written) OVER w AS written
  FROM moved WHERE account_id IN (SELECT account_id FROM down)
  WINDOW w AS (PARTITION BY account_id ORDER BY posted_on, seq)
), net AS (
  SELECT account_id, seq, posted_on, net_part(principal, 0, written) AS principal,
    net_part(interest, principal, written) AS interest, net_part(fees, principal + interest, written) AS fees FROM owed
), netted AS (
  SELECT account_id, seq, principal - lag(principal, 1, 0::bigint) OVER w AS principal,
    interest - lag(interest, 1, 0::bigint) OVER w AS interest, fees - lag(fees, 1, 0::bigint) OVER w AS fees
  FROM net WINDOW w AS (PARTITION BY account_id ORDER BY posted_on, seq)
), """
_LINES = """activity AS (
  SELECT m.account_id, m.borrower_id, m.posted_on, CASE WHEN m.written <> 0 AND NOT m.cash THEN 'charge_offs'
      WHEN m.section = 'payments' AND m.cash THEN 'collections' WHEN m.section IN ('draws', 'interest', 'fees')
      THEN m.section ELSE 'adjustments' END AS kind,
    coalesce(n.principal, m.principal) AS principal, coalesce(n.interest, m.interest) AS interest,
    coalesce(n.fees, m.fees) AS fees, CASE WHEN m.section = 'payments' AND m.cash AND n.seq IS NOT NULL
      THEN n.principal + n.interest + n.fees - m.principal - m.interest - m.fees ELSE 0 END AS recovered
  FROM moved m LEFT JOIN netted n USING (account_id, seq) WHERE m.posted_on >= m.first
), owned AS (
  SELECT a.posted_on, a.kind, l.gl_code, a.account_id, a.borrower_id, sum(l.cents)::bigint AS cents
  FROM activity a CROSS JOIN LATERAL (VALUES ('P110', a.principal), ('P120', a.interest), ('P130', a.fees))
    AS l (gl_code, cents) GROUP BY 1, 2, 3, 4, 5
  UNION ALL SELECT posted_on, 'recoveries', 'P530', account_id, borrower_id, -sum(recovered)::bigint
  FROM activity GROUP BY 1, 4, 5
), opposite AS (
  SELECT o.posted_on, o.kind, l.gl_code, sum(l.cents)::bigint AS cents
  FROM owned o LEFT JOIN json_to_recordset(%(contra)s) AS c (kind text, pool text, lender text) USING (kind)
  CROSS JOIN LATERAL (VALUES (coalesce(c.pool, 'P140'), -o.cents),
    (CASE WHEN c.kind IS NULL THEN 'L200' ELSE 'L110' END, CASE WHEN c.kind IS NULL THEN o.cents ELSE -o.cents END),
    (coalesce(c.lender, 'L430'), CASE WHEN c.kind IS NULL THEN -o.cents ELSE o.cents END)) AS l (gl_code, cents)
  GROUP BY 1, 2, 3
), lines AS (
  SELECT 'activity:' || %(pool)s || ':' || posted_on || ':' || kind AS command_id, * FROM (
    SELECT posted_on, kind, gl_code, account_id, borrower_id, cents FROM owned WHERE cents <> 0
    UNION ALL SELECT posted_on, kind, gl_code, NULL, NULL, cents FROM opposite WHERE cents <> 0) AS both_sides
), """
_POST = """entries AS (
  INSERT INTO funding_entries (entry_id, command_id, pool_id, kind, booked_on, posted_at, description)
  SELECT md5(l.command_id)::uuid, l.command_id, %(pool)s, l.kind, l.posted_on, %(at)s, coalesce(t.text, 'Recoveries')
  FROM (SELECT DISTINCT command_id, kind, posted_on FROM lines) l
  LEFT JOIN json_to_recordset(%(contra)s) AS t (kind text, text text) USING (kind)
  ORDER BY l.posted_on, l.kind RETURNING entry_id, command_id
)
INSERT INTO funding_postings (entry_id, line, gl_code, account_id, borrower_id, amount_cents)
SELECT e.entry_id, row_number() OVER (PARTITION BY e.entry_id ORDER BY l.account_id NULLS LAST, l.gl_code) - 1,
  l.gl_code, l.account_id, l.borrower_id, l.cents FROM lines l JOIN entries e USING (command_id)
"""
_CARRY = (_MOVED + _NETTED + _LINES + _POST).encode()


def carried_through(connection: psycopg.Connection, pool_id: str) -> date:
    """The last day whose activity the pool ledger has. Raises Refused for an unknown pool."""
    row = connection.execute("SELECT through_on FROM funding_cutoffs WHERE pool_id = %s", [pool_id]).fetchone()
    if row is None:
        raise refuse("no-such-pool", f"There is no pool {pool_id}.")
    return row[0]


def carry(connection: psycopg.Connection, pool_id: str, through_on: date, at: datetime) -> int:
    """Carry the activity of all closed days up to `through_on`; gives the number of postings made.

    Within the caller's transaction; days that the pool ledger has are left alone. Raises Refused.
    """
    require_closed(connection, through_on)
    row = connection.execute(
        "SELECT through_on FROM funding_cutoffs WHERE pool_id = %s FOR UPDATE", [pool_id]
    ).fetchone()
    after = row[0] if row else carried_through(connection, pool_id)
    if after >= through_on:
        return 0
    contra = [{"kind": kind, "pool": pool, "lender": own, "text": text} for kind, (pool, own, text) in CONTRA.items()]
    values = {"pool": pool_id, "after": after, "through": through_on, "at": at, "contra": json.dumps(contra)}
    posted = connection.execute(_CARRY, values).rowcount
    connection.execute("UPDATE funding_cutoffs SET through_on = %s WHERE pool_id = %s", [through_on, pool_id])
    return posted


def carry_to_cutoff(connection: psycopg.Connection, pool_id: str, on: date, at: datetime) -> None:
    """Carry up to the cut-off of a transfer. Raises Refused where the pool ledger has later days already."""
    carry(connection, pool_id, on, at)
    through = carried_through(connection, pool_id)
    if through > on:
        text = f"Pool {pool_id} has its entries through {through}; a transfer is dated then or later, not {on}."
        raise refuse("cutoff-passed", text)
