"""An agent who left: when they were heard of last, and what goes back to waiting then. Desk texts under a newer key.

Whether somebody still waits for an answer is asked inside of a function, since who looks at the board may not open the
conversation: it tells ids, and changes nothing but a hand-off whose agent is gone.
"""

from alembic import op

revision = "assistant_0011"
down_revision = "assistant_0010"
branch_labels = None
depends_on = None

_HEARD = """
ALTER TABLE assistant.handoffs ADD COLUMN heard_at timestamptz, ADD COLUMN asked_by bytea;
COMMENT ON COLUMN assistant.handoffs.heard_at IS
  'When who has it wrote, looked or followed last; accepted_at counts as well.';
COMMENT ON COLUMN assistant.handoffs.asked_by IS 'The sealed name of who asked by a button.';
GRANT UPDATE (heard_at) ON assistant.handoffs TO assistant_desk;
CREATE INDEX handoffs_accepted ON assistant.handoffs (accepted_at) WHERE state = 'accepted';
-- Signs of life are no news to followers.
DROP TRIGGER told ON assistant.handoffs;
CREATE TRIGGER told AFTER INSERT OR UPDATE OF state, reason, queue, urgent, agent, agent_name, accepted_at, ended_at
    ON assistant.handoffs FOR EACH ROW EXECUTE FUNCTION assistant.tell_desk();
"""
_LEFT = """
CREATE POLICY taken ON assistant.handoffs FOR SELECT TO assistant_owner
    USING (session_user <> current_user AND state = 'accepted');
CREATE POLICY left_waiting ON assistant.handoffs FOR UPDATE TO assistant_owner
    USING (session_user <> current_user AND state = 'accepted')
    WITH CHECK (session_user <> current_user AND state = 'waiting');
CREATE POLICY newest_author ON assistant.desk_messages FOR SELECT TO assistant_owner
    USING (session_user <> current_user);

-- Whether its borrower has said something that no agent has answered, or nobody has said anything since it was taken.
CREATE FUNCTION assistant.is_unanswered(of_thread uuid, of_handoff uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = assistant, pg_temp AS $$
    SELECT coalesce((SELECT m.author = 'borrower' FROM assistant.desk_messages m
                     WHERE m.thread_id = of_thread AND m.handoff_id = of_handoff ORDER BY m.seq DESC LIMIT 1), true)
$$;
CREATE FUNCTION assistant.left_handoffs(heard_since timestamptz) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = assistant, pg_temp AS $$
    SELECT h.handoff_id FROM assistant.handoffs h
    WHERE h.state = 'accepted' AND greatest(h.accepted_at, h.heard_at) < heard_since
      AND assistant.is_unanswered(h.thread_id, h.handoff_id) ORDER BY h.requested_at LIMIT 100
$$;
-- speaks: the borrower is about to say something, which nobody has answered either.
CREATE FUNCTION assistant.release_left(of_handoff uuid, heard_since timestamptz, speaks boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = assistant, pg_temp AS $$
BEGIN
    UPDATE assistant.handoffs h
    SET state = 'waiting', agent = NULL, agent_name = NULL, accepted_at = NULL, heard_at = NULL
    WHERE h.handoff_id = of_handoff AND h.state = 'accepted' AND greatest(h.accepted_at, h.heard_at) < heard_since
      AND (speaks OR assistant.is_unanswered(h.thread_id, h.handoff_id))
      AND (h.subject = nullif(current_setting('assistant.subject', true), '')
           OR nullif(current_setting('assistant.staff', true), '') IS NOT NULL);
    RETURN FOUND;
END $$;
REVOKE EXECUTE ON FUNCTION assistant.is_unanswered, assistant.left_handoffs, assistant.release_left FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assistant.left_handoffs TO assistant_desk;
GRANT EXECUTE ON FUNCTION assistant.release_left TO assistant_app, assistant_desk;
"""
_TOLD = """
ALTER TABLE assistant.notices DROP CONSTRAINT notices_kind_check, ADD CONSTRAINT notices_kind_check CHECK (kind IN
    ('receipt', 'refused', 'approved', 'rejected', 'expired', 'correction',
     'taken_over', 'handed_back', 'transferred', 'left_waiting'));
ALTER POLICY desk_posts ON assistant.notices WITH CHECK (assistant.desk_sees(thread_id)
    AND kind IN ('taken_over', 'handed_back', 'transferred', 'left_waiting'));
"""
_RESEALED = {
    "desk_messages": "content",
    "suggestions": "content, final",
    "desk_notes": "content",
    "handoffs": "asked_by",
}


def upgrade() -> None:
    for part in (_HEARD, _LEFT, _TOLD):
        op.execute(part)
    for table, columns in _RESEALED.items():
        op.execute(
            f"""
            GRANT UPDATE ({columns}) ON assistant.{table} TO assistant_ops;
            CREATE POLICY operations_reseal ON assistant.{table} FOR UPDATE TO assistant_ops
                USING (true) WITH CHECK (true);
            """
        )


def downgrade() -> None:
    raise RuntimeError("Hand-offs that went back to waiting are told of in notices; restore a backup of before this.")
