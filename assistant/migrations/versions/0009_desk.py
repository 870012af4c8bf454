"""The desk: who has the floor in a conversation, what people say in it, suggestions to them, counts of turns, webhooks.

Staff look through the role assistant_desk, with `assistant.staff` and `assistant.staff_role` set for the transaction:
a support agent sees conversations that wait for a person or that they took; supervisors, analysts and auditors see all.
"""

from alembic import op

revision = "assistant_0009"
down_revision = "assistant_0008"
branch_labels = None
depends_on = None

_HANDOFFS = """
ALTER TABLE assistant.handoffs
    ALTER COLUMN turn_id DROP NOT NULL,
    ADD COLUMN state text NOT NULL DEFAULT 'waiting' CHECK (state IN
        ('waiting', 'accepted', 'returned', 'withdrawn', 'merged')),
    ADD COLUMN language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es')),
    ADD COLUMN agent text,
    ADD COLUMN agent_name text,
    ADD COLUMN accepted_at timestamptz,
    ADD COLUMN ended_at timestamptz,
    ADD CONSTRAINT accepted_by_somebody CHECK (state NOT IN ('accepted', 'returned') OR agent IS NOT NULL);
COMMENT ON COLUMN assistant.handoffs.state IS
  'waiting: in the queue; accepted: the agent has the floor; returned: handed back to the assistant; withdrawn: the
  borrower no longer wants it; merged: asked for again while another of the thread was open.';
-- What came before there was a desk: the newest of a thread waits, the others are one with it.
UPDATE assistant.handoffs h SET state = 'merged' WHERE EXISTS (
    SELECT 1 FROM assistant.handoffs later WHERE later.thread_id = h.thread_id
      AND (later.requested_at, later.handoff_id) > (h.requested_at, h.handoff_id));
CREATE UNIQUE INDEX one_open_handoff ON assistant.handoffs (thread_id) WHERE state IN ('waiting', 'accepted');
CREATE INDEX handoffs_waiting ON assistant.handoffs (queue, urgent DESC, requested_at) WHERE state = 'waiting';
CREATE INDEX handoffs_by_agent ON assistant.handoffs (agent, accepted_at DESC) WHERE agent IS NOT NULL;
GRANT UPDATE (state, queue, reason, urgent, ended_at) ON assistant.handoffs TO assistant_app;
"""
_MADE = """
CREATE TABLE assistant.desk_messages (
    message_id uuid PRIMARY KEY,
    seq bigint NOT NULL DEFAULT nextval('assistant.turns_seq_seq'),
    thread_id uuid NOT NULL REFERENCES assistant.threads ON DELETE CASCADE,
    handoff_id uuid NOT NULL REFERENCES assistant.handoffs ON DELETE CASCADE,
    subject text NOT NULL,
    author text NOT NULL CHECK (author IN ('borrower', 'agent')),
    author_id text NOT NULL,
    author_name text,
    run_id text NOT NULL,
    content bytea NOT NULL,
    sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (author_id, run_id)
);
CREATE INDEX desk_messages_by_thread ON assistant.desk_messages (thread_id, seq);
COMMENT ON COLUMN assistant.desk_messages.subject IS 'Whose thread it is, whoever wrote the message.';
COMMENT ON COLUMN assistant.desk_messages.run_id IS 'Idempotency key of its author.';

CREATE TABLE assistant.suggestions (
    suggestion_id uuid PRIMARY KEY,
    thread_id uuid NOT NULL REFERENCES assistant.threads ON DELETE CASCADE,
    handoff_id uuid NOT NULL REFERENCES assistant.handoffs ON DELETE CASCADE,
    subject text NOT NULL,
    agent text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('reply', 'rewrite', 'wrap_up', 'next_action')),
    prompt text NOT NULL,
    model text NOT NULL,
    content bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    outcome text CHECK (outcome IN ('accepted', 'edited', 'rejected')),
    final bytea,
    edit_distance integer CHECK (edit_distance >= 0),
    edit_share real CHECK (edit_share BETWEEN 0 AND 1),
    reason text CHECK (reason IN ('wrong', 'unclear', 'not_my_question', 'too_long', 'tone', 'other')),
    decided_at timestamptz,
    CHECK ((outcome IS NULL) = (decided_at IS NULL))
);
CREATE INDEX suggestions_by_thread ON assistant.suggestions (thread_id, made_at);
COMMENT ON COLUMN assistant.suggestions.edit_distance IS 'Levenshtein, in characters, from it to what was sent.';

CREATE TABLE assistant.desk_notes (
    note_id uuid PRIMARY KEY,
    thread_id uuid NOT NULL REFERENCES assistant.threads ON DELETE CASCADE,
    handoff_id uuid NOT NULL REFERENCES assistant.handoffs ON DELETE CASCADE,
    subject text NOT NULL,
    agent text NOT NULL,
    content bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX desk_notes_by_thread ON assistant.desk_notes (thread_id, made_at);
"""
_COUNTS = """
-- One row a turn that ended: what live monitors add up. Nothing that was said, and no person, is in it.
CREATE TABLE assistant.turn_stats (
    turn_id uuid PRIMARY KEY REFERENCES assistant.turns ON DELETE CASCADE,
    thread_id uuid NOT NULL,
    ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    role text NOT NULL,
    channel text NOT NULL,
    language text NOT NULL,
    domain text NOT NULL,
    outcome text NOT NULL,
    status text NOT NULL,
    guarded boolean NOT NULL,
    prompt text NOT NULL,
    model text NOT NULL,
    total_ms integer NOT NULL,
    input_tokens integer NOT NULL,
    output_tokens integer NOT NULL,
    cost_microusd bigint
);
CREATE INDEX turn_stats_by_time ON assistant.turn_stats (ended_at);
GRANT INSERT ON assistant.turn_stats TO assistant_app;
GRANT SELECT ON assistant.turn_stats TO assistant_desk;
GRANT SELECT, DELETE ON assistant.turn_stats TO assistant_ops;

-- What an outside desk is told; bodies hold ids, states and queues, never what was said.
CREATE TABLE assistant.webhook_events (
    event_id uuid PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    body jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    delivered_at timestamptz,
    last_status integer
);
CREATE INDEX webhook_events_pending ON assistant.webhook_events (next_attempt_at) WHERE state = 'pending';
GRANT INSERT ON assistant.webhook_events TO assistant_app;
GRANT SELECT, INSERT, UPDATE (state, attempts, next_attempt_at, delivered_at, last_status)
    ON assistant.webhook_events TO assistant_desk;
GRANT SELECT, DELETE ON assistant.webhook_events TO assistant_ops;
"""
_SEEN = """
-- Whether the member of staff of this transaction may look into a conversation.
CREATE FUNCTION assistant.desk_sees(of_thread uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = assistant, pg_temp AS $$
DECLARE
    staff text := nullif(current_setting('assistant.staff', true), '');
    staff_role text := current_setting('assistant.staff_role', true);
BEGIN
    IF staff IS NULL THEN
        RETURN false;
    END IF;
    IF staff_role IN ('supervisor', 'analyst', 'auditor') THEN
        RETURN true;
    END IF;
    RETURN staff_role = 'support_agent' AND EXISTS (
        SELECT 1 FROM assistant.handoffs h
        WHERE h.thread_id = of_thread AND (h.state = 'waiting' OR h.agent = staff));
END $$;

GRANT USAGE ON SCHEMA assistant TO assistant_desk;
GRANT SELECT ON assistant.threads, assistant.turns, assistant.handoffs, assistant.notices, assistant.proposals,
    assistant.receipts, assistant.feedback, assistant.desk_messages, assistant.suggestions, assistant.desk_notes,
    assistant.canaries, assistant.canary_counts TO assistant_desk;
GRANT UPDATE (state, queue, urgent, agent, agent_name, accepted_at, ended_at) ON assistant.handoffs TO assistant_desk;
GRANT INSERT ON assistant.desk_messages, assistant.suggestions, assistant.desk_notes TO assistant_desk;
GRANT UPDATE (outcome, final, edit_distance, edit_share, reason, decided_at) ON assistant.suggestions TO assistant_desk;

-- All staff see which hand-offs there are; what waits is changed by who serves, what was taken by who took it.
CREATE POLICY desk_reads ON assistant.handoffs FOR SELECT TO assistant_desk
    USING (nullif(current_setting('assistant.staff', true), '') IS NOT NULL);
CREATE POLICY desk_changes ON assistant.handoffs FOR UPDATE TO assistant_desk
    USING (nullif(current_setting('assistant.staff', true), '') IS NOT NULL AND (
        current_setting('assistant.staff_role', true) = 'supervisor'
        OR current_setting('assistant.staff_role', true) = 'support_agent'
           AND (state = 'waiting' OR agent = current_setting('assistant.staff', true))))
    WITH CHECK (agent IS NULL OR agent = current_setting('assistant.staff', true)
        OR current_setting('assistant.staff_role', true) = 'supervisor');
"""
# Whoever waits is told how many come first; the owner sees other people's rows inside the function only.
_QUEUED = """
CREATE POLICY queued ON assistant.handoffs FOR SELECT TO assistant_owner
    USING (session_user <> current_user AND state = 'waiting');
CREATE FUNCTION assistant.queue_position(of_handoff uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = assistant, pg_temp AS $$
    SELECT (SELECT count(*) FROM assistant.handoffs h WHERE h.state = 'waiting' AND h.queue = mine.queue
              AND (NOT h.urgent, h.requested_at, h.handoff_id)
                  <= (NOT mine.urgent, mine.requested_at, mine.handoff_id))::integer
    FROM assistant.handoffs mine WHERE mine.handoff_id = of_handoff AND mine.state = 'waiting'
$$;
REVOKE EXECUTE ON FUNCTION assistant.queue_position FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assistant.queue_position TO assistant_app, assistant_desk;
"""
_NOTICED = """
ALTER TABLE assistant.notices DROP CONSTRAINT notices_kind_check, ADD CONSTRAINT notices_kind_check CHECK (kind IN
    ('receipt', 'refused', 'approved', 'rejected', 'expired', 'correction',
     'taken_over', 'handed_back', 'transferred'));
GRANT INSERT ON assistant.notices TO assistant_desk;
CREATE POLICY desk_posts ON assistant.notices FOR INSERT TO assistant_desk
    WITH CHECK (assistant.desk_sees(thread_id) AND kind IN ('taken_over', 'handed_back', 'transferred'));
"""
_AUDITED = """
GRANT SELECT, INSERT ON assistant.audit TO assistant_desk;
CREATE POLICY desk_audits ON assistant.audit FOR SELECT TO assistant_desk
    USING (nullif(current_setting('assistant.staff', true), '') IS NOT NULL
        AND current_setting('assistant.staff_role', true) IN ('supervisor', 'analyst', 'auditor'));
GRANT SELECT ON assistant.proposal_events TO assistant_desk;
CREATE POLICY desk_reads ON assistant.proposal_events FOR SELECT TO assistant_desk
    USING (EXISTS (SELECT 1 FROM assistant.proposals p
                   WHERE p.proposal_id = proposal_events.proposal_id AND assistant.desk_sees(p.thread_id)));
GRANT USAGE ON SEQUENCE assistant.turns_seq_seq TO assistant_desk;
GRANT SELECT, UPDATE (seq, hash, seal) ON assistant.audit_heads TO assistant_desk;
CREATE POLICY desk_appended ON assistant.audit FOR INSERT TO assistant_desk WITH CHECK (true);
CREATE POLICY desk_appended ON assistant.audit_heads TO assistant_desk USING (true) WITH CHECK (true);
"""
_NEW_TABLES = ("desk_messages", "suggestions", "desk_notes")
_DESK_READS = ("threads", "turns", "notices", "proposals", "receipts", "desk_messages", "suggestions", "desk_notes")
# A thread's followers are told that something in it changed; they read what, with their own rights.
_TOLD = """
CREATE FUNCTION assistant.tell_followers() RETURNS trigger LANGUAGE plpgsql SET search_path = assistant, pg_temp AS $$
BEGIN
    PERFORM pg_notify('assistant_thread', NEW.thread_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON assistant.desk_messages FOR EACH ROW EXECUTE FUNCTION assistant.tell_followers();
CREATE TRIGGER told AFTER INSERT ON assistant.notices FOR EACH ROW EXECUTE FUNCTION assistant.tell_followers();
CREATE TRIGGER told AFTER INSERT OR UPDATE OF state ON assistant.proposals
    FOR EACH ROW EXECUTE FUNCTION assistant.tell_followers();
CREATE TRIGGER told AFTER UPDATE OF status ON assistant.turns FOR EACH ROW
    WHEN (NEW.status NOT IN ('waiting', 'running')) EXECUTE FUNCTION assistant.tell_followers();
CREATE FUNCTION assistant.tell_desk() RETURNS trigger LANGUAGE plpgsql SET search_path = assistant, pg_temp AS $$
BEGIN
    PERFORM pg_notify('assistant_thread', NEW.thread_id::text);
    PERFORM pg_notify('assistant_desk', NEW.handoff_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON assistant.handoffs FOR EACH ROW EXECUTE FUNCTION assistant.tell_desk();
"""


