"""A turn that begins again after a crash is counted again in its place; conversations are found newest first."""

from alembic import op

revision = "assistant_0010"
down_revision = "assistant_0009"
branch_labels = None
depends_on = None

_GRANTED = """
-- The row's own key is all that the service may read of it.
GRANT SELECT (turn_id), UPDATE (ended_at, role, channel, language, domain, outcome, status, guarded, prompt, model,
    total_ms, input_tokens, output_tokens, cost_microusd) ON assistant.turn_stats TO assistant_app;
CREATE INDEX threads_by_time ON assistant.threads (created_at DESC, thread_id DESC);
CREATE INDEX handoffs_by_time ON assistant.handoffs (requested_at);
CREATE INDEX suggestions_decided ON assistant.suggestions (decided_at) WHERE decided_at IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(_GRANTED)


def downgrade() -> None:
    op.execute("DROP INDEX assistant.suggestions_decided, assistant.handoffs_by_time, assistant.threads_by_time")
    op.execute("REVOKE SELECT, UPDATE ON assistant.turn_stats FROM assistant_app")
