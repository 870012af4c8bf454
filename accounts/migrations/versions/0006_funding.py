"""Funding pools, assignment rules, sales, remittances, and the pools' own double-entry ledger."""

from alembic import op

revision = "0006"
down_revision = "0005"

WRITES = """
CREATE TABLE accounts.funding_commands (
  command_id text PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind text NOT NULL,
  actor text NOT NULL,
  at timestamptz NOT NULL,
  recorded_on date NOT NULL,
  content jsonb NOT NULL,
  content_hash text NOT NULL,
  result jsonb
);
COMMENT ON TABLE accounts.funding_commands IS 'Every funding write, once: what was asked, by whom, its first result.';
CREATE FUNCTION accounts.keep_funding_commands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.result IS NULL AND to_jsonb(OLD) - 'result' = to_jsonb(NEW) - 'result'
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'funding command %% is kept as it was given', OLD.command_id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON accounts.funding_commands
  FOR EACH ROW EXECUTE FUNCTION accounts.keep_funding_commands();
"""

POOLS = """
CREATE TABLE accounts.funding_pools (
  pool_id text PRIMARY KEY CHECK (pool_id ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  name text NOT NULL,
  investor text NOT NULL,
  currency char(3) NOT NULL DEFAULT 'USD' CHECK (currency = 'USD'),
  advance_bps integer NOT NULL CHECK (advance_bps BETWEEN 0 AND 10000),
  servicing_fee_bps integer NOT NULL CHECK (servicing_fee_bps BETWEEN 0 AND 10000),
  price_bps integer NOT NULL CHECK (price_bps BETWEEN 1 AND 20000),
  commitment_cents bigint CHECK (commitment_cents >= 0),
  eligibility jsonb NOT NULL,
  opened_on date NOT NULL,
  closed_on date CHECK (closed_on >= opened_on)
);
COMMENT ON COLUMN accounts.funding_pools.price_bps IS 'Paid for principal in a sale; interest is paid at par.';
COMMENT ON COLUMN accounts.funding_pools.commitment_cents IS 'The most receivables that runs put into it.';
CREATE TABLE accounts.funding_rules (
  rule_id text PRIMARY KEY,
  pool_id text NOT NULL REFERENCES accounts.funding_pools,
  priority integer NOT NULL CHECK (priority >= 1),
  criteria jsonb NOT NULL,
  state_limit_bps integer CHECK (state_limit_bps BETWEEN 1 AND 10000),
  effective_from date NOT NULL,
  effective_to date CHECK (effective_to >= effective_from)
);
COMMENT ON TABLE accounts.funding_rules IS
  'Which receivables a run assigns to a pool: lower priority first; on top of the pool''s own eligibility. '
  'state_limit_bps: the largest share of the pool''s balance that one state may have.';
CREATE TABLE accounts.funding_cutoffs (
  pool_id text PRIMARY KEY REFERENCES accounts.funding_pools,
  through_on date NOT NULL
);
COMMENT ON TABLE accounts.funding_cutoffs IS 'The last day whose servicing entries the pool ledger has.';
CREATE TABLE accounts.funding_tape_key (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  key text NOT NULL
);
COMMENT ON TABLE accounts.funding_tape_key IS 'Secret of the account hashes on tapes: ids could be tried out.';
INSERT INTO accounts.funding_tape_key (key) SELECT gen_random_uuid()::text || gen_random_uuid()::text;
"""

