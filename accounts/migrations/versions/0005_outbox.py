"""Every table with state announces its changes; the outbox takes nothing by hand and is read by a relay of its own."""

from alembic import op

revision = "0005"
down_revision = "0004"

ANNOUNCE = """
CREATE FUNCTION accounts.announce(target text, subject text, key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  place regclass := format('accounts.%%I', target)::regclass;
  has text[] := (SELECT array_agg(attname::text) FROM pg_attribute
    WHERE attrelid = place AND attnum > 0 AND NOT attisdropped);
  same text := (SELECT string_agg(format('c.%%1$I = b.%%1$I', a.attname), ' AND ') FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = place AND i.indisprimary);
  named text := (SELECT string_agg(format('c.%%I::text', trim(part)), ' || ''/'' || ')
    FROM unnest(string_to_array(key, ',')) part);
  account text := CASE WHEN 'account_id' = ANY (has) THEN 'c.account_id' ELSE 'NULL' END;
  borrower text := CASE WHEN 'borrower_id' = ANY (has) THEN 'c.borrower_id' ELSE 'NULL' END;
  state text := CASE WHEN 'status' = ANY (has) THEN format('%%L || c.status', subject || '.') END;
  put text := 'INSERT INTO accounts.outbox (type, borrower_id, account_id, subject_id, payload) SELECT %%s, '
    || borrower || ', ' || account || ', ' || named || ', to_jsonb(c) FROM changed c';
BEGIN
  EXECUTE format($f$
CREATE OR REPLACE FUNCTION accounts.%%I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = accounts SET datestyle = 'ISO' SET enable_nestloop = off AS $body$
BEGIN
  IF TG_OP = 'INSERT' THEN %%s;
  ELSIF TG_OP = 'UPDATE' THEN %%s LEFT JOIN before b ON %%s WHERE b IS DISTINCT FROM c;
  ELSE %%s;
  END IF;
  RETURN NULL;
END $body$ $f$, 'announce_' || target,
    format(put, coalesce(state, quote_literal(subject || '.recorded'))),
    format(put, coalesce(state, quote_literal(subject || '.changed'))), same,
    format(put, quote_literal(subject || '.removed')));
  EXECUTE format('CREATE TRIGGER announce_new AFTER INSERT ON %%s REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION accounts.%%I(%%L)', place, 'announce_' || target, subject);
  EXECUTE format('CREATE TRIGGER announce_change AFTER UPDATE ON %%s REFERENCING OLD TABLE AS before
    NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION accounts.%%I(%%L)', place, 'announce_' || target, subject);
  EXECUTE format('CREATE TRIGGER announce_removal AFTER DELETE ON %%s REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION accounts.%%I(%%L)', place, 'announce_' || target, subject);
END $$;
COMMENT ON FUNCTION accounts.announce IS
  'Every row inserted into the table, really changed or removed becomes an outbox event `subject.status` (or '
  '.recorded, .changed; .removed). key names the row: a column, or several with commas between (joined by / in '
  'subject_id). The subject needs a schema in accounts/events/schemas. Plans of the functions made here never nest '
  'loops: they are kept, and the second statement may change a hundred thousand rows where the first changed one.';
"""

SUBJECTS = {
    "borrowers": ("borrower", "borrower_id"),
    "flags": ("flag", "borrower_id, kind, since"),
    "accounts": ("account", "account_id"),
    "rate_terms": ("rate_term", "account_id, rate_bucket, from_on"),
    "draws": ("draw", "draw_id"),
    "payments": ("payment", "payment_id"),
    "statements": ("statement", "statement_id"),
    "dues": ("due", "account_id, number"),
    "fees": ("fee", "fee_id"),
    "autopay": ("autopay", "account_id"),
    "bureau_reports": ("bureau_report", "account_id, month_end"),
    "disputes": ("dispute", "dispute_id"),
    "hardship_plans": ("hardship_plan", "account_id, started_on"),
    "applications": ("application", "application_id"),
}
"""Table -> subject and key. Not here: details that come with one of these (due_payments, interest_charges,
statement_interest) or follow from the journal (positions)."""
ANNOUNCED = "".join(f"SELECT accounts.announce('{table}', '{s}', '{key}');\n" for table, (s, key) in SUBJECTS.items())

