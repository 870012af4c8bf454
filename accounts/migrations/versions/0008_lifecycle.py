"""Line changes, loan changes, applications, prices by date and change-in-terms notices."""

from alembic import op

revision = "0008"
down_revision = "0007"

OWNED = "account_id text NOT NULL, borrower_id text NOT NULL"
OWNER = "FOREIGN KEY (account_id, borrower_id) REFERENCES accounts.accounts (account_id, borrower_id)"

ACCOUNTS = """
ALTER TABLE accounts.accounts
  ADD COLUMN frozen_by text CHECK (frozen_by IN ('borrower', 'lender')),
  ADD COLUMN closed_why text;
COMMENT ON COLUMN accounts.accounts.frozen_by IS 'Who froze the line and so may lift it; null: the borrower.';
CREATE SEQUENCE accounts.account_numbers MINVALUE 500001 MAXVALUE 999999;
COMMENT ON SEQUENCE accounts.account_numbers IS 'Numbers of accounts opened by an offer; seeded ones are lower.';
GRANT USAGE ON SEQUENCE accounts.account_numbers TO accounts_api, accounts_ops, accounts_staff;
ALTER TABLE accounts.applications
  ADD COLUMN opens_account_id text UNIQUE,
  ADD COLUMN state char(2),
  ADD COLUMN tier char(1) CHECK (tier IN ('A', 'B', 'C', 'D')),
  ADD COLUMN term_months integer CHECK (term_months BETWEEN 12 AND 60),
  ADD COLUMN offer_until date,
  ADD COLUMN closes_on date,
  ADD COLUMN accepted_on date,
  ADD COLUMN closed_on date;
COMMENT ON COLUMN accounts.applications.opens_account_id IS 'The number kept for the account that the offer opens.';
COMMENT ON COLUMN accounts.applications.closes_on IS 'The day at whose end an incomplete application closes.';
"""

PRICES = """
ALTER TABLE accounts.price_schedule ADD CHECK (effective_to >= effective_from),
  ADD CHECK (apr_bps BETWEEN 0 AND 3600), ADD CHECK (origination_fee_bps BETWEEN 0 AND 1000);
CREATE FUNCTION accounts.keep_prices() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE today date := (SELECT business_date FROM accounts.business_day);
BEGIN
  IF TG_OP = 'INSERT' AND NEW.effective_from <= today THEN
    RAISE EXCEPTION 'a price takes effect after %%, not on %%', today, NEW.effective_from
      USING ERRCODE = 'check_violation', CONSTRAINT = 'prices_ahead';
  END IF;
  IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) - 'effective_to' <> to_jsonb(NEW) - 'effective_to'
    OR coalesce(NEW.effective_to, 'infinity') < today) THEN
    RAISE EXCEPTION 'a price that was in force stays as it was' USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM accounts.price_schedule p WHERE p.product = NEW.product AND p.tier = NEW.tier
    AND p.effective_from <> NEW.effective_from AND p.effective_from <= coalesce(NEW.effective_to, 'infinity')
    AND NEW.effective_from <= coalesce(p.effective_to, 'infinity')) THEN
    RAISE EXCEPTION 'two prices of %% tier %% overlap', NEW.product, NEW.tier
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'one_price_a_day';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE INSERT OR UPDATE ON accounts.price_schedule
  FOR EACH ROW EXECUTE FUNCTION accounts.keep_prices();
GRANT INSERT, UPDATE ON accounts.price_schedule TO accounts_ops, accounts_staff;
CREATE TABLE accounts.promotions (
  promotion_id text PRIMARY KEY,
  product text NOT NULL CHECK (product = 'cash_line'),
  apr_bps integer NOT NULL CHECK (apr_bps BETWEEN 0 AND 3600),
  months integer NOT NULL CHECK (months >= 6),
  effective_from date NOT NULL,
  effective_to date CHECK (effective_to >= effective_from)
);
COMMENT ON TABLE accounts.promotions IS
  'Rates that lines opened from effective_from to effective_to may get on first draws, for so many months.';
COMMENT ON COLUMN accounts.promotions.months IS 'At least six: 12 CFR 1026.55(b)(1)(i), adopted as policy.';
INSERT INTO accounts.promotions VALUES ('first-draws', 'cash_line', 999, 6, '2020-01-01', NULL);
"""

