"""A full disk and broken files: clear words that say what to do, and nothing half-written."""

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from accounts import seeding
from api.commands.failures import in_words, reported
from policies.ingest import ingest
from stack import layout, secrets
from stack.embedded import POLICIES
from stack.layout import DataFolder
from tests.conftest import Database
from tests.serving import encoder


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where this machine lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if not mount or not unmount or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=256k", "none", str(place)], check=False)
    if made.returncode:
        pytest.skip("this machine lets nobody mount")
    yield place
    subprocess.run([unmount, str(place)], check=True)


def fill(place: Path) -> None:
    """Write until nothing more fits."""
    filler = os.open(place / "filler", os.O_CREAT | os.O_WRONLY)
    try:
        while os.write(filler, b"\0" * 4096):
            pass
    except OSError as full:
        if full.errno != errno.ENOSPC:
            raise
    finally:
        os.close(filler)


def test_a_full_disk_leaves_the_running_record_as_it_was(tiny_disk: Path) -> None:
    folder = DataFolder(tiny_disk / "data").open()
    service = layout.Service(os.getpid(), 0.0, 8080)
    folder.record("api", service)
    known = secrets.load_or_create(folder.path)
    before = {name: (folder.path / name).read_bytes() for name in ("folder.json", "running.json", "secrets.json")}
    fill(tiny_disk)
    with pytest.raises(OSError, match="space") as full:
        folder.record("accounts", layout.Service(os.getpid(), 0.0, 8081))
    assert "disk is full" in in_words(full.value)
    assert {name: (folder.path / name).read_bytes() for name in before} == before
    assert secrets.load_or_create(folder.path) == known


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), psycopg.errors.DiskFull("could not extend file")],
    ids=["file", "database"],
)
def test_the_command_line_says_what_to_do_on_a_full_disk(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, reported():
        raise error
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert "The disk is full" in said
    assert "Free some space" in said


def test_a_seed_that_is_cut_off_leaves_empty_books(accounts_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise psycopg.errors.DiskFull("could not extend file")

    monkeypatch.setattr(seeding, "write_directory", full)
    with pytest.raises(psycopg.errors.DiskFull):
        seeding.seed(accounts_db.url("accounts_ops"), borrowers=3)
    assert not seeding.is_seeded(accounts_db.url("accounts_ops"))
    with psycopg.connect(accounts_db.url("postgres")) as connection:
        assert connection.execute("SELECT count(*) FROM accounts.borrowers").fetchone() == (0,)


@pytest.mark.parametrize(
    "broken",
    [b"", b"no front matter", b"---\nid: [unclosed\n---\n## A {#a}\ntext\n", b"\xff\xfe\x00binary", b"---\nid: X\n"],
    ids=["empty", "no front matter", "broken yaml", "binary", "cut off"],
)
def test_a_corrupt_policy_file_is_refused_by_name_and_the_others_are_indexed(
    assistant_db: Database, tmp_path: Path, broken: bytes
) -> None:
    shutil.copy(POLICIES / "POL-PAYOFF-01.v1.md", tmp_path)
    (tmp_path / "POL-BROKEN-01.v1.md").write_bytes(broken)
    report = ingest(assistant_db.url("policies_ingest"), tmp_path, "policies", encoder=encoder())
    assert [Path(error.path).name for error in report.refused] == ["POL-BROKEN-01.v1.md"]
    assert report.added == 1
    assert "POL-BROKEN-01.v1.md" in str(report.refused[0])
    with psycopg.connect(assistant_db.url("postgres")) as connection:
        indexed = connection.execute("SELECT DISTINCT document FROM policies.documents").fetchall()
    assert indexed == [("POL-PAYOFF-01",)]


def test_a_record_of_what_runs_survives_a_write_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = DataFolder(tmp_path / "data").open()

    def torn(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    before = json.loads((folder.path / "folder.json").read_text())
    monkeypatch.setattr(layout.os, "replace", torn)
    with pytest.raises(OSError, match="Input/output"):
        folder.open()
    assert json.loads((folder.path / "folder.json").read_text()) == before