JOURNAL = """
CREATE FUNCTION accounts.follow_postings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = accounts SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE wrong record; broken boolean; drawn boolean;
BEGIN
  SELECT bool_or(l.total <> 0 OR l.lines < 2), bool_or(l.drawn) INTO broken, drawn
    FROM (SELECT sum(amount_cents) AS total, count(*) AS lines,
        bool_or(bucket = 'draw_hold' OR (gl_code = '1110' AND amount_cents > 0)) AS drawn
      FROM added GROUP BY entry_id) l;
  IF broken THEN
    SELECT entry_id, count(*) AS lines, sum(amount_cents) AS total INTO wrong FROM added
      GROUP BY entry_id HAVING sum(amount_cents) <> 0 OR count(*) < 2 LIMIT 1;
    RAISE EXCEPTION 'journal entry %% does not balance: %% postings, sum %% cents',
      wrong.entry_id, wrong.lines, wrong.total USING ERRCODE = 'check_violation';
  END IF;
  UPDATE accounts.positions p SET
    principal_cents = p.principal_cents + d.principal, interest_cents = p.interest_cents + d.interest,
    fees_cents = p.fees_cents + d.fees, credit_cents = p.credit_cents - d.credit,
    draw_hold_cents = p.draw_hold_cents + d.draw_hold, payment_hold_cents = p.payment_hold_cents - d.payment_hold
  FROM (SELECT account_id,
      coalesce(sum(amount_cents) FILTER (WHERE bucket = 'principal'), 0) AS principal,
      coalesce(sum(amount_cents) FILTER (WHERE bucket = 'interest'), 0) AS interest,
      coalesce(sum(amount_cents) FILTER (WHERE bucket = 'fees'), 0) AS fees,
      coalesce(sum(amount_cents) FILTER (WHERE bucket = 'credit'), 0) AS credit,
      coalesce(sum(amount_cents) FILTER (WHERE bucket = 'draw_hold'), 0) AS draw_hold,
      coalesce(sum(amount_cents) FILTER (WHERE bucket = 'payment_hold'), 0) AS payment_hold
    FROM added WHERE account_id IS NOT NULL GROUP BY account_id) d
  WHERE p.account_id = d.account_id;
  IF drawn THEN
    SELECT d.account_id, a.credit_limit_cents AS limit_cents, p.principal_cents + p.draw_hold_cents AS used_cents
      INTO wrong
      FROM (SELECT x.account_id, sum(x.amount_cents) FILTER (WHERE x.bucket IN ('principal', 'draw_hold')) AS more
        FROM added x JOIN accounts.journal_entries e USING (entry_id)
        WHERE x.account_id IS NOT NULL AND e.kind IN ('draw', 'draw_pending', 'draw_released') AND e.replay_id IS NULL
        GROUP BY 1) d
      JOIN accounts.positions p USING (account_id) JOIN accounts.accounts a USING (account_id)
      WHERE d.more > 0 AND p.principal_cents + p.draw_hold_cents > a.credit_limit_cents LIMIT 1;
    IF FOUND THEN
      RAISE EXCEPTION 'account %% would be drawn to %% cents over a limit of %% cents',
        wrong.account_id, wrong.used_cents, wrong.limit_cents
        USING ERRCODE = 'check_violation', CONSTRAINT = 'credit_limit';
    END IF;
  END IF;
  INSERT INTO accounts.outbox (type, borrower_id, account_id, subject_id, payload)
    SELECT 'journal.posted', e.borrower_id, e.account_id, e.entry_id::text,
      to_jsonb(e) - 'content_hash' || jsonb_build_object('postings', lines.postings)
    FROM (SELECT x.entry_id, jsonb_agg(jsonb_build_object('gl_code', x.gl_code, 'bucket', x.bucket,
        'rate_bucket', x.rate_bucket, 'amount_cents', x.amount_cents) ORDER BY x.line) AS postings
      FROM added x GROUP BY x.entry_id) lines
    JOIN accounts.journal_entries e USING (entry_id) ORDER BY e.seq;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION accounts.follow_postings IS
  'Refuses unbalanced entries and draws over the limit, keeps positions and announces the entries (journal.posted); '
  'all lines of an entry arrive in one statement. Its time grows with the postings of the statement and nothing else: '
  'plans are kept for the session, and rows are found by their key whether it had one entry or many.';
CREATE TRIGGER followed AFTER INSERT ON accounts.postings REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION accounts.follow_postings();
"""

