"""The command line around the data folder: what is refused stays untouched, what is ours is ended and deleted."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from stack import migrate, postgres
from stack.layout import FORMAT, DataFolder

ROOT = Path(__file__).resolve().parents[3]


def assist(*arguments: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
    """The real command, in a process of its own."""
    known = {key: value for key, value in os.environ.items() if not key.startswith("ASSIST_")}
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments],
        env={**known, "ASSIST_DATA_DIR": str(data_dir)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Somebody's folder that `assist` did not make."""
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "cat.jpg").write_bytes(b"\xff\xd8cat")
    return folder


@pytest.mark.parametrize("command", [["people"], ["ask", "hello"], ["policies", "search", "fees"]], ids=str)
def test_a_foreign_folder_is_refused_and_untouched(foreign: Path, command: list[str]) -> None:
    before = tree(foreign)
    ended = assist(*command, data_dir=foreign)
    assert ended.returncode == 1
    assert "was not made by `assist`" in ended.stderr
    assert "--data-dir" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert tree(foreign) == before


def test_reset_and_down_leave_a_foreign_folder_alone(foreign: Path) -> None:
    before = tree(foreign)
    assert assist("reset", "--yes", data_dir=foreign).returncode == 0
    assert assist("down", data_dir=foreign).returncode == 0
    assert tree(foreign) == before


def test_a_newer_folder_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "folder.json").write_text(json.dumps({"format": FORMAT + 1}))
    before = tree(tmp_path)
    ended = assist("people", data_dir=tmp_path)
    assert ended.returncode == 1
    assert "newer version" in ended.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize("marker", ["", "{", "[]", '{"format": "x"}', "\x00"])
def test_a_broken_marker_is_refused_in_words(tmp_path: Path, marker: str) -> None:
    (tmp_path / "folder.json").write_text(marker)
    ended = assist("people", data_dir=tmp_path)
    assert ended.returncode == 1
    assert "folder.json" in ended.stderr
    assert (tmp_path / "folder.json").read_text() == marker


def test_reset_asks_first_and_deletes_only_its_own_folder(tmp_path: Path) -> None:
    neighbour, ours = tmp_path / "neighbour", tmp_path / "data"
    neighbour.mkdir()
    (neighbour / "kept.txt").write_text("kept")
    DataFolder(ours).open()
    unasked = assist("reset", data_dir=ours)
    assert (unasked.returncode, ours.exists()) == (2, True)
    assert "--yes" in unasked.stderr
    assert assist("reset", "--yes", data_dir=ours).returncode == 0
    assert not ours.exists()
    assert (neighbour / "kept.txt").read_text() == "kept"


def test_up_names_a_port_that_is_in_use_and_makes_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = assist("up", "--port", str(port), data_dir=tmp_path / "data")
    assert ended.returncode != 0
    assert f"Port {port} is in use" in ended.stderr
    assert f"--port {port + 10}" in ended.stderr
    assert not (tmp_path / "data").exists()


def test_doctor_looks_without_making_anything(tmp_path: Path) -> None:
    ended = assist("doctor", "--json", data_dir=tmp_path / "data")
    report = json.loads(ended.stdout)
    assert ended.returncode == (0 if report["ok"] else 1)
    assert {"python", "disk", "data folder", "database", "account system", "assistant API", "executor", "model"} == {
        row["check"] for row in report["checks"]
    }
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask"], "Give a question"),
        (["ask", "hello", "--batch", "x.jsonl"], "Give a question"),
        (["ask", "--batch", "does-not-exist.jsonl"], "does not exist"),
        (["bench", "speed"], "turn, proposal, search"),
    ],
    ids=str,
)
def test_wrong_use_is_exit_code_two_with_words(tmp_path: Path, arguments: list[str], words: str) -> None:
    ended = assist(*arguments, data_dir=tmp_path / "data")
    assert ended.returncode == 2
    assert words in ended.stderr
    assert not (tmp_path / "data").exists()


def test_older_books_are_migrated_with_their_rows(server: postgres.Server) -> None:
    """From the first migration to the newest, and once more, which changes nothing."""
    name = "older_accounts"
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS older_accounts")
        postgres.create_database(connection, name, "accounts_owner")
    url = server.url("accounts_owner", name)
    migrate.upgrade(url, "accounts", to="0001")
    with psycopg.connect(server.url("postgres", name)) as connection:
        connection.execute("INSERT INTO accounts.business_day (business_date) VALUES ('2026-05-15')")
    first = _tables(url)
    for _ in range(2):
        migrate.upgrade(url, "accounts")
        assert set(_tables(url)) > set(first)
        with psycopg.connect(server.url("postgres", name)) as connection:
            assert connection.execute("SELECT count(*) FROM accounts.business_day").fetchone() == (1,)


def _tables(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'accounts'").fetchall()
    return [str(row[0]) for row in found]
