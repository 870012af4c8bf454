"""Authorised third parties sign in: the directory lists them with whom they serve and for what."""

from alembic import op

revision = "0011"
down_revision = "0010"

PEOPLE = """
ALTER TABLE accounts.people DROP CONSTRAINT people_role_check,
  ADD CONSTRAINT people_role_check
    CHECK (role IN ('borrower', 'third_party', 'support_agent', 'supervisor', 'analyst', 'auditor')),
  ADD COLUMN serves text REFERENCES accounts.borrowers,
  ADD COLUMN scopes text[],
  ADD CONSTRAINT people_serve CHECK (
    (role = 'third_party') = (serves IS NOT NULL) AND (serves IS NULL) = (scopes IS NULL));
COMMENT ON COLUMN accounts.people.serves IS
  'Of a third party, whose accounts they asked to see; whether they still may is in third_parties.';
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(PEOPLE)
