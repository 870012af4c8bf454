"""The embedded server keeps roles apart: a wrong password, or none, does not get in."""

import psycopg
import pytest

from stack import postgres


@pytest.mark.parametrize("role", ["postgres", "accounts_owner", "assistant_app"])
def test_a_wrong_password_is_refused(server: postgres.Server, role: str) -> None:
    url = server.url(role, "postgres").replace(server.passwords[role], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


@pytest.mark.parametrize("database", [postgres.ACCOUNTS_DATABASE, postgres.ASSISTANT_DATABASE])
def test_pgvector_is_there_and_no_service_role_is_privileged(server: postgres.Server, database: str) -> None:
    with psycopg.connect(server.url("postgres", database)) as connection:
        assert connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'").fetchone()
        privileged = connection.execute(
            "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND rolname = ANY(%s)",
            [[role for role in server.passwords if role != "postgres"]],
        ).fetchall()
    assert privileged == []
