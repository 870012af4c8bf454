"""Terms, draws, payments, dues, statements, fees and what else is kept about an account, under row-level security."""

from alembic import op

revision = "0002"
down_revision = "0001"

OWNED = "account_id text NOT NULL, borrower_id text NOT NULL"
OWNER = "FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id)"

TERMS = f"""
CREATE TABLE accounts.rate_terms (
  {OWNED},
  rate_bucket text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('note', 'promotional', 'autopay_discount', 'scra', 'hardship')),
  from_on date NOT NULL,
  to_on date CHECK (to_on >= from_on),
  apr_bps integer NOT NULL CHECK (apr_bps BETWEEN 0 AND 3600),
  why text NOT NULL,
  PRIMARY KEY (account_id, rate_bucket, from_on),
  {OWNER}
);
COMMENT ON TABLE accounts.rate_terms IS
  'The rate that a bucket of principal bears, by date; periods of one bucket do not overlap; '
  'to_on null is still running.';
CREATE TABLE accounts.interest_charges (
  charge_id uuid NOT NULL,
  line smallint NOT NULL,
  entry_id uuid REFERENCES accounts.journal_entries,
  {OWNED},
  rate_bucket text NOT NULL,
  from_on date NOT NULL,
  through_on date NOT NULL,
  apr_bps integer NOT NULL,
  sum_daily_cents bigint NOT NULL,
  interest_cents bigint NOT NULL,
  segments jsonb NOT NULL,
  PRIMARY KEY (charge_id, line),
  {OWNER}
);
CREATE INDEX ON accounts.interest_charges (account_id, through_on);
COMMENT ON TABLE accounts.interest_charges IS
  'What each interest charge was computed from, inclusive days from_on..through_on; '
  'the next charge starts the day after. '
  'segments: [{{"from","to","days","balance_cents"}}]. '
  'entry_id is null when the charge rounded to nothing; negative rows correct days on which a payment already counted.';
"""

MOVEMENTS = f"""
CREATE TABLE accounts.draws (
  draw_id text PRIMARY KEY,
  {OWNED},
  requested_at timestamptz NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  status text NOT NULL CHECK (status IN ('pending', 'posted', 'cancelled')),
  rate_bucket text NOT NULL,
  apr_bps integer NOT NULL,
  expected_on date NOT NULL,
  cancel_until timestamptz NOT NULL,
  posted_on date,
  entry_id uuid REFERENCES accounts.journal_entries,
  {OWNER}
);
CREATE INDEX ON accounts.draws (account_id);
CREATE INDEX ON accounts.draws (expected_on) WHERE status = 'pending';
CREATE TABLE accounts.payments (
  payment_id text PRIMARY KEY,
  {OWNED},
  submitted_at timestamptz NOT NULL,
  submitted_on date NOT NULL,
  scheduled_for date,
  credited_on date,
  expected_post_on date,
  posted_on date,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  status text NOT NULL CHECK (status IN ('scheduled', 'pending', 'posted', 'returned', 'cancelled')),
  source text NOT NULL CHECK (source IN ('one_time', 'autopay', 'mail', 'phone')),
  interest_cents bigint,
  fees_cents bigint,
  principal_cents bigint,
  credit_cents bigint,
  returned_on date,
  return_code text,
  return_reason text,
  entry_id uuid REFERENCES accounts.journal_entries,
  return_entry_id uuid REFERENCES accounts.journal_entries,
  {OWNER}
);
CREATE INDEX ON accounts.payments (account_id, credited_on);
CREATE INDEX ON accounts.payments (expected_post_on) WHERE status = 'pending';
CREATE INDEX ON accounts.payments (scheduled_for) WHERE status = 'scheduled';
"""

