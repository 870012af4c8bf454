"""Proposals with their events, receipts and notices: sealed content, few ways between states, own rows only.

What the executor may do here is granted by a later migration of its own.
"""

from alembic import op

revision = "assistant_0002"
down_revision = "assistant_0001"
branch_labels = None
depends_on = None

_TABLES = ("proposals", "proposal_events", "receipts", "notices")
_MADE = """
CREATE TABLE assistant.proposals (
    proposal_id uuid PRIMARY KEY,
    thread_id uuid NOT NULL REFERENCES assistant.threads,
    turn_id uuid REFERENCES assistant.turns,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    maker text NOT NULL,
    about text NOT NULL,
    tool text NOT NULL,
    tool_version smallint NOT NULL,
    resource text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'awaiting_approval', 'confirmed', 'executing', 'done', 'refused',
        'rejected', 'superseded', 'expired', 'cancelled')),
    digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    risk text NOT NULL CHECK (risk IN ('low', 'medium', 'high')),
    assurance smallint NOT NULL CHECK (assurance BETWEEN 1 AND 2),
    approval text CHECK (approval IN ('supervisor')),
    language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es')),
    undoes uuid REFERENCES assistant.proposals,
    superseded_by uuid REFERENCES assistant.proposals,
    content bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    confirmed_at timestamptz,
    checker text CHECK (checker <> maker),
    settled_at timestamptz,
    outcome_code text CHECK (outcome_code ~ '^[a-z0-9_.-]{1,64}$'),
    executor text,
    lease_until timestamptz
);
CREATE INDEX proposals_by_maker ON assistant.proposals (maker, seq DESC);
CREATE INDEX proposals_by_about ON assistant.proposals (about, seq DESC);
CREATE INDEX proposals_by_thread ON assistant.proposals (thread_id, seq);
CREATE INDEX proposals_undone ON assistant.proposals (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX proposals_waiting ON assistant.proposals (expires_at) WHERE state IN ('open', 'awaiting_approval');
CREATE INDEX proposals_to_execute ON assistant.proposals (confirmed_at) WHERE state IN ('confirmed', 'executing');

CREATE TABLE assistant.proposal_events (
    event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proposal_id uuid NOT NULL REFERENCES assistant.proposals,
    event text NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    by_subject text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX proposal_events_by_proposal ON assistant.proposal_events (proposal_id, event_id);

CREATE TABLE assistant.receipts (
    proposal_id uuid PRIMARY KEY REFERENCES assistant.proposals,
    thread_id uuid NOT NULL REFERENCES assistant.threads,
    subject text NOT NULL,
    about text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('done', 'refused')),
    content bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE assistant.notices (
    notice_id uuid PRIMARY KEY,
    seq bigint NOT NULL DEFAULT nextval('assistant.turns_seq_seq'),
    thread_id uuid NOT NULL REFERENCES assistant.threads,
    subject text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('receipt', 'refused', 'approved', 'rejected', 'expired', 'correction')),
    proposal_id uuid REFERENCES assistant.proposals,
    turn_id uuid REFERENCES assistant.turns,
    language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'es')),
    content bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (proposal_id, kind)
);
COMMENT ON COLUMN assistant.notices.seq IS 'drawn from the turns'' own sequence: one order over turns and notices';
CREATE INDEX notices_by_thread ON assistant.notices (thread_id, seq);
CREATE INDEX notices_by_subject ON assistant.notices (subject, seq DESC);
"""
_MOVES = """
CREATE FUNCTION assistant.proposal_event(from_state text, to_state text) RETURNS text
LANGUAGE sql IMMUTABLE RETURN CASE from_state || ' ' || to_state
    WHEN 'open confirmed' THEN 'confirm'
    WHEN 'open awaiting_approval' THEN 'confirm'
    WHEN 'open rejected' THEN 'reject'
    WHEN 'open superseded' THEN 'supersede'
    WHEN 'open expired' THEN 'expire'
    WHEN 'awaiting_approval confirmed' THEN 'approve'
    WHEN 'awaiting_approval rejected' THEN 'reject'
    WHEN 'awaiting_approval cancelled' THEN 'cancel'
    WHEN 'awaiting_approval expired' THEN 'expire'
    WHEN 'confirmed executing' THEN 'execute'
    WHEN 'executing done' THEN 'settle'
    WHEN 'executing refused' THEN 'settle' END;

CREATE FUNCTION assistant.proposal_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who text := nullif(current_setting('assistant.subject', true), '');
    supervises boolean := current_setting('assistant.role', true) = 'supervisor';
    happened text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'open' OR num_nonnulls(NEW.confirmed_at, NEW.checker, NEW.settled_at, NEW.executor) > 0 THEN
            RAISE EXCEPTION 'a proposal begins open' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.proposal_id, NEW.thread_id, NEW.turn_id, NEW.maker, NEW.about, NEW.tool, NEW.tool_version, NEW.resource,
        NEW.digest, NEW.risk, NEW.assurance, NEW.approval, NEW.language, NEW.undoes, NEW.content, NEW.created_at,
        NEW.expires_at) IS DISTINCT FROM
       (OLD.proposal_id, OLD.thread_id, OLD.turn_id, OLD.maker, OLD.about, OLD.tool, OLD.tool_version, OLD.resource,
        OLD.digest, OLD.risk, OLD.assurance, OLD.approval, OLD.language, OLD.undoes, OLD.content, OLD.created_at,
        OLD.expires_at) THEN
        RAISE EXCEPTION 'what was proposed does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = OLD.state THEN
        IF OLD.state <> 'executing' OR (NEW.confirmed_at, NEW.checker, NEW.settled_at, NEW.outcome_code,
            NEW.superseded_by) IS DISTINCT FROM (OLD.confirmed_at, OLD.checker, OLD.settled_at, OLD.outcome_code,
            OLD.superseded_by) THEN
            RAISE EXCEPTION 'a proposal changes with its state only' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    happened := assistant.proposal_event(OLD.state, NEW.state);
    IF happened IS NULL THEN
        RAISE EXCEPTION 'a proposal that is % does not become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF happened IN ('execute', 'settle') AND NOT pg_has_role(current_user, 'assistant_executor', 'member') THEN
        RAISE EXCEPTION 'only the executor may %', happened USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (happened IN ('confirm', 'cancel') OR happened = 'reject' AND OLD.state = 'open')
       AND who IS DISTINCT FROM OLD.maker THEN
        RAISE EXCEPTION 'only who asked for it may %', happened USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.state = 'awaiting_approval' AND happened IN ('approve', 'reject')
       AND (supervises IS NOT TRUE OR who = OLD.maker OR NEW.checker IS DISTINCT FROM who) THEN
        RAISE EXCEPTION 'only a second person may %', happened USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF happened = 'confirm' AND (NEW.approval IS NULL) <> (NEW.state = 'confirmed') THEN
        RAISE EXCEPTION 'a second person decides this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guarded BEFORE INSERT OR UPDATE ON assistant.proposals
    FOR EACH ROW EXECUTE FUNCTION assistant.proposal_guarded();

CREATE FUNCTION assistant.proposal_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO assistant.proposal_events (proposal_id, event, from_state, to_state, by_subject)
    VALUES (NEW.proposal_id, assistant.proposal_event(OLD.state, NEW.state), OLD.state, NEW.state,
            coalesce(nullif(current_setting('assistant.subject', true), ''), current_user));
    IF NEW.state = 'confirmed' THEN
        PERFORM pg_notify('proposal_confirmed', NEW.proposal_id::text);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER moved AFTER UPDATE OF state ON assistant.proposals
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION assistant.proposal_moved();
"""
_ME = "nullif(current_setting('assistant.subject', true), '')"
_SUPERVISES = "current_setting('assistant.role', true) = 'supervisor'"
_VISIBLE = f"(maker = {_ME} OR about = {_ME} OR {_SUPERVISES} AND (state = 'awaiting_approval' OR checker = {_ME}))"
_OF_VISIBLE = "EXISTS (SELECT 1 FROM assistant.proposals p WHERE p.proposal_id = {}.proposal_id{})"
_SEEN = f"""
CREATE POLICY own_rows ON assistant.proposals FOR SELECT TO assistant_app USING {_VISIBLE};
CREATE POLICY made ON assistant.proposals FOR INSERT TO assistant_app WITH CHECK (maker = {_ME});
CREATE POLICY moved ON assistant.proposals FOR UPDATE TO assistant_app USING {_VISIBLE} WITH CHECK {_VISIBLE};
CREATE POLICY own_rows ON assistant.proposal_events TO assistant_app
    USING ({_OF_VISIBLE.format("proposal_events", "")}) WITH CHECK ({_OF_VISIBLE.format("proposal_events", "")});
CREATE POLICY own_rows ON assistant.receipts FOR SELECT TO assistant_app
    USING (subject = {_ME} OR about = {_ME} OR {_OF_VISIBLE.format("receipts", f" AND p.checker = {_ME}")});
CREATE POLICY own_rows ON assistant.notices FOR SELECT TO assistant_app USING (subject = {_ME});
CREATE POLICY posted ON assistant.notices FOR INSERT TO assistant_app
    WITH CHECK (subject = {_ME} OR {_OF_VISIBLE.format("notices", " AND p.maker = notices.subject")});
GRANT SELECT, INSERT ON assistant.proposals, assistant.proposal_events, assistant.notices TO assistant_app;
GRANT UPDATE (state, superseded_by, confirmed_at, checker, settled_at, outcome_code) ON assistant.proposals
    TO assistant_app;
GRANT SELECT ON assistant.receipts TO assistant_app;
GRANT USAGE ON SEQUENCE assistant.turns_seq_seq TO assistant_app;
"""


def upgrade() -> None:
    op.execute(_MADE)
    op.execute(_MOVES)
    for table in _TABLES:
        op.execute(f"ALTER TABLE assistant.{table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE assistant.{table} FORCE ROW LEVEL SECURITY")
    op.execute(_SEEN)


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE assistant.{table}")
    op.execute("DROP FUNCTION assistant.proposal_moved, assistant.proposal_guarded, assistant.proposal_event")
