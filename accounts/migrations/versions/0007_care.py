"""Disputes with evidence, flags, consents, contacts and complaints."""

from alembic import op

revision = "0007"
down_revision = "0006"

WORDS = """
CREATE TABLE accounts.words (
  subject_id text NOT NULL,
  part text NOT NULL,
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  content text NOT NULL,
  PRIMARY KEY (subject_id, part)
);
COMMENT ON TABLE accounts.words IS
  'What people wrote about a dispute, complaint or third party, and names and addresses of people: never in an event. '
  'part: description, text, answer, name, phone and so on.';
SELECT accounts.protect('words', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE');
"""

LEDGER = """
INSERT INTO accounts.entry_kinds VALUES
  ('provisional_credit', 'payments', 'A credit while a dispute is investigated'),
  ('provisional_reversed', 'payments', 'A provisional credit taken back at the end of its dispute'),
  ('dispute_correction', 'payments', 'An error corrected at the end of a dispute');
INSERT INTO accounts.gl_accounts VALUES
  ('1450', 'Provisional credits of open disputes', 'asset'),
  ('5300', 'Errors corrected after disputes', 'expense');
ALTER TABLE accounts.rate_terms DROP CONSTRAINT rate_terms_kind_check,
  ADD CONSTRAINT rate_terms_kind_check CHECK (kind ~ '^[a-z_]+$'),
  ADD COLUMN layers jsonb;
COMMENT ON COLUMN accounts.rate_terms.kind IS
  'Which rate holds: note, promotional, autopay_discount, scra, hardship, mla, or what an amendment calls its own.';
COMMENT ON COLUMN accounts.rate_terms.layers IS
  'All rates agreed for these days, [{"kind","apr_bps","why"}], the note first; the lowest is the one in force, and '
  'holds again for what is below it when it ends. Null: the row itself is the only one.';
ALTER TABLE accounts.dues ADD COLUMN forgiven_cents bigint NOT NULL DEFAULT 0 CHECK (forgiven_cents >= 0);
COMMENT ON COLUMN accounts.dues.forgiven_cents IS
  'Interest forgiven by a rate cap: already taken off amount_cents and interest_cents.';
ALTER TABLE accounts.hardship_plans ADD COLUMN ended_why text, ADD COLUMN income_change text,
  ADD COLUMN dues_before jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN accounts.hardship_plans.dues_before IS
  'Instalments that the plan lowered, {number: cents before}: they come back when the plan ends early.';
"""

DISPUTES = """
ALTER TABLE accounts.disputes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts.words NO FORCE ROW LEVEL SECURITY;
INSERT INTO accounts.words SELECT dispute_id, 'description', borrower_id, description FROM accounts.disputes;
ALTER TABLE accounts.words FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts.disputes FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts.disputes DROP COLUMN description,
  ADD COLUMN channel text NOT NULL DEFAULT 'chat' CHECK (channel IN ('chat', 'phone', 'in_app', 'mail')),
  ADD COLUMN written_on date,
  ADD COLUMN shown_on date,
  ADD COLUMN notice_last_day date,
  ADD COLUMN credit_by date,
  ADD COLUMN extended_on date,
  ADD COLUMN provisional_cents bigint CHECK (provisional_cents > 0),
  ADD COLUMN provisional_on date,
  ADD COLUMN corrected_cents bigint;
COMMENT ON COLUMN accounts.disputes.written_on IS
  'The day on which a written notice arrived: it keeps the legal rights.';
COMMENT ON COLUMN accounts.disputes.shown_on IS 'The day on which the first statement that shows the error was sent.';
COMMENT ON COLUMN accounts.disputes.credit_by IS
  'The day by which a transfer error is resolved or provisionally credited.';
CREATE INDEX ON accounts.disputes (account_id) INCLUDE (opened_on, resolved_on, amount_cents);
CREATE TABLE accounts.dispute_evidence (
  evidence_id text PRIMARY KEY,
  dispute_id text NOT NULL REFERENCES accounts.disputes,
  account_id text NOT NULL,
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  kind text NOT NULL CHECK (kind IN ('written_notice', 'receipt', 'bank_statement', 'identity_theft_report',
    'police_report', 'correspondence', 'other')),
  document_ref text,
  received_on date NOT NULL
);
CREATE INDEX ON accounts.dispute_evidence (dispute_id);
CREATE TABLE accounts.dispute_events (
  dispute_id text NOT NULL REFERENCES accounts.disputes,
  number integer NOT NULL,
  account_id text NOT NULL,
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  happened_on date NOT NULL,
  kind text NOT NULL,
  amount_cents bigint,
  by_role text NOT NULL,
  PRIMARY KEY (dispute_id, number)
);
COMMENT ON TABLE accounts.dispute_events IS 'What happened in a dispute, in order: opened, evidence, acknowledged, ...';
SELECT accounts.protect('dispute_evidence', 'SELECT, INSERT', 'SELECT, INSERT', 'SELECT, INSERT');
SELECT accounts.protect('dispute_events', 'SELECT, INSERT', 'SELECT, INSERT', 'SELECT, INSERT');
SELECT accounts.announce('dispute_evidence', 'dispute_evidence', 'evidence_id');
"""

