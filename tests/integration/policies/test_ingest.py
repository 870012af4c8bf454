"""Ingestion does only what is needed, touches only what is its own, and never leaves half a document."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg
import pytest

from policies import store
from policies.__main__ import main
from policies.embeddings import Encoder
from policies.ingest import NothingToIngest, ingest


class Counting(Encoder, Protocol):
    encoded: int


Counts = Callable[[], dict[str, int]]


@pytest.fixture
def counts(ingest_url: str) -> Counts:
    def count() -> dict[str, int]:
        with psycopg.connect(ingest_url) as connection:
            rows = connection.execute("SELECT collection, count(*) FROM policies.documents GROUP BY 1").fetchall()
            return {str(name): int(number) for name, number in rows}

    return count


def test_a_second_run_encodes_nothing_and_an_edit_only_its_document(
    ingest_url: str, documents: Path, encoder: Counting
) -> None:
    steps: list[tuple[int, int]] = []
    first = ingest(
        ingest_url, documents, "policies", lambda done, total, key: steps.append((done, total)), encoder=encoder
    )
    assert (first.added, first.unchanged, steps[-1]) == (5, 0, (5, 5))
    spent = encoder.encoded
    second = ingest(ingest_url, documents, "policies", encoder=encoder)
    assert (second.added, second.updated, second.unchanged, second.removed) == (0, 0, 5, 0)
    assert encoder.encoded == spent
    changed = documents / "POL-RATE-01.v1.md"
    changed.write_text(changed.read_text().replace("cost a rate", "cost a fixed rate"))
    third = ingest(ingest_url, documents, "policies", encoder=encoder)
    assert (third.updated, third.unchanged) == (1, 4)


def test_what_is_gone_is_removed_from_its_own_path_and_collection_only(
    ingest_url: str, documents: Path, regulations: Path, encoder: Encoder, counts: Counts
) -> None:
    ingest(ingest_url, documents, "policies", encoder=encoder)
    ingest(ingest_url, regulations, "regulations", encoder=encoder)
    assert counts() == {"policies": 5, "regulations": 3}
    (documents / "POL-RATE-01.v1.md").unlink()
    assert ingest(ingest_url, documents, "policies", encoder=encoder).removed == 1
    lines = regulations.read_text().splitlines(keepends=True)
    regulations.write_text("".join(lines[:2]))
    assert ingest(ingest_url, regulations, "regulations", encoder=encoder).removed == 1
    assert counts() == {"policies": 4, "regulations": 2}


def test_a_corrupt_file_keeps_its_indexed_version_and_the_others_go_on(
    ingest_url: str, documents: Path, encoder: Encoder, counts: Counts
) -> None:
    ingest(ingest_url, documents, "policies", encoder=encoder)
    (documents / "POL-RATE-01.v1.md").write_bytes(b"---\n\xff\n---\n")
    other = documents / "POL-S-WAIVE-01.v1.md"
    other.write_text(other.read_text().replace("once", "twice"))
    report = ingest(ingest_url, documents, "policies", encoder=encoder)
    assert [error.path for error in report.refused] == ["POL-RATE-01.v1.md"]
    assert (report.updated, report.removed, counts()["policies"]) == (1, 0, 5)


def test_a_corrupt_line_removes_nothing(ingest_url: str, regulations: Path, encoder: Encoder, counts: Counts) -> None:
    ingest(ingest_url, regulations, "regulations", encoder=encoder)
    regulations.write_text("{broken\n" + "".join(regulations.read_text().splitlines(keepends=True)[1:]))
    report = ingest(ingest_url, regulations, "regulations", encoder=encoder)
    assert [error.line for error in report.refused] == [1]
    assert counts() == {"regulations": 3}


def test_a_crash_in_the_middle_of_a_document_leaves_the_old_one_whole(
    ingest_url: str, documents: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(ingest_url, documents, "policies", encoder=encoder)
    changed = documents / "POL-RATE-01.v1.md"
    changed.write_text(changed.read_text().replace("cost a rate", "cost nothing"))

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_insert_passages", full_disk)
    with pytest.raises(OSError, match="No space left"):
        ingest(ingest_url, documents, "policies", encoder=encoder)
    with psycopg.connect(ingest_url) as connection:
        rows = connection.execute("SELECT text FROM policies.passages WHERE title = 'What it says'").fetchall()
    assert ("Loans cost a rate.",) in rows


@pytest.mark.parametrize("make", ["missing", "empty"])
def test_an_empty_or_missing_path_changes_nothing(
    ingest_url: str, documents: Path, encoder: Encoder, counts: Counts, make: str
) -> None:
    ingest(ingest_url, documents, "policies", encoder=encoder)
    for file in documents.iterdir():
        file.unlink()
    if make == "missing":
        documents.rmdir()
    with pytest.raises(NothingToIngest):
        ingest(ingest_url, documents, "policies", encoder=encoder)
    assert counts() == {"policies": 5}


def test_the_command_says_what_it_did_and_refused(
    ingest_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "laws.jsonl"
    path.write_text('{"cite": "1 X 1", "title": "Late fees", "text": "A late fee."}\nnot json\n')
    assert main(["ingest", str(path), "--collection", "laws", "--url", ingest_url]) == 1
    out, err = capsys.readouterr()
    assert '"added": 1' in out
    assert "laws.jsonl:2:" in err
    assert main(["ingest", str(tmp_path / "nowhere"), "--url", ingest_url]) == 2
