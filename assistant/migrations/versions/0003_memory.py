"""Memory: to come."""

revision = "assistant_0003"
down_revision = "assistant_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