BILLING = f"""
CREATE TABLE accounts.statements (
  statement_id text PRIMARY KEY,
  {OWNED},
  period_start date NOT NULL,
  period_end date NOT NULL,
  sent_on date NOT NULL,
  due_date date NOT NULL,
  previous_balance_cents bigint NOT NULL,
  payments_cents bigint NOT NULL,
  draws_cents bigint NOT NULL,
  fees_cents bigint NOT NULL,
  interest_cents bigint NOT NULL,
  new_balance_cents bigint NOT NULL,
  minimum_due_cents bigint NOT NULL,
  past_due_cents bigint NOT NULL,
  first_seq bigint NOT NULL,
  last_seq bigint NOT NULL,
  UNIQUE (account_id, period_end),
  CHECK (new_balance_cents = previous_balance_cents - payments_cents + draws_cents + fees_cents + interest_cents),
  {OWNER}
);
COMMENT ON TABLE accounts.statements IS
  'A frozen document. Its line items are the account''s journal entries with seq in first_seq..last_seq; '
  'payments_cents nets payments, refunds and waivers against returned payments, '
  'draws_cents includes disbursements and origination fees.';
CREATE TABLE accounts.statement_interest (
  statement_id text NOT NULL REFERENCES accounts.statements,
  {OWNED},
  line integer NOT NULL,
  name text NOT NULL,
  method text NOT NULL CHECK (method IN ('average_daily_balance', 'simple_daily')),
  days integer NOT NULL,
  apr_bps integer NOT NULL,
  sum_daily_cents bigint NOT NULL,
  average_daily_balance_cents bigint NOT NULL,
  interest_cents bigint NOT NULL,
  segments jsonb NOT NULL,
  PRIMARY KEY (statement_id, line),
  {OWNER}
);
CREATE TABLE accounts.dues (
  {OWNED},
  number integer NOT NULL,
  due_date date NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
  principal_cents bigint,
  interest_cents bigint,
  statement_id text REFERENCES accounts.statements,
  late_fee_on date NOT NULL,
  paid_on date,
  cancelled_why text,
  PRIMARY KEY (account_id, number),
  {OWNER}
);
COMMENT ON TABLE accounts.dues IS
  'What falls due: a loan''s instalments (with planned split) and the new part of each Cash Line minimum payment. '
  'late_fee_on is the day on which the fee is assessed if still unpaid; '
  'paid_on the credit day on which at least 90 percent was covered '
  '(payments count from their credit day, also while pending).';
CREATE INDEX ON accounts.dues (account_id, due_date) WHERE paid_on IS NULL AND cancelled_why IS NULL;
CREATE INDEX ON accounts.dues (late_fee_on);
CREATE TABLE accounts.due_payments (
  payment_id text NOT NULL REFERENCES accounts.payments,
  {OWNED},
  number integer NOT NULL,
  amount_cents bigint NOT NULL,
  reversal boolean NOT NULL DEFAULT false,
  PRIMARY KEY (payment_id, number, reversal),
  FOREIGN KEY (account_id, number) REFERENCES accounts.dues (account_id, number),
  {OWNER}
);
CREATE INDEX ON accounts.due_payments (account_id, number) INCLUDE (amount_cents);
CREATE TABLE accounts.fees (
  fee_id text PRIMARY KEY,
  {OWNED},
  kind text NOT NULL CHECK (kind IN ('late_fee', 'returned_payment_fee')),
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  assessed_on date NOT NULL,
  due_number integer,
  due_date_missed date,
  payment_id text REFERENCES accounts.payments,
  rule text NOT NULL,
  why text NOT NULL,
  status text NOT NULL CHECK (status IN ('charged', 'paid', 'waived', 'reversed')),
  waived_on date,
  waived_why text,
  entry_id uuid NOT NULL REFERENCES accounts.journal_entries,
  UNIQUE NULLS NOT DISTINCT (account_id, kind, due_number, payment_id),
  {OWNER}
);
"""

