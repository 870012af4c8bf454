"""People, accounts and the double-entry ledger, under row-level security."""

from alembic import op

revision = "0001"
down_revision = None

PROTECT = """
CREATE FUNCTION accounts.protect(target text, ops_rights text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE accounts.%%I ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE accounts.%%I FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY own_rows ON accounts.%%I FOR SELECT TO accounts_api
    USING (borrower_id = nullif(current_setting(''accounts.borrower_id'', true), ''''))', target);
  EXECUTE format('CREATE POLICY operations ON accounts.%%I TO accounts_ops USING (true) WITH CHECK (true)', target);
  EXECUTE format('GRANT SELECT ON accounts.%%I TO accounts_api', target);
  EXECUTE format('GRANT %%s, MAINTAIN ON accounts.%%I TO accounts_ops', ops_rights, target);
END $$;
COMMENT ON FUNCTION accounts.protect IS
  'Puts a table with borrower data under row-level security: the API reads its own borrower''s rows, unset means none.';
"""

PEOPLE = """
CREATE TABLE accounts.business_day (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  business_date date NOT NULL
);
CREATE TABLE accounts.borrowers (
  borrower_id text PRIMARY KEY,
  handle text NOT NULL UNIQUE,
  name text NOT NULL,
  state char(2) NOT NULL,
  language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es')),
  member_since date NOT NULL,
  situation text[] NOT NULL DEFAULT '{}'
);
CREATE TABLE accounts.flags (
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  kind text NOT NULL CHECK (kind IN ('servicemember', 'deceased', 'attorney_represented', 'bankruptcy', 'cease_contact',
    'identity_theft')),
  since date NOT NULL,
  until date,
  effect text NOT NULL,
  PRIMARY KEY (borrower_id, kind, since)
);
CREATE TABLE accounts.people (
  borrower_id text PRIMARY KEY,
  handle text NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('borrower', 'support_agent', 'supervisor', 'analyst', 'auditor')),
  products text[] NOT NULL,
  situation text[] NOT NULL,
  state char(2),
  language text NOT NULL
);
COMMENT ON TABLE accounts.people IS
  'Directory of borrowers and staff for development; '
  'listed only while accounts.directory is set to on. Staff have a subject id too.';
CREATE TABLE accounts.accounts (
  account_id text PRIMARY KEY CHECK (account_id ~ '^(CL|IL)-[0-9]{6}$'),
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  product text NOT NULL CHECK (product IN ('cash_line', 'instalment_loan')),
  last4 char(4) NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'frozen', 'closed', 'paid_off', 'charged_off')),
  state char(2) NOT NULL,
  tier char(1) NOT NULL CHECK (tier IN ('A', 'B', 'C', 'D')),
  opened_on date NOT NULL,
  agreement_date date NOT NULL,
  credit_limit_cents bigint CHECK (credit_limit_cents >= 0),
  original_principal_cents bigint,
  term_months integer,
  origination_fee_cents bigint,
  finance_charge_cents bigint,
  disclosed_apr_bps integer,
  cycle_day integer NOT NULL CHECK (cycle_day BETWEEN 1 AND 31),
  due_day integer NOT NULL CHECK (due_day BETWEEN 1 AND 31),
  bank_last4 char(4) NOT NULL,
  frozen_reason text,
  frozen_on date,
  closed_on date,
  charged_off_on date,
  paid_off_on date,
  UNIQUE (account_id, borrower_id),
  CHECK ((product = 'cash_line') = (credit_limit_cents IS NOT NULL)),
  CHECK ((product = 'instalment_loan') = (original_principal_cents IS NOT NULL AND term_months IS NOT NULL))
);
CREATE INDEX ON accounts.accounts (borrower_id);
"""

