"""What payments, draws, fees and refunds need beyond the first tables."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Nothing yet."""
