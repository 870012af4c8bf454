"""The core: commands once each, entries with instants, memo holds, positions, the outbox, and a role per duty."""

from alembic import op

revision = "0004"
down_revision = "0003"

ROLES = """
DROP FUNCTION accounts.protect(text, text);
CREATE FUNCTION accounts.admit(target text, api_rights text DEFAULT 'SELECT', staff_rights text DEFAULT 'SELECT')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY own_writes ON accounts.%%I FOR INSERT TO accounts_api
    WITH CHECK (borrower_id = nullif(current_setting(''accounts.borrower_id'', true), ''''))', target);
  EXECUTE format('CREATE POLICY own_changes ON accounts.%%I FOR UPDATE TO accounts_api
    USING (borrower_id = nullif(current_setting(''accounts.borrower_id'', true), ''''))', target);
  EXECUTE format('CREATE POLICY served ON accounts.%%I TO accounts_staff
    USING (borrower_id = nullif(current_setting(''accounts.borrower_id'', true), '''')
      AND nullif(current_setting(''accounts.staff_id'', true), '''') IS NOT NULL)', target);
  EXECUTE format('CREATE POLICY audit ON accounts.%%I FOR SELECT TO accounts_auditor USING (true)', target);
  EXECUTE format('GRANT %%s ON accounts.%%I TO accounts_api', api_rights, target);
  EXECUTE format('GRANT %%s ON accounts.%%I TO accounts_staff', staff_rights, target);
  EXECUTE format('GRANT SELECT ON accounts.%%I TO accounts_auditor', target);
END $$;
COMMENT ON FUNCTION accounts.admit IS
  'Lets borrowers write their own rows, staff the rows of the one borrower they serve (accounts.borrower_id with '
  'accounts.staff_id set), and the auditor read all; rights are GRANT lists.';
CREATE FUNCTION accounts.protect(target text, ops_rights text, api_rights text DEFAULT 'SELECT',
  staff_rights text DEFAULT 'SELECT') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE accounts.%%I ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE accounts.%%I FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY own_rows ON accounts.%%I FOR SELECT TO accounts_api
    USING (borrower_id = nullif(current_setting(''accounts.borrower_id'', true), ''''))', target);
  EXECUTE format('CREATE POLICY operations ON accounts.%%I TO accounts_ops USING (true) WITH CHECK (true)', target);
  EXECUTE format('GRANT %%s, MAINTAIN ON accounts.%%I TO accounts_ops', ops_rights, target);
  PERFORM accounts.admit(target, api_rights, staff_rights);
END $$;
COMMENT ON FUNCTION accounts.protect IS
  'Puts a table with borrower data under row-level security for every role; unset means no rows.';
GRANT USAGE ON SCHEMA accounts TO accounts_staff, accounts_relay, accounts_auditor;
GRANT SELECT ON accounts.business_day, accounts.gl_accounts, accounts.price_schedule
  TO accounts_staff, accounts_auditor;
GRANT SELECT ON accounts.balances, accounts.transactions, accounts.due_status TO accounts_staff, accounts_auditor;
"""

_WRITTEN = "SELECT, INSERT, UPDATE"
ADMITTED = {
    **dict.fromkeys(("borrowers", "flags", "people"), ("SELECT", _WRITTEN)),
    **dict.fromkeys(("accounts", "rate_terms", "draws", "payments", "dues", "autopay"), (_WRITTEN, _WRITTEN)),
    **dict.fromkeys(("disputes", "hardship_plans", "applications", "fees"), (_WRITTEN, _WRITTEN)),
    **dict.fromkeys(("journal_entries", "postings", "interest_charges"), ("SELECT, INSERT", "SELECT, INSERT")),
    **dict.fromkeys(("due_payments", "statements", "statement_interest"), ("SELECT, INSERT", "SELECT, INSERT")),
    "bureau_reports": ("SELECT", _WRITTEN),
}

