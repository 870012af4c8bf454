"""Memory: what was said is sealed, turns carry a claim, checkpoints of turns in flight, legal holds.

What was stored as plain text moves aside (`plain_text`, `plain_result`) until `assistant.resealing` has sealed it; no
plain text can be written any more, and the service refuses what is not sealed.
"""

from alembic import op

revision = "assistant_0003"
down_revision = "assistant_0002"
branch_labels = None
depends_on = None

_SEALED = """
ALTER TABLE assistant.turns DROP CONSTRAINT turns_check;
ALTER TABLE assistant.turns DROP CONSTRAINT turns_status_check;
ALTER TABLE assistant.turns RENAME COLUMN user_text TO plain_text;
ALTER TABLE assistant.turns RENAME COLUMN result TO plain_result;
ALTER TABLE assistant.turns ALTER COLUMN plain_text DROP NOT NULL;
ALTER TABLE assistant.turns
    ADD COLUMN user_text bytea,
    ADD COLUMN result bytea,
    ADD COLUMN caller bytea,
    ADD COLUMN claim uuid,
    ADD COLUMN attempts integer NOT NULL DEFAULT 0,
    ADD COLUMN head bytea,
    ADD CONSTRAINT turns_status CHECK (
        status IN ('waiting', 'running', 'finished', 'stopped', 'failed', 'interrupted')),
    ADD CONSTRAINT turns_result CHECK (
        (status IN ('waiting', 'running')) = (result IS NULL AND plain_result IS NULL)),
    ADD CONSTRAINT turns_sealed CHECK (user_text IS NOT NULL AND plain_text IS NULL AND plain_result IS NULL) NOT VALID;
CREATE INDEX turns_in_flight ON assistant.turns (lease_until) WHERE status IN ('waiting', 'running');
REVOKE UPDATE ON assistant.turns FROM assistant_app;
GRANT UPDATE (status, lease_until, outcome, result, finished_at, claim, attempts, head)
    ON assistant.turns TO assistant_app;
"""
# The tables of langgraph-checkpoint-postgres 3.2.0 (its MIGRATIONS) with whose turn it is, and sealed content.
# Writes of unfinished steps are not kept: a step of this graph is one task, which runs again.
_CHECKPOINTS = """
CREATE TABLE assistant.checkpoints (
    thread_id text NOT NULL,
    subject text NOT NULL DEFAULT nullif(current_setting('assistant.subject', true), ''),
    checkpoint_ns text NOT NULL DEFAULT '',
    checkpoint_id text NOT NULL,
    parent_checkpoint_id text,
    type text,
    checkpoint bytea NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id)
);
CREATE TABLE assistant.checkpoint_blobs (
    thread_id text NOT NULL,
    subject text NOT NULL DEFAULT nullif(current_setting('assistant.subject', true), ''),
    checkpoint_ns text NOT NULL DEFAULT '',
    channel text NOT NULL,
    version text NOT NULL,
    type text NOT NULL,
    blob bytea,
    PRIMARY KEY (thread_id, checkpoint_ns, channel, version)
);
"""
_HOLDS = """
CREATE TABLE assistant.holds (
    hold_id uuid PRIMARY KEY,
    subject text,
    thread_id uuid,
    reason text NOT NULL,
    placed_by text NOT NULL,
    placed_at timestamptz NOT NULL,
    released_by text,
    released_at timestamptz,
    CHECK (num_nonnulls(subject, thread_id) = 1),
    CHECK ((released_at IS NULL) = (released_by IS NULL))
);
ALTER TABLE assistant.holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE assistant.holds FORCE ROW LEVEL SECURITY;
CREATE POLICY operations ON assistant.holds TO assistant_ops USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON assistant.holds TO assistant_ops;
GRANT UPDATE (released_by, released_at) ON assistant.holds TO assistant_ops;

-- Whether a thread, or a person who speaks in it or is spoken of, is under a hold that was not released.
CREATE FUNCTION assistant.is_held(of_subject text, of_thread uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = assistant, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM assistant.holds h
        WHERE h.released_at IS NULL AND (
            h.thread_id = of_thread OR h.subject = of_subject
            OR h.subject = (SELECT to_jsonb(t) ->> 'about' FROM assistant.threads t WHERE t.thread_id = of_thread)));
END $$;
"""
# Ids of turns whose process died, and nothing of what was said in them, for any process that takes them over. The
# policy opens such rows inside the function only: the owner by itself sees no row.
_LAPSED = """
CREATE POLICY lapsed ON assistant.turns FOR SELECT TO assistant_owner
    USING (session_user <> current_user AND status IN ('waiting', 'running'));
CREATE FUNCTION assistant.lapsed_turns(at timestamptz) RETURNS TABLE (subject text, thread_id uuid, turn_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = assistant, pg_temp AS $$
    SELECT t.subject, t.thread_id, t.turn_id FROM assistant.turns t
    WHERE t.status IN ('waiting', 'running') AND t.lease_until <= at ORDER BY t.seq LIMIT 100
$$;
REVOKE EXECUTE ON FUNCTION assistant.lapsed_turns FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assistant.lapsed_turns TO assistant_app;
"""
_OPERATIONS = """
GRANT USAGE ON SCHEMA assistant TO assistant_ops;
GRANT SELECT, DELETE ON assistant.threads, assistant.turns, assistant.handoffs TO assistant_ops;
GRANT SELECT, DELETE ON assistant.checkpoints, assistant.checkpoint_blobs TO assistant_ops;
GRANT UPDATE (user_text, result, caller, plain_text, plain_result) ON assistant.turns TO assistant_ops;
GRANT DELETE ON assistant.proposals, assistant.proposal_events, assistant.receipts, assistant.notices TO assistant_ops;
CREATE POLICY operations_delete ON assistant.proposals FOR DELETE TO assistant_ops
    USING (NOT assistant.is_held(maker, thread_id));
CREATE POLICY operations_delete ON assistant.proposal_events FOR DELETE TO assistant_ops
    USING (EXISTS (SELECT 1 FROM assistant.proposals p
                   WHERE p.proposal_id = proposal_events.proposal_id AND NOT assistant.is_held(p.maker, p.thread_id)));
CREATE POLICY operations_delete ON assistant.receipts FOR DELETE TO assistant_ops
    USING (NOT assistant.is_held(subject, thread_id));
CREATE POLICY operations_delete ON assistant.notices FOR DELETE TO assistant_ops
    USING (NOT assistant.is_held(subject, thread_id));
"""