CARE = f"""
CREATE TABLE accounts.autopay (
  {OWNED},
  enrolled boolean NOT NULL,
  amount_kind text CHECK (amount_kind IN ('minimum', 'statement_balance', 'fixed')),
  fixed_cents bigint,
  bank_last4 char(4),
  enrolled_on date,
  stopped_on date,
  stopped_reason text,
  PRIMARY KEY (account_id),
  {OWNER}
);
CREATE TABLE accounts.bureau_reports (
  {OWNED},
  month_end date NOT NULL,
  days_past_due integer NOT NULL,
  past_due_cents bigint NOT NULL,
  reported text NOT NULL CHECK (reported IN ('current', '30', '60', '90', '120', '150', 'charged_off', 'paid_off')),
  PRIMARY KEY (account_id, month_end),
  {OWNER}
);
CREATE TABLE accounts.disputes (
  dispute_id text PRIMARY KEY,
  {OWNED},
  kind text NOT NULL CHECK (kind IN ('billing_error', 'electronic_transfer', 'credit_report', 'identity_theft')),
  opened_on date NOT NULL,
  amount_cents bigint NOT NULL,
  entry_id uuid REFERENCES accounts.journal_entries,
  status text NOT NULL CHECK (status IN ('open', 'resolved_for_borrower', 'resolved_as_billed', 'withdrawn')),
  acknowledged_on date,
  acknowledge_by date,
  resolve_by date NOT NULL,
  resolved_on date,
  description text NOT NULL,
  {OWNER}
);
CREATE TABLE accounts.hardship_plans (
  {OWNED},
  plan_id text NOT NULL CHECK (plan_id IN ('relief-6', 'relief-12', 'bridge-3', 'extend-6')),
  started_on date NOT NULL,
  ends_on date NOT NULL,
  ended_on date,
  payment_cents bigint NOT NULL,
  apr_bps integer,
  PRIMARY KEY (account_id, started_on),
  {OWNER}
);
CREATE TABLE accounts.applications (
  application_id text PRIMARY KEY,
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  account_id text REFERENCES accounts.accounts,
  kind text NOT NULL CHECK (kind IN ('new_account', 'line_increase')),
  product text NOT NULL CHECK (product IN ('cash_line', 'instalment_loan')),
  requested_cents bigint NOT NULL,
  offered_cents bigint,
  submitted_on date NOT NULL,
  complete_on date,
  status text NOT NULL CHECK (status IN ('incomplete', 'in_review', 'approved', 'declined', 'counteroffer', 'withdrawn',
    'expired')),
  decide_by date,
  decided_on date,
  reasons jsonb NOT NULL DEFAULT '[]',
  missing_items text[] NOT NULL DEFAULT '{{}}'
);
COMMENT ON COLUMN accounts.applications.reasons IS 'The recorded reasons, verbatim: [{{"code","text"}}].';
CREATE INDEX ON accounts.applications (borrower_id);
"""

VIEWS = """
CREATE VIEW accounts.due_status WITH (security_invoker = true) AS
SELECT d.*, coalesce((SELECT sum(p.amount_cents) FROM accounts.due_payments p
  WHERE p.account_id = d.account_id AND p.number = d.number), 0)::bigint AS paid_cents
FROM accounts.dues d;
GRANT SELECT ON accounts.due_status TO accounts_api, accounts_ops;
"""

ACCESS = "".join(
    f"SELECT accounts.protect('{table}', 'SELECT, INSERT, UPDATE');\n"
    for table in (
        *("rate_terms", "draws", "payments", "dues", "fees", "autopay", "bureau_reports"),
        *("disputes", "hardship_plans", "applications"),
    )
) + "".join(
    f"SELECT accounts.protect('{table}', 'SELECT, INSERT');\n"
    for table in ("interest_charges", "statements", "statement_interest", "due_payments")
)


def upgrade() -> None:
    for statement in (TERMS, MOVEMENTS, BILLING, CARE, VIEWS, ACCESS):
        op.get_bind().exec_driver_sql(statement)
