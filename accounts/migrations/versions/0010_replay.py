"""The second timeline in which an account is recomputed."""

from alembic import op

revision = "0010"
down_revision = "0009"

STATEMENTS = """
ALTER TABLE accounts.statements DROP COLUMN first_seq, DROP COLUMN last_seq,
  ADD COLUMN version integer NOT NULL DEFAULT 1, ADD COLUMN corrected_on date;
COMMENT ON TABLE accounts.statements IS
  'A frozen document; a recomputation replaces it by a corrected version and keeps the former in superseded. Its line '
  'items are the transactions of the account booked in its period.';
"""


def upgrade() -> None:
    for statement in (STATEMENTS,):
        op.get_bind().exec_driver_sql(statement)
