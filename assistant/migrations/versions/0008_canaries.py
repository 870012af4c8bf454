"""A prompt version on a share of the threads, what its turns came to, and what people thought of answers."""

from alembic import op

revision = "assistant_0008"
down_revision = "assistant_0007"
branch_labels = None
depends_on = None

_CANARIES = """
-- Which version is tried on which share of the threads. Nothing in it is about a borrower.
CREATE TABLE assistant.canaries (
    canary_id uuid PRIMARY KEY,
    prompt text NOT NULL,
    candidate integer NOT NULL,
    candidate_hash text NOT NULL,
    share_bps integer NOT NULL CHECK (share_bps BETWEEN 1 AND 5000),
    state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'returned', 'stopped')),
    started_by text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    reason text,
    CHECK ((state = 'running') = (ended_at IS NULL)),
    CHECK ((state = 'running') = (reason IS NULL))
);
CREATE UNIQUE INDEX one_canary_runs ON assistant.canaries (prompt) WHERE state = 'running';
GRANT SELECT, UPDATE (state, ended_at, reason) ON assistant.canaries TO assistant_app;
GRANT SELECT, INSERT, UPDATE (state, ended_at, reason) ON assistant.canaries TO assistant_ops;

-- Counts of a canary's turns by arm; turns and people are not told apart in it.
CREATE TABLE assistant.canary_counts (
    canary_id uuid NOT NULL REFERENCES assistant.canaries,
    arm text NOT NULL CHECK (arm IN ('stable', 'candidate')),
    turns bigint NOT NULL DEFAULT 0,
    abstained bigint NOT NULL DEFAULT 0,
    handed_off bigint NOT NULL DEFAULT 0,
    guarded bigint NOT NULL DEFAULT 0,
    disliked bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (canary_id, arm)
);
GRANT SELECT, INSERT, UPDATE ON assistant.canary_counts TO assistant_app;
GRANT SELECT ON assistant.canary_counts TO assistant_ops;
"""
_FEEDBACK = """
CREATE TABLE assistant.feedback (
    turn_id uuid PRIMARY KEY REFERENCES assistant.turns ON DELETE CASCADE,
    subject text NOT NULL,
    liked boolean NOT NULL,
    reason text CHECK (reason IN ('wrong', 'unclear', 'not_my_question', 'too_long', 'unkind', 'other')),
    prompt text NOT NULL,
    given_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE assistant.feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE assistant.feedback FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON assistant.feedback TO assistant_app
    USING (subject = nullif(current_setting('assistant.subject', true), ''))
    WITH CHECK (subject = nullif(current_setting('assistant.subject', true), '') AND EXISTS (
        SELECT 1 FROM assistant.turns t WHERE t.turn_id = feedback.turn_id AND t.subject = feedback.subject));
GRANT SELECT, INSERT, UPDATE (liked, reason, given_at) ON assistant.feedback TO assistant_app;
"""


def upgrade() -> None:
    op.execute(_CANARIES)
    op.execute(_FEEDBACK)


def downgrade() -> None:
    op.execute("DROP TABLE assistant.feedback")
    op.execute("DROP TABLE assistant.canary_counts")
    op.execute("DROP TABLE assistant.canaries")