def upgrade() -> None:
    for part in (_HANDOFFS, _MADE, _COUNTS, _SEEN, _QUEUED, _NOTICED, _AUDITED):
        op.execute(part)
    for table in _NEW_TABLES:
        author = "author_id" if table == "desk_messages" else "agent"
        op.execute(
            f"""
            ALTER TABLE assistant.{table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE assistant.{table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY desk_adds ON assistant.{table} FOR INSERT TO assistant_desk
                WITH CHECK (assistant.desk_sees(thread_id)
                    AND {author} = current_setting('assistant.staff', true)
                    {"AND author = 'agent'" if table == "desk_messages" else ""});
            CREATE POLICY operations_read ON assistant.{table} FOR SELECT TO assistant_ops USING (true);
            CREATE POLICY operations_delete ON assistant.{table} FOR DELETE TO assistant_ops
                USING (NOT assistant.is_held(subject, thread_id));
            GRANT SELECT, DELETE ON assistant.{table} TO assistant_ops;
            """
        )
    for table in _DESK_READS:
        op.execute(
            f"""
            CREATE POLICY desk_reads ON assistant.{table} FOR SELECT TO assistant_desk
                USING (assistant.desk_sees(thread_id))
            """
        )
    op.execute(
        """
        CREATE POLICY desk_reads ON assistant.feedback FOR SELECT TO assistant_desk
            USING (current_setting('assistant.staff_role', true) IN ('supervisor', 'analyst', 'auditor'));
        CREATE POLICY desk_decides ON assistant.suggestions FOR UPDATE TO assistant_desk
            USING (agent = current_setting('assistant.staff', true))
            WITH CHECK (agent = current_setting('assistant.staff', true));
        CREATE POLICY own_rows ON assistant.desk_messages TO assistant_app
            USING (subject = nullif(current_setting('assistant.subject', true), ''))
            WITH CHECK (subject = nullif(current_setting('assistant.subject', true), '')
                AND author = 'borrower' AND author_id = subject);
        GRANT SELECT, INSERT ON assistant.desk_messages TO assistant_app;
        """
    )
    op.execute(_TOLD)


def downgrade() -> None:
    raise RuntimeError("What people said at the desk would be lost; restore a backup of before this migration.")
