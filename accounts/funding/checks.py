"""What must hold of the pools' books; each query lists what does not (accounts.reconcile runs them)."""

CHECKS: dict[str, str] = {
    "pool entries balance in each book": """
SELECT e.entry_id::text FROM funding_entries e LEFT JOIN funding_postings p USING (entry_id)
LEFT JOIN funding_gl g USING (gl_code) GROUP BY e.entry_id, g.book
HAVING coalesce(sum(p.amount_cents), 1) <> 0""",
    "pool and lender agree": """
SELECT e.pool_id FROM funding_entries e JOIN funding_postings p USING (entry_id) GROUP BY 1
HAVING sum(p.amount_cents) FILTER (WHERE p.gl_code IN ('P110', 'P120', 'P130', 'L110')) <> 0
OR coalesce(sum(p.amount_cents) FILTER (WHERE p.gl_code IN ('P140', 'L200')), 0) <> 0
OR coalesce(sum(p.amount_cents) FILTER (WHERE p.gl_code IN ('P200', 'L120')), 0) <> 0""",
    "pool receivables equal the servicing ledger": """
WITH held AS (SELECT p.account_id, e.pool_id, sum(p.amount_cents) FILTER (WHERE p.gl_code = 'P110') AS principal,
    sum(p.amount_cents) FILTER (WHERE p.gl_code = 'P120') AS interest,
    sum(p.amount_cents) FILTER (WHERE p.gl_code = 'P130') AS fees
  FROM funding_postings p JOIN funding_entries e USING (entry_id) WHERE p.gl_code IN ('P110', 'P120', 'P130')
  GROUP BY 1, 2),
mine AS (SELECT g.account_id, g.pool_id, c.through_on FROM funding_assignments g JOIN funding_cutoffs c USING (pool_id)
  WHERE g.from_on <= c.through_on + 1 AND coalesce(g.to_on, 'infinity') > c.through_on),
owed AS (SELECT m.account_id, m.pool_id,
    coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'principal'), 0) AS principal,
    coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'interest'), 0) AS interest,
    coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'fees'), 0) AS fees,
    coalesce(-sum(p.amount_cents) FILTER (WHERE p.gl_code = '1400'), 0) AS written
  FROM mine m LEFT JOIN journal_entries e ON e.account_id = m.account_id AND e.posted_on <= m.through_on
  LEFT JOIN postings p USING (entry_id) GROUP BY 1, 2)
SELECT pool_id || ' ' || account_id FROM held h FULL JOIN owed o USING (account_id, pool_id)
WHERE coalesce(h.principal, 0) <> coalesce(net_part(o.principal, 0, o.written), 0)
OR coalesce(h.interest, 0) <> coalesce(net_part(o.interest, o.principal, o.written), 0)
OR coalesce(h.fees, 0) <> coalesce(net_part(o.fees, o.principal + o.interest, o.written), 0)""",
    "no receivable is in two pools": """
SELECT a.account_id FROM funding_assignments a JOIN funding_assignments b
ON a.account_id = b.account_id AND a.assignment_id < b.assignment_id
AND daterange(a.from_on, a.to_on, '[]') && daterange(b.from_on, b.to_on, '[]')""",
    "transfers add up": """
SELECT t.transfer_id FROM funding_transfers t LEFT JOIN funding_transfer_items i USING (transfer_id)
GROUP BY t.transfer_id HAVING count(i.account_id) <> t.accounts OR sum(i.price_cents) <> t.price_cents
OR sum(i.principal_cents + i.interest_cents + i.fees_cents) <> t.par_cents
OR sum(i.accrued_cents) <> t.accrued_cents""",
    "issued remittances are booked": """
SELECT r.remittance_id FROM funding_remittances r WHERE r.status = 'issued' AND r.amount_cents <> coalesce((
  SELECT sum(p.amount_cents) FROM funding_commands c
  JOIN funding_entries e ON e.command_id = c.command_id || ':remittance'
  JOIN funding_postings p USING (entry_id) WHERE c.kind = 'issue_remittance' AND p.gl_code = 'P100'
  AND c.result ->> 'remittance_id' = r.remittance_id), 0)""",
}
