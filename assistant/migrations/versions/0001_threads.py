"""Threads, turns and hand-offs, each row visible to its own subject only."""

from alembic import op

revision = "assistant_0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = ("threads", "turns", "handoffs")
_MADE = """
CREATE TABLE assistant.threads (
    thread_id uuid PRIMARY KEY,
    subject text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX threads_by_subject ON assistant.threads (subject, created_at DESC);

CREATE TABLE assistant.turns (
    turn_id uuid PRIMARY KEY,
    thread_id uuid NOT NULL REFERENCES assistant.threads,
    subject text NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    run_id text NOT NULL,
    user_text text NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting', 'running', 'finished', 'stopped', 'failed')),
    received_at timestamptz NOT NULL,
    lease_until timestamptz NOT NULL,
    outcome text,
    result jsonb,
    finished_at timestamptz,
    UNIQUE (subject, run_id),
    CHECK ((status IN ('waiting', 'running')) = (result IS NULL))
);
CREATE INDEX turns_by_thread ON assistant.turns (thread_id, seq);

CREATE TABLE assistant.handoffs (
    handoff_id uuid PRIMARY KEY,
    thread_id uuid NOT NULL REFERENCES assistant.threads,
    turn_id uuid NOT NULL REFERENCES assistant.turns,
    subject text NOT NULL,
    reason text NOT NULL,
    queue text NOT NULL,
    urgent boolean NOT NULL,
    requested_at timestamptz NOT NULL
);
CREATE INDEX handoffs_by_thread ON assistant.handoffs (thread_id);
"""


def upgrade() -> None:
    op.execute(_MADE)
    op.execute("GRANT USAGE ON SCHEMA assistant TO assistant_app")
    for table in _TABLES:
        op.execute(
            f"""
            ALTER TABLE assistant.{table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE assistant.{table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_rows ON assistant.{table} TO assistant_app
                USING (subject = nullif(current_setting('assistant.subject', true), ''))
                WITH CHECK (subject = nullif(current_setting('assistant.subject', true), ''));
            GRANT SELECT, INSERT ON assistant.{table} TO assistant_app;
            """
        )
    op.execute("GRANT UPDATE (status, lease_until, outcome, result, finished_at) ON assistant.turns TO assistant_app")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE assistant.{table}")
