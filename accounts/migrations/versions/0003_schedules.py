"""The lender's price and fee schedules by date and state. Source: docs/product-terms.md."""

from alembic import op

revision = "0003"
down_revision = "0002"

PRICES = """
CREATE TABLE accounts.price_schedule (
  product text NOT NULL CHECK (product IN ('cash_line', 'instalment_loan')),
  tier char(1) NOT NULL,
  effective_from date NOT NULL,
  effective_to date,
  apr_bps integer NOT NULL,
  origination_fee_bps integer NOT NULL,
  PRIMARY KEY (product, tier, effective_from)
);
INSERT INTO accounts.price_schedule VALUES
  ('cash_line', 'A', '2020-01-01', NULL, 1799, 0),
  ('cash_line', 'B', '2020-01-01', NULL, 2199, 0),
  ('cash_line', 'C', '2020-01-01', '2025-06-30', 2399, 0),
  ('cash_line', 'C', '2025-07-01', NULL, 2499, 0),
  ('cash_line', 'D', '2020-01-01', '2025-06-30', 2899, 0),
  ('cash_line', 'D', '2025-07-01', NULL, 2999, 0),
  ('instalment_loan', 'A', '2020-01-01', NULL, 999, 0),
  ('instalment_loan', 'B', '2020-01-01', NULL, 1499, 200),
  ('instalment_loan', 'C', '2020-01-01', '2025-06-30', 1899, 400),
  ('instalment_loan', 'C', '2025-07-01', NULL, 1999, 400),
  ('instalment_loan', 'D', '2020-01-01', '2025-06-30', 2499, 600),
  ('instalment_loan', 'D', '2025-07-01', NULL, 2599, 600);
GRANT SELECT ON accounts.price_schedule TO accounts_api, accounts_ops;
"""

FEES = """
CREATE TABLE accounts.fee_schedule (
  kind text NOT NULL CHECK (kind IN ('late_fee', 'returned_payment_fee')),
  product text NOT NULL CHECK (product IN ('cash_line', 'instalment_loan')),
  state text NOT NULL DEFAULT '*',
  effective_from date NOT NULL,
  effective_to date,
  first_cents bigint NOT NULL,
  repeat_cents bigint NOT NULL,
  percent_bps integer,
  grace_days integer NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, product, state, effective_from)
);
COMMENT ON TABLE accounts.fee_schedule IS
  'state * is every state without its own row on the date. percent_bps: that share of the unpaid instalment, at most '
  'first_cents. repeat_cents: when another payment was late within the six cycles before. '
  'grace_days: days after the due date.';
INSERT INTO accounts.fee_schedule VALUES
  ('late_fee', 'cash_line', '*', '2020-01-01', '2025-12-31', 3000, 4100, NULL, 5),
  ('late_fee', 'cash_line', '*', '2026-01-01', NULL, 3200, 4300, NULL, 5),
  ('late_fee', 'cash_line', 'CA', '2020-01-01', NULL, 1500, 1500, NULL, 5),
  ('late_fee', 'cash_line', 'NY', '2020-01-01', NULL, 2000, 2000, NULL, 5),
  ('late_fee', 'cash_line', 'TX', '2020-01-01', '2025-12-31', 3000, 4100, NULL, 10),
  ('late_fee', 'cash_line', 'TX', '2026-01-01', NULL, 3200, 4300, NULL, 10),
  ('late_fee', 'cash_line', 'MA', '2020-01-01', '2025-12-31', 3000, 4100, NULL, 15),
  ('late_fee', 'cash_line', 'MA', '2026-01-01', NULL, 3200, 4300, NULL, 15),
  ('late_fee', 'instalment_loan', '*', '2020-01-01', '2025-09-30', 2000, 2000, 500, 10),
  ('late_fee', 'instalment_loan', '*', '2025-10-01', NULL, 1500, 1500, 500, 10),
  ('late_fee', 'instalment_loan', 'CA', '2020-01-01', NULL, 1000, 1000, NULL, 10),
  ('late_fee', 'instalment_loan', 'NY', '2020-01-01', NULL, 1000, 1000, 500, 10),
  ('late_fee', 'instalment_loan', 'MA', '2020-01-01', '2025-09-30', 2000, 2000, 500, 15),
  ('late_fee', 'instalment_loan', 'MA', '2025-10-01', NULL, 1500, 1500, 500, 15);
INSERT INTO accounts.fee_schedule
SELECT 'returned_payment_fee', product, state, from_on::date, to_on::date, cents, cents, NULL, 0
FROM (VALUES ('cash_line'), ('instalment_loan')) AS products (product),
  (VALUES ('*', '2020-01-01', '2025-09-30', 3000), ('*', '2025-10-01', NULL, 2500), ('CA', '2020-01-01', NULL, 1500),
    ('NY', '2020-01-01', NULL, 2000), ('MA', '2020-01-01', NULL, 0)) AS fees (state, from_on, to_on, cents);
GRANT SELECT ON accounts.fee_schedule TO accounts_api, accounts_ops;
"""


def upgrade() -> None:
    for statement in (PRICES, FEES):
        op.get_bind().exec_driver_sql(statement)
