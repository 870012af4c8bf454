"""Disputes with evidence, flags, consents, contacts and complaints."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing yet."""
