"""What a killed run leaves: whole records, each once."""

from pathlib import Path

import pytest

from evals.engine.journal import Journal
from evals.records import CaseRecord
from tests.unit.evals.engine.records import record


def kept(folder: Path, *records: CaseRecord) -> Path:
    with Journal(folder, "run") as journal:
        for one in records:
            journal.append(one)
        return journal.path


def test_records_are_there_again_and_need_not_be_played(tmp_path: Path) -> None:
    kept(tmp_path, record("a"), record("b", 1))
    with Journal(tmp_path, "run") as again:
        assert again.done == {"a/0", "b/1"}
        assert [one.id for one in again.records()] == ["a", "b"]


@pytest.mark.parametrize("torn", [b'{"id": "c", "epo', b'{"id": "c"}', b"\x00\x00\xff", b'"text"\n', b"{]\n"])
def test_a_torn_last_line_counts_as_not_written(tmp_path: Path, torn: bytes) -> None:
    path = kept(tmp_path, record("a"), record("b"))
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    with Journal(tmp_path, "run") as again:
        assert again.done == {"a/0", "b/0"}
        again.append(record("c"))
    assert path.read_bytes().startswith(whole)
    with Journal(tmp_path, "run") as last:
        assert [one.id for one in last.records()] == ["a", "b", "c"]


def test_a_second_record_of_the_same_case_and_epoch_is_refused(tmp_path: Path) -> None:
    with Journal(tmp_path, "run") as journal:
        assert journal.append(record("a"))
        assert not journal.append(record("a", passed=False))
        assert journal.append(record("a", 1))
        journal.sync()
        assert [(one.epoch, one.passed) for one in journal.records()] == [(0, True), (1, True)]


def test_an_errored_record_is_played_again(tmp_path: Path) -> None:
    kept(tmp_path, record("a", state="errored", error="no database"), record("b"))
    with Journal(tmp_path, "run") as again:
        assert again.done == {"b/0"}
        assert again.append(record("a"))


def test_a_fresh_run_starts_with_nothing_and_another_run_has_its_own(tmp_path: Path) -> None:
    kept(tmp_path, record("a"))
    with Journal(tmp_path, "other") as other:
        assert not other.done
    with Journal(tmp_path, "run", fresh=True) as fresh:
        assert not fresh.done
        assert not list(fresh.records())


def test_few_unfinished_runs_are_kept(tmp_path: Path) -> None:
    for number in range(9):
        with Journal(tmp_path, f"run-{number}") as journal:
            journal.append(record("a"))
    assert len(list(tmp_path.glob("*.jsonl"))) == 5
