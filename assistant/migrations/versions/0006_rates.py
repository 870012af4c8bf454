"""How much each caller may ask for: one row a limit and caller, under a hash, gone an hour after it has run out."""

from alembic import op

revision = "assistant_0006"
down_revision = "assistant_0005"
branch_labels = None
depends_on = None

_MADE = """
-- full_at: when the allowance will be whole again; key: SHA-256 of limit and caller, so that no address is kept.
CREATE TABLE assistant.rates (
    key bytea PRIMARY KEY CHECK (octet_length(key) = 32),
    full_at timestamptz NOT NULL
);
CREATE INDEX rates_by_time ON assistant.rates (full_at);
ALTER TABLE assistant.rates ENABLE ROW LEVEL SECURITY;
ALTER TABLE assistant.rates FORCE ROW LEVEL SECURITY;
CREATE FUNCTION assistant.rate_key() RETURNS bytea STABLE LANGUAGE sql
    RETURN decode(nullif(current_setting('assistant.rate', true), ''), 'hex');
CREATE POLICY own_row ON assistant.rates TO assistant_app
    USING (key = assistant.rate_key()) WITH CHECK (key = assistant.rate_key());
CREATE POLICY run_out ON assistant.rates TO assistant_app
    USING (full_at < clock_timestamp() - interval '1 hour') WITH CHECK (false);
GRANT SELECT, INSERT, UPDATE, DELETE ON assistant.rates TO assistant_app;
"""


def upgrade() -> None:
    op.execute(_MADE)


def downgrade() -> None:
    op.execute("DROP TABLE assistant.rates")
    op.execute("DROP FUNCTION assistant.rate_key")