LEDGER = """
CREATE TABLE accounts.entry_kinds (
  kind text PRIMARY KEY,
  section text CHECK (section IN ('payments', 'draws', 'fees', 'interest')),
  means text NOT NULL
);
COMMENT ON TABLE accounts.entry_kinds IS
  'Kinds of journal entries; section is the column of a statement that they count in, null: memo, shown to nobody.';
INSERT INTO accounts.entry_kinds VALUES
  ('draw', 'draws', 'A draw paid out'),
  ('payment', 'payments', 'A payment posted'),
  ('returned_payment', 'payments', 'A payment taken back by its bank'),
  ('late_fee', 'fees', 'A late fee'),
  ('returned_payment_fee', 'fees', 'A fee for a returned payment'),
  ('interest', 'interest', 'Interest charged or corrected'),
  ('refund', 'payments', 'A credit balance paid back'),
  ('waiver', 'payments', 'A fee waived'),
  ('disbursement', 'draws', 'A loan paid out'),
  ('origination_fee', 'draws', 'The fee withheld from a loan'),
  ('charge_off', NULL, 'The receivable written down; still owed'),
  ('draw_pending', NULL, 'A draw authorised, not paid out yet'),
  ('draw_released', NULL, 'The hold of a draw ended: settled or void'),
  ('payment_pending', NULL, 'A payment received, not posted yet'),
  ('payment_released', NULL, 'The hold of a payment ended: posted or void'),
  ('replay_reversal', NULL, 'An entry taken back because the account was recomputed');
GRANT SELECT ON accounts.entry_kinds TO accounts_api, accounts_ops, accounts_staff, accounts_auditor;
INSERT INTO accounts.gl_accounts VALUES
  ('9110', 'Draws authorised, not paid out (memo)', 'asset'),
  ('9190', 'Draws authorised, contra (memo)', 'liability'),
  ('9210', 'Payments received, not posted (memo)', 'liability'),
  ('9290', 'Payments received, contra (memo)', 'asset');
ALTER TABLE accounts.journal_entries DROP CONSTRAINT journal_entries_kind_check,
  ADD FOREIGN KEY (kind) REFERENCES accounts.entry_kinds,
  ADD COLUMN posted_at timestamptz,
  ADD COLUMN booked_on date,
  ADD COLUMN replay_id text,
  NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER append_only;
UPDATE accounts.journal_entries SET booked_on = posted_on,
  posted_at = (posted_on + time '23:59') AT TIME ZONE 'US/Eastern';
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE accounts.journal_entries ALTER COLUMN posted_at SET NOT NULL, ALTER COLUMN booked_on SET NOT NULL,
  FORCE ROW LEVEL SECURITY, ENABLE TRIGGER append_only;
COMMENT ON COLUMN accounts.journal_entries.effective_on IS 'The day from which it counts: value date, interest.';
COMMENT ON COLUMN accounts.journal_entries.posted_at IS 'The instant at which the books first had it.';
COMMENT ON COLUMN accounts.journal_entries.booked_on IS
  'The business day to whose close it belongs; earlier than posted_on only where a replay posted it.';
COMMENT ON COLUMN accounts.journal_entries.replay_id IS 'The recomputation that posted it, null for the first posting.';
CREATE INDEX ON accounts.journal_entries (account_id, booked_on);
ALTER TABLE accounts.postings DROP CONSTRAINT postings_bucket_check, ADD CONSTRAINT postings_bucket_check
  CHECK (bucket IN ('principal', 'interest', 'fees', 'credit', 'draw_hold', 'payment_hold'));
"""

POSITIONS = """
CREATE TABLE accounts.positions (
  account_id text PRIMARY KEY,
  borrower_id text NOT NULL,
  principal_cents bigint NOT NULL DEFAULT 0 CHECK (principal_cents >= 0),
  interest_cents bigint NOT NULL DEFAULT 0 CHECK (interest_cents >= 0),
  fees_cents bigint NOT NULL DEFAULT 0 CHECK (fees_cents >= 0),
  credit_cents bigint NOT NULL DEFAULT 0 CHECK (credit_cents >= 0),
  draw_hold_cents bigint NOT NULL DEFAULT 0 CHECK (draw_hold_cents >= 0),
  payment_hold_cents bigint NOT NULL DEFAULT 0 CHECK (payment_hold_cents >= 0),
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id)
);
COMMENT ON TABLE accounts.positions IS
  'What the postings of an account add up to, kept by a trigger in the same statement; reconcile compares the two.';
SELECT accounts.protect('positions', 'SELECT');
CREATE POLICY follower ON accounts.positions TO accounts_owner USING (pg_trigger_depth() > 0);

CREATE FUNCTION accounts.open_position() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = accounts AS $$
BEGIN
  INSERT INTO accounts.positions (account_id, borrower_id) SELECT account_id, borrower_id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER open_position AFTER INSERT ON accounts.accounts REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION accounts.open_position();

DROP TRIGGER balanced ON accounts.postings;
DROP TRIGGER balanced ON accounts.journal_entries;
DROP FUNCTION accounts.refuse_unbalanced();
CREATE FUNCTION accounts.refuse_empty() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = accounts AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM accounts.postings WHERE entry_id = NEW.entry_id) THEN
    RAISE EXCEPTION 'journal entry %% does not balance: it has no postings', NEW.entry_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER has_postings AFTER INSERT ON accounts.journal_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts.refuse_empty();
CREATE POLICY follower ON accounts.journal_entries FOR SELECT TO accounts_owner USING (pg_trigger_depth() > 0);
CREATE POLICY follower ON accounts.postings FOR SELECT TO accounts_owner USING (pg_trigger_depth() > 0);
CREATE POLICY follower ON accounts.accounts FOR SELECT TO accounts_owner USING (pg_trigger_depth() > 0);
"""

