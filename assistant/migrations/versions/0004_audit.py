"""Audit: to come."""

revision = "assistant_0004"
down_revision = "assistant_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