ANNOUNCED = """
CREATE TABLE accounts.terms_changes (
  change_id text PRIMARY KEY,
  product text NOT NULL CHECK (product = 'cash_line'),
  tier char(1) NOT NULL CHECK (tier IN ('A', 'B', 'C', 'D')),
  agreed_before date NOT NULL,
  new_apr_bps integer NOT NULL CHECK (new_apr_bps BETWEEN 0 AND 3600),
  sent_on date NOT NULL,
  effective_on date NOT NULL CHECK (effective_on >= sent_on + 45),
  why text NOT NULL
);
COMMENT ON TABLE accounts.terms_changes IS
  'A price that the lender announced for new draws on the lines of a tier that were agreed before a day.';
INSERT INTO accounts.terms_changes VALUES
  ('new-draws-C-2025-07', 'cash_line', 'C', '2025-07-01', 2499, '2025-07-01', '2025-08-15',
    'Price of new draws since 2025-07-01, applied to this line after 45 days'' notice'),
  ('new-draws-D-2025-07', 'cash_line', 'D', '2025-07-01', 2999, '2025-07-01', '2025-08-15',
    'Price of new draws since 2025-07-01, applied to this line after 45 days'' notice');
GRANT SELECT ON accounts.promotions, accounts.terms_changes
  TO accounts_api, accounts_ops, accounts_staff, accounts_auditor;
GRANT INSERT ON accounts.promotions, accounts.terms_changes TO accounts_ops, accounts_staff;
"""

TERMS = f"""
CREATE TABLE accounts.terms_notices (
  notice_id text PRIMARY KEY,
  {OWNED},
  change_id text REFERENCES accounts.terms_changes,
  kind text NOT NULL CHECK (kind = 'new_draws_rate'),
  old_apr_bps integer NOT NULL,
  new_apr_bps integer NOT NULL CHECK (new_apr_bps BETWEEN 0 AND 3600),
  sent_on date NOT NULL,
  effective_on date NOT NULL CHECK (effective_on >= sent_on + 45),
  why text NOT NULL,
  status text NOT NULL CHECK (status IN ('sent', 'rejected', 'effective')),
  rejected_on date CHECK (rejected_on < effective_on),
  CHECK ((status = 'rejected') = (rejected_on IS NOT NULL)),
  UNIQUE (account_id, effective_on),
  {OWNER}
);
COMMENT ON TABLE accounts.terms_notices IS
  'Notices of a change in terms, at least 45 days ahead. Source: 12 CFR 1026.9(c)(2), (h).';
CREATE INDEX ON accounts.terms_notices (effective_on);
"""