INDEXES = """
ALTER TABLE accounts.outbox DROP CONSTRAINT outbox_pkey, DROP CONSTRAINT outbox_seq_key, ADD PRIMARY KEY (seq);
ALTER TABLE accounts.journal_entries DROP CONSTRAINT journal_entries_seq_key;
DROP INDEX accounts.journal_entries_account_id_posted_on_seq_idx;
CREATE INDEX ON accounts.journal_entries (account_id, seq);
"""
"""Each index is paid for by every posting: only those that something reads by."""

GUARD = """
DROP INDEX accounts.outbox_subject_id_idx;
CREATE INDEX ON accounts.outbox (subject_id, seq);
CREATE FUNCTION accounts.refuse_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the outbox is written by the triggers of the tables that change: %% by hand is refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER by_triggers_only BEFORE INSERT ON accounts.outbox FOR EACH STATEMENT
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION accounts.refuse_by_hand();
CREATE TRIGGER as_written BEFORE TRUNCATE OR UPDATE OF
  event_id, seq, type, version, borrower_id, account_id, subject_id, recorded_at, payload ON accounts.outbox
  FOR EACH STATEMENT EXECUTE FUNCTION accounts.refuse_by_hand();
CREATE TRIGGER published_once BEFORE UPDATE ON accounts.outbox FOR EACH ROW
  WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION accounts.refuse_by_hand();
CREATE TRIGGER kept_a_month BEFORE DELETE ON accounts.outbox FOR EACH ROW
  WHEN (OLD.published_at IS NULL OR OLD.published_at > now() - interval '30 days')
  EXECUTE FUNCTION accounts.refuse_by_hand();
"""

RELAY = """
CREATE POLICY relay_reads ON accounts.outbox FOR SELECT TO accounts_relay USING (true);
CREATE POLICY relay_marks ON accounts.outbox FOR UPDATE TO accounts_relay USING (true)
  WITH CHECK (published_at IS NOT NULL);
GRANT SELECT, UPDATE (published_at) ON accounts.outbox TO accounts_relay;
"""

PRUNE = """
CREATE TABLE accounts.outbox_pruned (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  entries_through bigint NOT NULL,
  pruned_at timestamptz NOT NULL
);
COMMENT ON TABLE accounts.outbox_pruned IS
  'Events of journal entries up to this seq may be pruned; empty: nothing ever was.';
GRANT SELECT ON accounts.outbox_pruned TO accounts_ops, accounts_auditor;
GRANT INSERT, UPDATE ON accounts.outbox_pruned TO accounts_ops;
GRANT DELETE ON accounts.outbox TO accounts_ops;
CREATE FUNCTION accounts.prune(keep interval DEFAULT '90 days', most integer DEFAULT 10000)
RETURNS bigint LANGUAGE plpgsql SET search_path = accounts AS $$
DECLARE removed bigint; entries bigint;
BEGIN
  WITH oldest AS (
    SELECT o.seq FROM outbox o WHERE o.published_at < now() - keep
      AND (o.type = 'journal.posted' OR EXISTS (SELECT 1 FROM outbox l WHERE l.subject_id = o.subject_id
        AND l.seq > o.seq AND split_part(l.type, '.', 1) = split_part(o.type, '.', 1)))
    ORDER BY o.seq LIMIT most
  ), gone AS (
    DELETE FROM outbox o USING oldest WHERE o.seq = oldest.seq RETURNING o.type, o.payload
  )
  SELECT count(*), max((payload ->> 'seq')::bigint) FILTER (WHERE type = 'journal.posted') INTO removed, entries
    FROM gone;
  IF entries IS NOT NULL THEN
    INSERT INTO outbox_pruned AS p (entries_through, pruned_at) VALUES (entries, now()) ON CONFLICT (only_row)
      DO UPDATE SET entries_through = greatest(p.entries_through, excluded.entries_through), pruned_at = now();
  END IF;
  RETURN removed;
END $$;
COMMENT ON FUNCTION accounts.prune IS
  'Remove the oldest events published longer ago than `keep` (never less than 30 days), at most `most` of them; call '
  'again until 0. The last event of whatever has state stays, so that the books can still be compared with it.';
REVOKE ALL ON FUNCTION accounts.prune(interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts.prune(interval, integer) TO accounts_ops;
"""


def upgrade() -> None:
    for statement in (ANNOUNCE, ANNOUNCED, JOURNAL, INDEXES, GUARD, RELAY, PRUNE):
        op.get_bind().exec_driver_sql(statement)
