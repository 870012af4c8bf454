"""Does the outbox say what the books say? Checks as in `accounts.reconcile`: empty lists are the good news."""

_STATES = {
    "accounts": ("account", "account_id"),
    "applications": ("application", "application_id"),
    "disputes": ("dispute", "dispute_id"),
    "draws": ("draw", "draw_id"),
    "fees": ("fee", "fee_id"),
    "payments": ("payment", "payment_id"),
}
"""Tables with a status -> subject and key. After pruning the last event of each of their rows is still there."""

_SAME_STATUS = """
SELECT t.{key} FROM {table} t WHERE '{subject}.' || t.status IS DISTINCT FROM (SELECT o.type FROM outbox o
  WHERE o.subject_id = t.{key} AND split_part(o.type, '.', 1) = '{subject}' ORDER BY o.seq DESC LIMIT 1)"""

CHECKS: dict[str, str] = {
    "every journal entry has its event": """
SELECT e.entry_id::text FROM journal_entries e
WHERE e.seq > coalesce((SELECT entries_through FROM outbox_pruned), 0)
AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.subject_id = e.entry_id::text AND o.type = 'journal.posted')""",
    "no journal entry has two events": """
SELECT subject_id FROM outbox WHERE type = 'journal.posted' GROUP BY 1 HAVING count(*) > 1""",
    "every event of the journal has its entry": """
SELECT o.event_id::text FROM outbox o WHERE o.type = 'journal.posted'
AND NOT EXISTS (SELECT 1 FROM journal_entries e WHERE e.entry_id::text = o.subject_id)""",
    "events of the journal say what was posted": """
SELECT o.event_id::text FROM outbox o JOIN postings p ON p.entry_id = o.subject_id::uuid WHERE o.type = 'journal.posted'
GROUP BY o.event_id, o.payload HAVING count(*) <> jsonb_array_length(o.payload -> 'postings')
  OR sum(abs(p.amount_cents)) <> (SELECT sum(abs((x ->> 'amount_cents')::bigint))
    FROM jsonb_array_elements(o.payload -> 'postings') x)""",
    "every statement has its event": """
SELECT s.statement_id FROM statements s WHERE s.new_balance_cents IS DISTINCT FROM (
  SELECT (o.payload ->> 'new_balance_cents')::bigint FROM outbox o
  WHERE o.subject_id = s.statement_id AND split_part(o.type, '.', 1) = 'statement' ORDER BY o.seq DESC LIMIT 1)""",
    **{
        f"the last event of {table} has their status": _SAME_STATUS.format(table=table, subject=subject, key=key)
        for table, (subject, key) in _STATES.items()
    },
}
"""What is wrong -> query that lists it, for a role that sees all (accounts_ops, accounts_auditor)."""