CHANGES = f"""
CREATE TABLE accounts.adverse_actions (
  action_id text PRIMARY KEY,
  borrower_id text NOT NULL REFERENCES accounts.borrowers,
  account_id text REFERENCES accounts.accounts,
  application_id text REFERENCES accounts.applications,
  kind text NOT NULL CHECK (kind IN ('application_declined', 'counteroffer', 'limit_decreased', 'line_closed')),
  decided_on date NOT NULL,
  notice_by date NOT NULL CHECK (notice_by <= decided_on + 30),
  notified_on date NOT NULL CHECK (notified_on <= notice_by),
  reasons jsonb NOT NULL CHECK (jsonb_array_length(reasons) BETWEEN 1 AND 4)
);
COMMENT ON TABLE accounts.adverse_actions IS
  'Adverse-action notices with the principal reasons, verbatim: [{{"code","text"}}]. Source: 12 CFR 1002.9(a), (b)(2).';
CREATE TABLE accounts.reages (
  reage_id text PRIMARY KEY,
  {OWNED},
  reaged_on date NOT NULL,
  workout boolean NOT NULL,
  past_due_cents bigint NOT NULL CHECK (past_due_cents > 0),
  dues integer[] NOT NULL,
  {OWNER}
);
CREATE INDEX ON accounts.reages (account_id, reaged_on);
CREATE TABLE accounts.due_date_changes (
  change_id text PRIMARY KEY,
  {OWNED},
  asked_on date NOT NULL,
  old_due_day integer NOT NULL,
  due_day integer NOT NULL CHECK (due_day BETWEEN 1 AND 28),
  cycle_day integer NOT NULL CHECK (cycle_day BETWEEN 1 AND 28),
  switch_on date NOT NULL,
  first_due_date date NOT NULL,
  UNIQUE (account_id, asked_on),
  {OWNER}
);
COMMENT ON COLUMN accounts.due_date_changes.switch_on IS
  'The business day from whose start a line''s cycles close on the new day; for a loan the day it was asked.';
CREATE INDEX ON accounts.due_date_changes (switch_on);
CREATE TABLE accounts.deferrals (
  deferral_id text PRIMARY KEY,
  {OWNED},
  deferred_on date NOT NULL,
  number integer NOT NULL,
  due_date date NOT NULL,
  moved_to date NOT NULL CHECK (moved_to > due_date),
  amount_cents bigint NOT NULL,
  {OWNER}
);
CREATE TABLE accounts.modifications (
  modification_id text PRIMARY KEY,
  {OWNED},
  modified_on date NOT NULL,
  why text NOT NULL,
  old_rate_bps integer NOT NULL,
  new_rate_bps integer NOT NULL CHECK (new_rate_bps <= old_rate_bps),
  old_payment_cents bigint NOT NULL,
  new_payment_cents bigint NOT NULL,
  old_remaining integer NOT NULL,
  new_remaining integer NOT NULL,
  first_due_date date NOT NULL,
  amount_financed_cents bigint NOT NULL,
  finance_charge_cents bigint NOT NULL,
  total_of_payments_cents bigint NOT NULL,
  disclosed_apr_bps integer NOT NULL,
  CHECK (total_of_payments_cents = amount_financed_cents + finance_charge_cents),
  {OWNER}
);
COMMENT ON TABLE accounts.modifications IS
  'Loans whose rate or term was changed, with the figures disclosed anew. Source: 12 CFR 1026.18, 1026.22(a).';
"""

_TABLES = {
    "terms_notices": ("SELECT, INSERT, UPDATE", "SELECT, UPDATE", "SELECT, INSERT, UPDATE", "notice_id"),
    "adverse_actions": ("SELECT, INSERT", "SELECT", "SELECT, INSERT", "action_id"),
    "reages": ("SELECT, INSERT", "SELECT", "SELECT, INSERT", "reage_id"),
    "due_date_changes": ("SELECT, INSERT", "SELECT, INSERT", "SELECT, INSERT", "change_id"),
    "deferrals": ("SELECT, INSERT", "SELECT, INSERT", "SELECT, INSERT", "deferral_id"),
    "modifications": ("SELECT, INSERT", "SELECT", "SELECT, INSERT", "modification_id"),
}
_SUBJECTS = {
    "terms_notices": "terms_notice",
    "adverse_actions": "adverse_action",
    "reages": "reage",
    "due_date_changes": "due_date_change",
    "deferrals": "deferral",
    "modifications": "modification",
}
ACCESS = "".join(
    f"SELECT accounts.protect('{table}', '{ops}', '{api}', '{staff}');\n"
    f"SELECT accounts.announce('{table}', '{_SUBJECTS[table]}', '{key}');\n"
    for table, (ops, api, staff, key) in _TABLES.items()
)


def upgrade() -> None:
    for statement in (ACCOUNTS, PRICES, ANNOUNCED, TERMS, CHANGES, ACCESS):
        op.get_bind().exec_driver_sql(statement)