RECEIVABLES = """
CREATE TYPE accounts.id_range AS RANGE (subtype = text, collation = "C");
CREATE TABLE accounts.funding_assignments (
  assignment_id text PRIMARY KEY,
  account_id text NOT NULL,
  borrower_id text NOT NULL,
  pool_id text NOT NULL REFERENCES accounts.funding_pools,
  rule_id text NOT NULL REFERENCES accounts.funding_rules,
  run_id text NOT NULL REFERENCES accounts.funding_commands,
  from_on date NOT NULL,
  to_on date CHECK (to_on >= from_on),
  sold_on date CHECK (sold_on >= from_on - 1),
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id),
  CONSTRAINT one_pool_at_a_time EXCLUDE USING gist
    (accounts.id_range(account_id, account_id, '[]') WITH &&, daterange(from_on, to_on, '[]') WITH &&)
);
COMMENT ON TABLE accounts.funding_assignments IS
  'Days whose entries belong to the pool, both inclusive; to_on null: still. The cut-off is the day before from_on; '
  'sold_on is the cut-off of the true sale, null while the lender has only contributed it.';
CREATE INDEX ON accounts.funding_assignments (pool_id, from_on);
CREATE INDEX ON accounts.funding_assignments (account_id);
CREATE TABLE accounts.funding_breaches (
  account_id text NOT NULL,
  borrower_id text NOT NULL,
  pool_id text NOT NULL REFERENCES accounts.funding_pools,
  reason text NOT NULL,
  found_on date NOT NULL,
  status text NOT NULL CHECK (status IN ('candidate', 'cured', 'repurchased')),
  ended_on date,
  PRIMARY KEY (account_id, pool_id, reason, found_on),
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id)
);
COMMENT ON TABLE accounts.funding_breaches IS
  'Assigned receivables that no longer meet the pool''s eligibility: candidates for repurchase until cured.';
CREATE UNIQUE INDEX one_candidate ON accounts.funding_breaches (account_id, pool_id, reason)
  WHERE status = 'candidate';
CREATE TABLE accounts.funding_transfers (
  transfer_id text PRIMARY KEY,
  pool_id text NOT NULL REFERENCES accounts.funding_pools,
  kind text NOT NULL CHECK (kind IN ('sale', 'repurchase')),
  reason text CHECK (reason IN ('breach', 'charged_off', 'dispute', 'scra', 'borrower_request')),
  cutoff_on date NOT NULL,
  price_bps integer NOT NULL CHECK (price_bps BETWEEN 0 AND 20000),
  accounts integer NOT NULL CHECK (accounts > 0),
  par_cents bigint NOT NULL,
  accrued_cents bigint NOT NULL,
  price_cents bigint NOT NULL,
  entry_id uuid NOT NULL,
  CHECK ((kind = 'repurchase') = (reason IS NOT NULL))
);
CREATE TABLE accounts.funding_transfer_items (
  transfer_id text NOT NULL REFERENCES accounts.funding_transfers,
  account_id text NOT NULL,
  borrower_id text NOT NULL,
  principal_cents bigint NOT NULL,
  interest_cents bigint NOT NULL,
  fees_cents bigint NOT NULL,
  accrued_cents bigint NOT NULL,
  price_cents bigint NOT NULL,
  PRIMARY KEY (transfer_id, account_id),
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id)
);
CREATE TABLE accounts.funding_remittances (
  remittance_id text PRIMARY KEY,
  pool_id text NOT NULL REFERENCES accounts.funding_pools,
  month date NOT NULL CHECK (month = date_trunc('month', month)),
  status text NOT NULL CHECK (status IN ('issued', 'withdrawn')),
  issued_on date NOT NULL,
  servicing_fee_cents bigint NOT NULL,
  amount_cents bigint NOT NULL,
  report jsonb NOT NULL
);
CREATE UNIQUE INDEX one_remittance ON accounts.funding_remittances (pool_id, month) WHERE status = 'issued';
"""

