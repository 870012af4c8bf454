"""`assist policies ingest` of a folder with one corrupt file: it is named with its line, and the others are there."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

import psycopg
import pytest

from api.commands import policies
from stack import embedded


class Database(Protocol):
    def url(self, role: str) -> str: ...


@pytest.fixture
def indexed(assistant_db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Puts this test's database in the place of the data folder's own; gives its address."""

    def prepared(data_dir: Path, **_: Any) -> SimpleNamespace:
        return SimpleNamespace(ingest_url=assistant_db.url("policies_ingest"))

    monkeypatch.setattr(embedded, "prepare", prepared)
    return assistant_db.url("postgres")


def corrupt(documents: Path) -> None:
    broken = documents / "POL-RATE-01.v1.md"
    broken.write_text(broken.read_text().replace("audience: borrower", "audience: everybody"))


def names(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT DISTINCT document FROM policies.documents").fetchall()
    return {str(row[0]) for row in rows}


@pytest.mark.parametrize("as_json", [False, True], ids=["table", "json"])
def test_a_corrupt_file_is_named_and_the_others_are_indexed(
    indexed: str, documents: Path, as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    corrupt(documents)
    with pytest.raises(SystemExit) as ended:
        policies.ingest(documents, "policies", None, as_json=as_json)
    told = capsys.readouterr()
    assert ended.value.code == 1
    assert "refused: POL-RATE-01.v1.md:9: " in told.err
    assert "audience" in told.err
    assert names(indexed) == {"POL-LATE-01", "POL-S-WAIVE-01"}
    if as_json:
        report = json.loads(told.out)
        assert (report["added"], len(report["refused"])) == (4, 1)
    else:
        assert "4 added" in told.out


def test_a_folder_without_faults_ends_well(indexed: str, documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policies.ingest(documents, "policies", None, as_json=True)
    assert json.loads(capsys.readouterr().out)["refused"] == []
    assert "POL-RATE-01" in names(indexed)
