"""What the executor may see and do: confirmed proposals until they have ended, and what their end writes.

`assistant.proposal` names the one proposal that a transaction settles; nothing of any other that has ended is seen.
"""

from alembic import op

revision = "assistant_0005"
down_revision = "assistant_0004"
branch_labels = None
depends_on = None

_ACCESS = """
-- what the account system answered, sealed, until the receipt has it
ALTER TABLE assistant.proposals ADD COLUMN answer bytea;

GRANT SELECT ON assistant.proposals TO assistant_executor;
GRANT UPDATE (state, executor, lease_until, settled_at, outcome_code, answer) ON assistant.proposals
    TO assistant_executor;
CREATE POLICY to_execute ON assistant.proposals FOR SELECT TO assistant_executor
    USING (state IN ('confirmed', 'executing') OR state IN ('done', 'refused') AND
        proposal_id = nullif(current_setting('assistant.proposal', true), '')::uuid);
CREATE POLICY executed ON assistant.proposals FOR UPDATE TO assistant_executor
    USING (state IN ('confirmed', 'executing')) WITH CHECK (state IN ('executing', 'done', 'refused'));

GRANT INSERT ON assistant.proposal_events TO assistant_executor;
CREATE POLICY executed ON assistant.proposal_events FOR INSERT TO assistant_executor
    WITH CHECK (event IN ('execute', 'settle') AND EXISTS
        (SELECT 1 FROM assistant.proposals p WHERE p.proposal_id = proposal_events.proposal_id));

GRANT INSERT ON assistant.receipts TO assistant_executor;
CREATE POLICY settled ON assistant.receipts FOR INSERT TO assistant_executor
    WITH CHECK (EXISTS (SELECT 1 FROM assistant.proposals p WHERE p.proposal_id = receipts.proposal_id
        AND p.proposal_id = nullif(current_setting('assistant.proposal', true), '')::uuid
        AND p.state = outcome AND p.maker = subject));

GRANT INSERT ON assistant.notices TO assistant_executor;
GRANT USAGE ON SEQUENCE assistant.turns_seq_seq TO assistant_executor;
CREATE POLICY settled ON assistant.notices FOR INSERT TO assistant_executor
    WITH CHECK (kind IN ('receipt', 'refused', 'correction') AND EXISTS (
        SELECT 1 FROM assistant.proposals p WHERE p.proposal_id = notices.proposal_id
        AND p.proposal_id = nullif(current_setting('assistant.proposal', true), '')::uuid
        AND subject IN (p.maker, p.about)));

-- where something was said that is put right: of the one turn that the correction names, never its words
GRANT SELECT (turn_id, thread_id, subject) ON assistant.turns TO assistant_executor;
CREATE POLICY corrected ON assistant.turns FOR SELECT TO assistant_executor
    USING (turn_id = nullif(current_setting('assistant.turn', true), '')::uuid AND EXISTS (
        SELECT 1 FROM assistant.proposals p WHERE p.tool = 'send_correction' AND p.about = turns.subject
        AND p.proposal_id = nullif(current_setting('assistant.proposal', true), '')::uuid));
"""


def upgrade() -> None:
    op.execute(_ACCESS)


def downgrade() -> None:
    for table, policies in {
        "proposals": ("to_execute", "executed"),
        "proposal_events": ("executed",),
        "receipts": ("settled",),
        "notices": ("settled",),
        "turns": ("corrected",),
    }.items():
        for policy in policies:
            op.execute(f"DROP POLICY {policy} ON assistant.{table}")
        op.execute(f"REVOKE ALL ON assistant.{table} FROM assistant_executor")
    op.execute("REVOKE ALL ON SEQUENCE assistant.turns_seq_seq FROM assistant_executor")
    op.execute("ALTER TABLE assistant.proposals DROP COLUMN answer")