LEDGER = """
CREATE TABLE accounts.funding_gl (
  gl_code text PRIMARY KEY,
  book text NOT NULL CHECK (book IN ('lender', 'pool')),
  name text NOT NULL,
  nature text NOT NULL CHECK (nature IN ('asset', 'liability', 'income', 'expense'))
);
INSERT INTO accounts.funding_gl VALUES
  ('P100', 'pool', 'Collection account', 'asset'),
  ('P110', 'pool', 'Principal receivable', 'asset'),
  ('P120', 'pool', 'Interest receivable', 'asset'),
  ('P130', 'pool', 'Fees receivable', 'asset'),
  ('P140', 'pool', 'Due from servicer', 'asset'),
  ('P200', 'pool', 'Interest of the originator: contributed, not bought', 'liability'),
  ('P300', 'pool', 'Funding by the investor', 'liability'),
  ('P500', 'pool', 'Interest income', 'income'),
  ('P510', 'pool', 'Fee income', 'income'),
  ('P520', 'pool', 'Charge-offs', 'expense'),
  ('P530', 'pool', 'Recoveries', 'income'),
  ('P540', 'pool', 'Purchase premium and discount', 'expense'),
  ('P545', 'pool', 'Gain and loss on repurchase', 'expense'),
  ('P550', 'pool', 'Servicing fee', 'expense'),
  ('P560', 'pool', 'Waivers and adjustments', 'expense'),
  ('L100', 'lender', 'Cash from and to pools', 'asset'),
  ('L110', 'lender', 'Receivables transferred to pools (contra)', 'asset'),
  ('L120', 'lender', 'Interest in pools', 'asset'),
  ('L200', 'lender', 'Due to pools as servicer', 'liability'),
  ('L400', 'lender', 'Income passed on to pools', 'income'),
  ('L410', 'lender', 'Gain and loss on sale and repurchase', 'income'),
  ('L420', 'lender', 'Accrued interest sold and bought back', 'income'),
  ('L430', 'lender', 'Losses and recoveries passed on to pools', 'expense'),
  ('L440', 'lender', 'Servicing fee income', 'income');
CREATE TABLE accounts.funding_entries (
  entry_id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  command_id text NOT NULL UNIQUE,
  pool_id text NOT NULL REFERENCES accounts.funding_pools,
  kind text NOT NULL CHECK (kind IN ('assignment', 'sale', 'repurchase', 'draws', 'collections', 'recoveries',
    'interest', 'fees', 'charge_offs', 'adjustments', 'servicing_fee', 'remittance', 'reversal')),
  booked_on date NOT NULL,
  posted_at timestamptz NOT NULL,
  description text NOT NULL,
  reverses uuid UNIQUE REFERENCES accounts.funding_entries
);
COMMENT ON COLUMN accounts.funding_entries.booked_on IS 'The business day that it belongs to; transfers: the cut-off.';
CREATE INDEX ON accounts.funding_entries (pool_id, booked_on);
CREATE TABLE accounts.funding_postings (
  entry_id uuid NOT NULL REFERENCES accounts.funding_entries,
  line integer NOT NULL,
  gl_code text NOT NULL REFERENCES accounts.funding_gl,
  account_id text,
  borrower_id text,
  amount_cents bigint NOT NULL CHECK (amount_cents <> 0),
  PRIMARY KEY (entry_id, line),
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id),
  CHECK ((account_id IS NULL) = (borrower_id IS NULL)),
  CHECK (gl_code NOT IN ('P110', 'P120', 'P130') OR account_id IS NOT NULL)
);
CREATE INDEX ON accounts.funding_postings (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX written_down ON accounts.postings (entry_id) WHERE gl_code = '1400';
CREATE FUNCTION accounts.net_part(part numeric, before numeric, written numeric) RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN greatest(part - greatest(written - before, 0), 0);
COMMENT ON FUNCTION accounts.net_part IS
  'What is left of a part of a debt after `written` was charged off, which takes the `before` cents ahead of it first.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts.funding_entries
  FOR EACH STATEMENT EXECUTE FUNCTION accounts.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts.funding_postings
  FOR EACH STATEMENT EXECUTE FUNCTION accounts.refuse_change();

CREATE FUNCTION accounts.balance_funding() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = accounts AS $$ DECLARE wrong record;
BEGIN
  SELECT a.entry_id, g.book, sum(a.amount_cents) AS total INTO wrong
    FROM added a JOIN accounts.funding_gl g USING (gl_code) GROUP BY 1, 2 HAVING sum(a.amount_cents) <> 0 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'funding entry %% does not balance in the book of the %%: sum %% cents',
      wrong.entry_id, wrong.book, wrong.total USING ERRCODE = 'check_violation';
  END IF;
  SELECT p.entry_id INTO wrong FROM accounts.funding_postings p WHERE p.entry_id IN (SELECT entry_id FROM added)
    AND NOT EXISTS (SELECT 1 FROM added a WHERE a.entry_id = p.entry_id AND a.line = p.line) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'funding entry %% is complete; post a reversal instead', wrong.entry_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER balanced AFTER INSERT ON accounts.funding_postings REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION accounts.balance_funding();
CREATE FUNCTION accounts.refuse_empty_funding() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = accounts AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM accounts.funding_postings WHERE entry_id = NEW.entry_id) THEN
    RAISE EXCEPTION 'funding entry %% does not balance: it has no postings', NEW.entry_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER has_postings AFTER INSERT ON accounts.funding_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts.refuse_empty_funding();
"""

