"""What payments, draws, fees and refunds need beyond the first tables."""

from alembic import op

revision = "0009"
down_revision = "0008"

KINDS = """
INSERT INTO accounts.gl_accounts VALUES ('5210', 'Interest waived', 'expense');
INSERT INTO accounts.entry_kinds VALUES
  ('goodwill', 'payments', 'A credit given by the lender'),
  ('interest_waiver', 'payments', 'Interest waived'),
  ('fee_reversal', 'fees', 'A fee charged in error, taken back'),
  ('recovery', 'payments', 'Money recovered on a charged-off account');
"""

CHANGES = """
ALTER TABLE accounts.payments DROP CONSTRAINT payments_status_check, ADD CONSTRAINT payments_status_check
  CHECK (status IN ('scheduled', 'held', 'pending', 'posted', 'returned', 'cancelled'));
COMMENT ON COLUMN accounts.payments.status IS
  'held: its day came while a flag stopped debits; it is not made by itself any more, only cancelled or made anew.';
ALTER TABLE accounts.fees ALTER COLUMN entry_id DROP NOT NULL;
COMMENT ON COLUMN accounts.fees.entry_id IS
  'Null for a fee reversed as charged in error once the account was recomputed: it was never posted.';
ALTER TABLE accounts.autopay
  ADD COLUMN change_on date,
  ADD COLUMN change_kind text CHECK (change_kind IN ('minimum', 'statement_balance', 'fixed', 'off')),
  ADD COLUMN change_fixed_cents bigint CHECK (change_fixed_cents > 0),
  ADD CHECK ((change_on IS NULL) = (change_kind IS NULL));
COMMENT ON COLUMN accounts.autopay.change_on IS
  'A change asked for too late for the next due date: from this day on change_kind and change_fixed_cents hold.';
"""

TABLES = """
CREATE TABLE accounts.refunds (
  refund_id text PRIMARY KEY,
  account_id text NOT NULL,
  borrower_id text NOT NULL,
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  requested_on date,
  paid_on date NOT NULL,
  arrives_by date NOT NULL,
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id)
);
COMMENT ON TABLE accounts.refunds IS
  'Credit balances paid back. The money left on paid_on, so the amount stands in every recomputation; '
  'requested_on null: paid unasked, because it had been there for six months.';
CREATE INDEX ON accounts.refunds (account_id, paid_on);
SELECT accounts.protect('refunds', 'SELECT, INSERT', 'SELECT, INSERT', 'SELECT, INSERT');
SELECT accounts.announce('refunds', 'refund', 'refund_id');
CREATE TABLE accounts.bank_blocks (
  block_id text PRIMARY KEY,
  account_id text NOT NULL,
  borrower_id text NOT NULL,
  bank_last4 char(4) NOT NULL,
  since date NOT NULL,
  return_code text NOT NULL,
  why text NOT NULL,
  ended_on date,
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id)
);
COMMENT ON TABLE accounts.bank_blocks IS
  'Bank accounts that a return showed to be unusable: no debit from and no payout to them until another one is linked.';
CREATE INDEX ON accounts.bank_blocks (account_id);
SELECT accounts.protect('bank_blocks', 'SELECT, INSERT, UPDATE', 'SELECT', 'SELECT, INSERT, UPDATE');
SELECT accounts.announce('bank_blocks', 'bank_account', 'block_id');
CREATE TABLE accounts.fee_reversals (
  fee_id text PRIMARY KEY,
  account_id text NOT NULL,
  borrower_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('late_fee', 'returned_payment_fee')),
  amount_cents bigint NOT NULL CHECK (amount_cents > 0),
  assessed_on date NOT NULL,
  due_number integer,
  due_date_missed date,
  payment_id text,
  rule text NOT NULL,
  why text NOT NULL,
  reversed_on date NOT NULL,
  reason text NOT NULL,
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id)
);
COMMENT ON TABLE accounts.fee_reversals IS
  'Fees that should never have been charged: a recomputation does not charge them again.';
SELECT accounts.protect('fee_reversals', 'SELECT, INSERT', 'SELECT', 'SELECT, INSERT');
"""


def upgrade() -> None:
    for statement in (KINDS, CHANGES, TABLES):
        op.get_bind().exec_driver_sql(statement)
