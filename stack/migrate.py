"""Schema migrations of the rooms by Alembic: raw SQL in `<room>/migrations/versions`, one version table per room."""

from importlib import resources
from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy.pool import NullPool

ROOMS = ("accounts", "policies", "assistant")


def upgrade(url: str, room: str, to: str = "head") -> None:
    """Bring schema `room` in the database at `url` (a libpq URI of the schema's owner) to revision `to`.

    Runs in one transaction: a migration that fails leaves the schema as it was.
    """
    engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "alembic"))
    config.set_main_option("version_locations", str(resources.files(room) / "migrations" / "versions"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("SELECT pg_advisory_xact_lock(hashtext(:room))"), {"room": room})
        connection.execute(sqlalchemy.text(f"CREATE SCHEMA IF NOT EXISTS {sqlalchemy.quoted_name(room, True)}"))
        config.attributes["connection"] = connection
        config.attributes["schema"] = room
        command.upgrade(config, to)
