"""Whom a thread serves, fixed when it is made; the one-time codes that were tried, each counted and taken once."""

from alembic import op

revision = "assistant_0007"
down_revision = "assistant_0006"
branch_labels = None
depends_on = None

_SERVING = """
ALTER TABLE assistant.threads ADD COLUMN IF NOT EXISTS about text;
COMMENT ON COLUMN assistant.threads.about IS
  'The borrower whom a member of staff or a third party serves here; no service may change it.';
"""
_CODES = """
-- time_step: of a code that was taken; null for a wrong one.
CREATE TABLE assistant.code_attempts (
    subject text NOT NULL,
    attempted_at timestamptz NOT NULL,
    time_step bigint
);
CREATE UNIQUE INDEX code_taken_once ON assistant.code_attempts (subject, time_step) WHERE time_step IS NOT NULL;
CREATE INDEX code_attempts_by_subject ON assistant.code_attempts (subject, attempted_at);

ALTER TABLE assistant.code_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE assistant.code_attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON assistant.code_attempts TO assistant_app
    USING (subject = nullif(current_setting('assistant.subject', true), ''))
    WITH CHECK (subject = nullif(current_setting('assistant.subject', true), ''));
GRANT SELECT, INSERT, DELETE ON assistant.code_attempts TO assistant_app;
"""


def upgrade() -> None:
    op.execute(_SERVING)
    op.execute(_CODES)


def downgrade() -> None:
    op.execute("DROP TABLE assistant.code_attempts")
    op.execute("ALTER TABLE assistant.threads DROP COLUMN about")