EVENTS = """
CREATE TABLE accounts.outbox (
  event_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  type text NOT NULL,
  version smallint NOT NULL DEFAULT 1,
  borrower_id text,
  account_id text,
  subject_id text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  payload jsonb NOT NULL,
  published_at timestamptz
);
COMMENT ON TABLE accounts.outbox IS
  'One row a state change, written by triggers in the transaction that changes; the relay publishes in seq order.';
CREATE INDEX ON accounts.outbox (seq) WHERE published_at IS NULL;
CREATE INDEX ON accounts.outbox (subject_id);
SELECT accounts.protect('outbox', 'SELECT');
CREATE POLICY follower ON accounts.outbox TO accounts_owner USING (pg_trigger_depth() > 0);
"""

COMMANDS = """
CREATE TABLE accounts.commands (
  command_id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind text NOT NULL,
  borrower_id text NOT NULL,
  account_id text,
  actor text NOT NULL,
  actor_role text NOT NULL,
  at timestamptz NOT NULL,
  recorded_on date NOT NULL,
  value_on date NOT NULL CHECK (value_on <= recorded_on),
  content jsonb NOT NULL,
  content_hash text NOT NULL,
  result jsonb,
  undone_by text REFERENCES accounts.commands
);
COMMENT ON TABLE accounts.commands IS
  'Every write, ledger effect or not: what was asked, by whom, when, the day on which it counts, and its first result. '
  'The commands of an account and the closing of days are all that its books follow from.';
CREATE INDEX ON accounts.commands (account_id, value_on, seq);
SELECT accounts.protect('commands', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');
CREATE FUNCTION accounts.keep_commands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'result' - 'undone_by' = to_jsonb(NEW) - 'result' - 'undone_by'
    AND (OLD.result IS NULL OR OLD.result = NEW.result) AND (OLD.undone_by IS NULL OR OLD.undone_by = NEW.undone_by)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'command %% is kept as it was given', OLD.command_id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON accounts.commands
  FOR EACH ROW EXECUTE FUNCTION accounts.keep_commands();
"""

VIEWS = """
CREATE OR REPLACE VIEW accounts.balances WITH (security_invoker = true) AS
SELECT a.account_id, a.borrower_id,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'principal'), 0)::bigint AS principal_cents,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'interest'), 0)::bigint AS interest_cents,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'fees'), 0)::bigint AS fees_cents,
  coalesce(-sum(p.amount_cents) FILTER (WHERE p.bucket = 'credit'), 0)::bigint AS credit_cents,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket NOT IN ('draw_hold', 'payment_hold')), 0)::bigint AS owed_cents
FROM accounts.accounts a LEFT JOIN accounts.postings p USING (account_id)
GROUP BY a.account_id;
CREATE OR REPLACE VIEW accounts.transactions WITH (security_invoker = true) AS
SELECT e.entry_id, e.seq, e.borrower_id, e.account_id, e.kind, e.effective_on, e.posted_on, e.description,
  coalesce((SELECT sum(p.amount_cents) FROM accounts.postings p WHERE p.entry_id = e.entry_id
    AND p.account_id = e.account_id AND p.bucket NOT IN ('draw_hold', 'payment_hold')), 0)::bigint AS amount_cents,
  EXISTS (SELECT 1 FROM accounts.journal_entries r WHERE r.reverses = e.entry_id) AS reversed,
  e.booked_on, k.section
FROM accounts.journal_entries e JOIN accounts.entry_kinds k USING (kind)
WHERE e.kind NOT IN ('draw_pending', 'draw_released', 'payment_pending', 'payment_released', 'replay_reversal')
AND NOT EXISTS (SELECT 1 FROM accounts.journal_entries r WHERE r.reverses = e.entry_id AND r.kind = 'replay_reversal');
COMMENT ON VIEW accounts.transactions IS
  'Entries as they stand: what a recomputation took back is not among them, memo holds neither.';
"""

ADMIT = "".join(f"SELECT accounts.admit('{table}', '{api}', '{staff}');\n" for table, (api, staff) in ADMITTED.items())


def upgrade() -> None:
    for statement in (ROLES, ADMIT, LEDGER, EVENTS, POSITIONS, COMMANDS, VIEWS):
        op.get_bind().exec_driver_sql(statement)