DISPUTED = """
CREATE FUNCTION accounts.disputed_of_due(account text, due_cents bigint, on_day date) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE whole bigint; shared bigint; owed bigint;
BEGIN
  SELECT sum(cents) FILTER (WHERE section IN ('fees', 'interest')), sum(cents) FILTER (WHERE section = 'draws')
    INTO whole, shared
    FROM (SELECT coalesce(k.section, 'draws') AS section,
        x.amount_cents - CASE WHEN x.provisional_on <= on_day THEN x.provisional_cents ELSE 0 END AS cents
      FROM disputes x LEFT JOIN accounts.journal_entries e ON e.entry_id = x.entry_id
      LEFT JOIN accounts.entry_kinds k ON k.kind = e.kind
      WHERE x.account_id = account AND x.opened_on <= on_day AND (x.resolved_on IS NULL OR x.resolved_on > on_day)
      AND x.kind IN ('billing_error', 'electronic_transfer', 'identity_theft')) parts;
  IF whole IS NULL AND shared IS NULL THEN RETURN 0; END IF;
  SELECT b.owed_cents INTO owed FROM balances b WHERE b.account_id = account;
  IF coalesce(owed, 0) <= 0 THEN RETURN due_cents; END IF;
  RETURN least(due_cents, coalesce(whole, 0)
    + round(due_cents * least(coalesce(shared, 0), owed)::numeric / owed)::bigint);
END $$;
COMMENT ON FUNCTION accounts.disputed_of_due IS
  'What of a due is neither due nor late nor reported on a day because it is disputed: fees and interest whole, '
  'of principal its share of what is owed. Source: 12 CFR 1026.13(d)(1).';
"""

PEOPLE = """
CREATE TABLE accounts.covered_borrowers (
  account_id text PRIMARY KEY REFERENCES accounts.accounts,
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  recorded_on date NOT NULL,
  certificate_ref text NOT NULL,
  mapr_bps integer NOT NULL,
  capped_apr_bps integer,
  capped_mapr_bps integer
);
COMMENT ON TABLE accounts.covered_borrowers IS
  'Accounts of borrowers covered by the Military Lending Act when the account was opened; capped_apr_bps where the '
  'rate had to be lowered for an MAPR of at most 36 percent.';
CREATE TABLE accounts.consents (
  consent_id text PRIMARY KEY,
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  kind text NOT NULL CHECK (kind IN ('e_sign', 'calls_texts', 'marketing', 'credit_report')),
  status text NOT NULL CHECK (status IN ('given', 'withdrawn')),
  wording_version text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('chat', 'phone', 'in_app', 'mail')),
  given_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_channel text
);
CREATE UNIQUE INDEX ON accounts.consents (borrower_id, kind) WHERE status = 'given';
COMMENT ON TABLE accounts.consents IS
  'Each consent from when it was given until it was withdrawn; giving again is a new one.';
CREATE TABLE accounts.contact_preferences (
  borrower_id text PRIMARY KEY REFERENCES accounts.borrowers,
  channel text NOT NULL CHECK (channel IN ('email', 'phone', 'text', 'mail', 'in_app')),
  language text NOT NULL CHECK (language IN ('en', 'es')),
  quiet_from time NOT NULL,
  quiet_until time NOT NULL,
  time_zone text NOT NULL,
  changed_at timestamptz NOT NULL
);
COMMENT ON TABLE accounts.contact_preferences IS
  'How the borrower wants to be reached; no contact from quiet_from to quiet_until, local time; '
  'phone and e-mail are words.';
CREATE TABLE accounts.third_parties (
  third_party_id text PRIMARY KEY,
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  basis text NOT NULL CHECK (basis IN ('authorisation', 'power_of_attorney')),
  relationship text NOT NULL,
  scopes text[] NOT NULL,
  status text NOT NULL CHECK (status IN ('in_review', 'active', 'refused', 'revoked')),
  since date NOT NULL,
  until date NOT NULL,
  review_by date,
  revoked_on date,
  document_ref text
);
CREATE INDEX ON accounts.third_parties (borrower_id);
CREATE TABLE accounts.complaints (
  complaint_id text PRIMARY KEY,
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  account_id text REFERENCES accounts.accounts,
  channel text NOT NULL CHECK (channel IN ('chat', 'phone', 'in_app', 'mail', 'regulator')),
  category text NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'acknowledged', 'answered')),
  opened_on date NOT NULL,
  acknowledge_by date NOT NULL,
  answer_by date NOT NULL,
  acknowledged_on date,
  extended_on date,
  answered_on date,
  outcome text CHECK (outcome IN ('explained', 'corrected', 'credited', 'declined')),
  owner text
);
CREATE INDEX ON accounts.complaints (borrower_id);
CREATE INDEX ON accounts.complaints (answer_by) WHERE status <> 'answered';
SELECT accounts.protect('covered_borrowers', 'SELECT, INSERT, UPDATE', 'SELECT', 'SELECT, INSERT, UPDATE');
"""

_WRITTEN = "'SELECT, INSERT, UPDATE'"
_RIGHTS = f"{_WRITTEN}, {_WRITTEN}, {_WRITTEN}"
ACCESS = "".join(
    f"SELECT accounts.protect('{table}', {_RIGHTS});\nSELECT accounts.announce('{table}', '{subject}', '{key}');\n"
    for table, subject, key in (
        ("consents", "consent", "consent_id"),
        ("contact_preferences", "contact_preferences", "borrower_id"),
        ("third_parties", "third_party", "third_party_id"),
        ("complaints", "complaint", "complaint_id"),
    )
) + ("SELECT accounts.announce('covered_borrowers', 'covered_borrower', 'account_id');\n")


def upgrade() -> None:
    for statement in (WORDS, LEDGER, DISPUTES, DISPUTED, PEOPLE, ACCESS):
        op.get_bind().exec_driver_sql(statement)
