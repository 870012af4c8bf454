"""The audit record: chained rows that nobody changes, heads that tell where each chain ends, and deletion by age."""

from alembic import op

revision = "assistant_0004"
down_revision = "assistant_0003"
branch_labels = None
depends_on = None

_MADE = """
CREATE TABLE assistant.audit (
    chain smallint NOT NULL CHECK (chain BETWEEN 0 AND 15),
    seq bigint NOT NULL CHECK (seq > 0),
    kind text NOT NULL,
    subject text NOT NULL,
    about text,
    ref text NOT NULL,
    at timestamptz NOT NULL,
    body jsonb NOT NULL,
    prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    seal bytea,
    PRIMARY KEY (chain, seq)
);
CREATE INDEX audit_by_ref ON assistant.audit (ref);
CREATE INDEX audit_by_about ON assistant.audit (about, at) WHERE about IS NOT NULL;

-- from_seq, from_hash: where the kept part begins, once older rows have been deleted by age.
CREATE TABLE assistant.audit_heads (
    chain smallint PRIMARY KEY CHECK (chain BETWEEN 0 AND 15),
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    seal bytea,
    from_seq bigint NOT NULL DEFAULT 1,
    from_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    from_seal bytea
);
INSERT INTO assistant.audit_heads (chain, seq, hash)
    SELECT chain, 0, decode(repeat('00', 32), 'hex') FROM generate_series(0, 15) AS chain;

CREATE FUNCTION assistant.audit_kept_for() RETURNS interval IMMUTABLE LANGUAGE sql AS $$ SELECT interval '7 years' $$;

CREATE FUNCTION assistant.audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - assistant.audit_kept_for() THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'An audit record is never changed, and not deleted before % have passed.',
        assistant.audit_kept_for() USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON assistant.audit
    FOR EACH ROW EXECUTE FUNCTION assistant.audit_refuses();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON assistant.audit
    FOR EACH STATEMENT EXECUTE FUNCTION assistant.audit_refuses();

-- Deletes the chain's rows up to upto, all of them past their time, and lets the kept part begin after them.
CREATE FUNCTION assistant.audit_delete_old(of_chain smallint, upto bigint, seal_of_start bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    head assistant.audit_heads%ROWTYPE;
    start_hash bytea;
    gone bigint;
BEGIN
    SELECT * INTO STRICT head FROM assistant.audit_heads WHERE chain = of_chain FOR UPDATE;
    SELECT hash INTO start_hash FROM assistant.audit WHERE chain = of_chain AND seq = upto;
    IF start_hash IS NULL THEN
        RAISE EXCEPTION 'Chain % has no record % that is old enough to delete.', of_chain, upto
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM assistant.audit WHERE chain = of_chain AND seq <= upto;
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone <> upto - head.from_seq + 1 THEN
        RAISE EXCEPTION 'Some of the records up to % of chain % are not old enough to delete.', upto, of_chain
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE assistant.audit_heads SET from_seq = upto + 1, from_hash = start_hash, from_seal = seal_of_start
        WHERE chain = of_chain;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION assistant.audit_delete_old FROM public;
GRANT EXECUTE ON FUNCTION assistant.audit_delete_old TO assistant_ops;
"""
_ACCESS = """
GRANT USAGE ON SCHEMA assistant TO assistant_executor, assistant_ops;
GRANT INSERT ON assistant.audit TO assistant_app, assistant_executor, assistant_ops;
GRANT SELECT ON assistant.audit TO assistant_app, assistant_ops;
GRANT SELECT, UPDATE (seq, hash, seal) ON assistant.audit_heads TO assistant_app, assistant_executor, assistant_ops;

ALTER TABLE assistant.audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE assistant.audit FORCE ROW LEVEL SECURITY;
CREATE POLICY own_appended ON assistant.audit FOR INSERT TO assistant_app
    WITH CHECK (nullif(current_setting('assistant.subject', true), '') IN (subject, about));
CREATE POLICY own_read ON assistant.audit FOR SELECT TO assistant_app
    USING (nullif(current_setting('assistant.subject', true), '') IN (subject, about));
CREATE POLICY service_appended ON assistant.audit FOR INSERT TO assistant_executor, assistant_ops WITH CHECK (true);
CREATE POLICY audited ON assistant.audit FOR SELECT TO assistant_ops USING (true);
CREATE POLICY old_found ON assistant.audit FOR SELECT TO assistant_owner
    USING (at < now() - assistant.audit_kept_for());
CREATE POLICY old_deleted ON assistant.audit FOR DELETE TO assistant_owner
    USING (at < now() - assistant.audit_kept_for());

ALTER TABLE assistant.audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE assistant.audit_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY chained ON assistant.audit_heads
    TO assistant_app, assistant_executor, assistant_ops, assistant_owner USING (true) WITH CHECK (true);
"""
# To reconstruct a turn, operations reads what became of it; each such reading is recorded itself.
_RECONSTRUCTED = ("proposals", "proposal_events", "receipts", "notices")


def upgrade() -> None:
    op.execute(_MADE)
    op.execute(_ACCESS)
    for table in _RECONSTRUCTED:
        op.execute(f"CREATE POLICY audited ON assistant.{table} FOR SELECT TO assistant_ops USING (true)")
        op.execute(f"GRANT SELECT ON assistant.{table} TO assistant_ops")


def downgrade() -> None:
    for table in _RECONSTRUCTED:
        op.execute(f"DROP POLICY audited ON assistant.{table}")
        op.execute(f"REVOKE ALL ON assistant.{table} FROM assistant_ops")
    op.execute("DROP TABLE assistant.audit, assistant.audit_heads")
    op.execute("DROP FUNCTION assistant.audit_delete_old, assistant.audit_refuses, assistant.audit_kept_for")