LEDGER = """
CREATE TABLE accounts.gl_accounts (
  gl_code text PRIMARY KEY,
  name text NOT NULL,
  nature text NOT NULL CHECK (nature IN ('asset', 'liability', 'income', 'expense'))
);
INSERT INTO accounts.gl_accounts VALUES
  ('1010', 'Settlement cash', 'asset'),
  ('1110', 'Principal receivable, Cash Line', 'asset'),
  ('1120', 'Principal receivable, instalment loans', 'asset'),
  ('1200', 'Interest receivable', 'asset'),
  ('1300', 'Fees receivable', 'asset'),
  ('1400', 'Charged-off receivables, written down', 'asset'),
  ('2100', 'Credit balances owed to borrowers', 'liability'),
  ('4100', 'Interest income', 'income'),
  ('4200', 'Late and returned-payment fee income', 'income'),
  ('4300', 'Origination fee income', 'income'),
  ('5100', 'Charge-offs', 'expense'),
  ('5200', 'Fee waivers and courtesy credits', 'expense');
CREATE TABLE accounts.journal_entries (
  entry_id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  command_id text NOT NULL UNIQUE,
  content_hash text NOT NULL,
  borrower_id text NOT NULL,
  account_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('draw', 'payment', 'returned_payment', 'late_fee', 'returned_payment_fee',
    'interest', 'refund', 'waiver', 'disbursement', 'origination_fee', 'charge_off')),
  effective_on date NOT NULL,
  posted_on date NOT NULL,
  description text NOT NULL,
  reverses uuid UNIQUE REFERENCES accounts.journal_entries,
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id),
  UNIQUE (entry_id, effective_on)
);
CREATE INDEX ON accounts.journal_entries (account_id, posted_on, seq);
CREATE TABLE accounts.postings (
  entry_id uuid NOT NULL,
  line smallint NOT NULL,
  gl_code text NOT NULL REFERENCES accounts.gl_accounts,
  borrower_id text,
  account_id text,
  bucket text CHECK (bucket IN ('principal', 'interest', 'fees', 'credit')),
  rate_bucket text,
  effective_on date NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents <> 0),
  PRIMARY KEY (entry_id, line),
  FOREIGN KEY (entry_id, effective_on) REFERENCES accounts.journal_entries (entry_id, effective_on),
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id),
  CHECK ((account_id IS NULL) = (bucket IS NULL) AND (account_id IS NULL) = (borrower_id IS NULL)),
  CHECK ((bucket = 'principal') = (rate_bucket IS NOT NULL))
);
COMMENT ON COLUMN accounts.postings.amount_cents IS
  'Signed cents: debit positive. A debit on an account raises what is owed.';
CREATE INDEX ON accounts.postings (account_id, bucket) INCLUDE (rate_bucket, effective_on, amount_cents)
  WHERE account_id IS NOT NULL;

CREATE FUNCTION accounts.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: %% on %% is refused; post a reversal instead', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts.postings
  FOR EACH STATEMENT EXECUTE FUNCTION accounts.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts.journal_entries
  FOR EACH STATEMENT EXECUTE FUNCTION accounts.refuse_change();

CREATE FUNCTION accounts.refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lines integer; total bigint;
BEGIN
  SELECT count(*), coalesce(sum(amount_cents), 0) INTO lines, total
    FROM accounts.postings WHERE entry_id = NEW.entry_id;
  IF lines < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'journal entry %% does not balance: %% postings, sum %% cents', NEW.entry_id, lines, total
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON accounts.journal_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts.refuse_unbalanced();
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON accounts.postings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts.refuse_unbalanced();
"""

VIEWS = """
CREATE VIEW accounts.balances WITH (security_invoker = true) AS
SELECT a.account_id, a.borrower_id,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'principal'), 0)::bigint AS principal_cents,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'interest'), 0)::bigint AS interest_cents,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'fees'), 0)::bigint AS fees_cents,
  coalesce(-sum(p.amount_cents) FILTER (WHERE p.bucket = 'credit'), 0)::bigint AS credit_cents,
  coalesce(sum(p.amount_cents), 0)::bigint AS owed_cents
FROM accounts.accounts a LEFT JOIN accounts.postings p USING (account_id)
GROUP BY a.account_id;
COMMENT ON VIEW accounts.balances IS
  'What the postings add up to. interest_cents is charged and unpaid; '
  'interest accrued since the last charge is not in it.';
CREATE VIEW accounts.transactions WITH (security_invoker = true) AS
SELECT e.entry_id, e.seq, e.borrower_id, e.account_id, e.kind, e.effective_on, e.posted_on, e.description,
  coalesce((SELECT sum(p.amount_cents) FROM accounts.postings p
    WHERE p.entry_id = e.entry_id AND p.account_id = e.account_id), 0)::bigint AS amount_cents,
  EXISTS (SELECT 1 FROM accounts.journal_entries r WHERE r.reverses = e.entry_id) AS reversed
FROM accounts.journal_entries e;
"""

ACCESS = """
GRANT USAGE ON SCHEMA accounts TO accounts_api, accounts_ops;
GRANT SELECT ON accounts.business_day, accounts.gl_accounts TO accounts_api, accounts_ops;
GRANT INSERT, UPDATE ON accounts.business_day TO accounts_ops;
SELECT accounts.protect('borrowers', 'SELECT, INSERT, UPDATE');
SELECT accounts.protect('flags', 'SELECT, INSERT, UPDATE');
SELECT accounts.protect('people', 'SELECT, INSERT, UPDATE');
CREATE POLICY directory ON accounts.people FOR SELECT TO accounts_api
  USING (current_setting('accounts.directory', true) = 'on');
SELECT accounts.protect('accounts', 'SELECT, INSERT, UPDATE');
SELECT accounts.protect('journal_entries', 'SELECT, INSERT');
SELECT accounts.protect('postings', 'SELECT, INSERT');
GRANT SELECT ON accounts.balances, accounts.transactions TO accounts_api, accounts_ops;
"""


def upgrade() -> None:
    for statement in (PROTECT, PEOPLE, LEDGER, VIEWS, ACCESS):
        op.get_bind().exec_driver_sql(statement)
