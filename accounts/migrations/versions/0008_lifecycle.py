"""Line changes, loan changes, applications and change-in-terms notices."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nothing yet."""
