"""The second timeline in which an account is recomputed, and what a recomputation leaves behind."""

import re

from alembic import op

revision = "0010"
down_revision = "0009"

TIMELINE = (
    *("accounts", "rate_terms", "autopay", "hardship_plans", "draws", "payments", "statements", "statement_interest"),
    *("dues", "due_payments", "fees", "interest_charges", "bureau_reports", "journal_entries", "postings"),
)
DERIVED = tuple(name for name in TIMELINE if name not in ("accounts", "journal_entries", "postings"))
VIEWS = ("balances", "transactions", "due_status")

STATEMENTS = """
ALTER TABLE accounts.statements DROP COLUMN first_seq, DROP COLUMN last_seq,
  ADD COLUMN version integer NOT NULL DEFAULT 1, ADD COLUMN corrected_on date;
COMMENT ON TABLE accounts.statements IS
  'A frozen document; a recomputation replaces it by a corrected version and keeps the former in superseded. Its line '
  'items are the transactions of the account booked in its period.';
"""

KEPT = """
CREATE TABLE accounts.replays (
  replay_id text PRIMARY KEY,
  account_id text NOT NULL,
  borrower_id text NOT NULL,
  command_id text NOT NULL REFERENCES accounts.commands,
  at timestamptz NOT NULL,
  recorded_on date NOT NULL,
  from_on date NOT NULL,
  reversed integer NOT NULL,
  posted integer NOT NULL,
  FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id)
);
COMMENT ON TABLE accounts.replays IS
  'Recomputations: the command that made it necessary, how many entries were taken back and posted.';
CREATE INDEX ON accounts.replays (account_id);
CREATE TABLE accounts.superseded (
  replay_id text NOT NULL REFERENCES accounts.replays,
  account_id text NOT NULL,
  borrower_id text NOT NULL,
  table_name text NOT NULL,
  key jsonb NOT NULL,
  row jsonb NOT NULL
);
COMMENT ON TABLE accounts.superseded IS 'Rows as they were before a recomputation changed or removed them.';
CREATE INDEX ON accounts.superseded (account_id);
SELECT accounts.protect('replays', 'SELECT, INSERT', 'SELECT', 'SELECT, INSERT');
SELECT accounts.protect('superseded', 'SELECT, INSERT', 'SELECT', 'SELECT, INSERT');
SELECT accounts.announce('replays', 'account_recomputation', 'replay_id');
ALTER TABLE accounts.journal_entries DROP CONSTRAINT journal_entries_reverses_key;
CREATE UNIQUE INDEX ON accounts.journal_entries (reverses) WHERE kind = 'replay_reversal';
CREATE INDEX ON accounts.journal_entries (reverses) WHERE reverses IS NOT NULL;
ALTER TABLE accounts.postings DROP CONSTRAINT postings_check,
  ADD CONSTRAINT postings_check CHECK ((account_id IS NULL) = (bucket IS NULL));
COMMENT ON COLUMN accounts.postings.borrower_id IS
  'Whose entry it is; the lines on the lender''s own accounts have it too, account_id and bucket are null there.';
CREATE SCHEMA replay;
COMMENT ON SCHEMA replay IS
  'The tables of an account''s timeline once more: an account is recomputed in them, then they are emptied.';
GRANT USAGE ON SCHEMA replay TO accounts_ops, accounts_staff;
"""

MIRROR = """
CREATE UNLOGGED TABLE replay.{0} (LIKE accounts.{0} INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES);
ALTER TABLE replay.{0} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY operations ON replay.{0} TO accounts_ops USING (true);
CREATE POLICY served ON replay.{0} TO accounts_staff
  USING (borrower_id IS NULL OR borrower_id = nullif(current_setting('accounts.borrower_id', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON replay.{0} TO accounts_ops, accounts_staff;
"""


def upgrade() -> None:
    bind = op.get_bind()
    bind.exec_driver_sql(STATEMENTS)
    bind.exec_driver_sql(KEPT)
    for table in TIMELINE:
        bind.exec_driver_sql(MIRROR.format(table))
    for table in DERIVED:
        bind.exec_driver_sql(f"GRANT DELETE ON accounts.{table} TO accounts_ops, accounts_staff")
        bind.exec_driver_sql(f"GRANT INSERT, UPDATE ON accounts.{table} TO accounts_staff, accounts_ops")
    names = "|".join(TIMELINE)
    bind.exec_driver_sql("SET LOCAL search_path = pg_catalog")
    for view in VIEWS:
        body = bind.exec_driver_sql(f"SELECT pg_get_viewdef('accounts.{view}'::regclass)").scalar_one()
        body = re.sub(rf"\baccounts\.({names})\b", r"replay.\1", body).replace("%", "%%")
        bind.exec_driver_sql(f"CREATE VIEW replay.{view} WITH (security_invoker = true) AS {body}")
        bind.exec_driver_sql(f"GRANT SELECT ON replay.{view} TO accounts_ops, accounts_staff")
    bind.exec_driver_sql("SET LOCAL search_path = public")