def upgrade() -> None:
    op.execute(_SEALED)
    op.execute(_CHECKPOINTS)
    op.execute(_HOLDS)
    op.execute(_LAPSED)
    op.execute(_OPERATIONS)
    for table in ("checkpoints", "checkpoint_blobs"):
        op.execute(
            f"""
            ALTER TABLE assistant.{table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE assistant.{table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_rows ON assistant.{table} TO assistant_app
                USING (subject = nullif(current_setting('assistant.subject', true), ''))
                WITH CHECK (subject = nullif(current_setting('assistant.subject', true), ''));
            CREATE POLICY operations ON assistant.{table} TO assistant_ops USING (true);
            GRANT SELECT, INSERT, UPDATE, DELETE ON assistant.{table} TO assistant_app;
            """
        )
    for table in ("threads", "turns", "handoffs"):
        op.execute(
            f"""
            CREATE POLICY operations_read ON assistant.{table} FOR SELECT TO assistant_ops USING (true);
            CREATE POLICY operations_delete ON assistant.{table} FOR DELETE TO assistant_ops
                USING (NOT assistant.is_held(subject, thread_id));
            """
        )
    op.execute(
        "CREATE POLICY operations_reseal ON assistant.turns FOR UPDATE TO assistant_ops USING (true) WITH CHECK (true)"
    )


def downgrade() -> None:
    raise RuntimeError("What was sealed cannot be made plain again; restore a backup of before this migration.")