_WRITTEN, _ADDED = "SELECT, INSERT, UPDATE", "SELECT, INSERT"
LENDER_WIDE = {
    "funding_commands": _WRITTEN,
    "funding_pools": _WRITTEN,
    "funding_rules": _WRITTEN,
    "funding_cutoffs": _WRITTEN,
    "funding_remittances": _WRITTEN,
    **dict.fromkeys(("funding_transfers", "funding_entries"), _ADDED),
    **dict.fromkeys(("funding_gl", "funding_tape_key"), "SELECT"),
}
OF_BORROWERS = {
    "funding_assignments": _WRITTEN,
    "funding_breaches": _WRITTEN,
    "funding_transfer_items": _ADDED,
    "funding_postings": _ADDED,
}
ANNOUNCED = {
    "funding_pools": ("funding_pool", "pool_id"),
    "funding_rules": ("funding_rule", "rule_id"),
    "funding_assignments": ("funding_assignment", "assignment_id"),
    "funding_breaches": ("funding_breach", "account_id, pool_id, reason, found_on"),
    "funding_transfers": ("funding_transfer", "transfer_id"),
    "funding_remittances": ("funding_remittance", "remittance_id"),
}

CLOSED = """
ALTER TABLE accounts.{table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY operations ON accounts.{table} TO accounts_ops USING (true) WITH CHECK (true);
CREATE POLICY audit ON accounts.{table} FOR SELECT TO accounts_auditor USING (true);
GRANT {rights}, MAINTAIN ON accounts.{table} TO accounts_ops;
GRANT SELECT ON accounts.{table} TO accounts_auditor;
"""
HIDDEN = """
SELECT accounts.protect('{table}', '{rights}');
REVOKE ALL ON accounts.{table} FROM accounts_api, accounts_staff;
"""
FOLLOWED = """
CREATE POLICY follower ON accounts.{table} FOR SELECT TO accounts_owner USING (pg_trigger_depth() > 0);
"""
ACCESS = "".join(
    [
        *(CLOSED.format(table=table, rights=rights) for table, rights in LENDER_WIDE.items()),
        *(HIDDEN.format(table=table, rights=rights) for table, rights in OF_BORROWERS.items()),
        *(f"SELECT accounts.announce('{table}', '{named}', '{key}');\n" for table, (named, key) in ANNOUNCED.items()),
        *(FOLLOWED.format(table=table) for table in ("funding_gl", "funding_postings")),
    ]
)


def upgrade() -> None:
    for statement in (WRITES, POOLS, RECEIVABLES, LEDGER, ACCESS):
        op.get_bind().exec_driver_sql(statement)
