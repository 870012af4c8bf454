"""The lender's price schedule by date. Source: docs/product-terms.md."""

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
COMMENT ON TABLE accounts.price_schedule IS 'Fees are data of accounts/terms, prices of new agreements are here.';
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


def upgrade() -> None:
    op.get_bind().exec_driver_sql(PRICES)
