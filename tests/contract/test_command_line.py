"""`assist accounts` on real books: seeded, closed day by day, reconciled, verified, a statement printed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from accounts.seeding import AlreadySeeded
from api.commands import accounts, session, statements, verify
from api.commands.failures import UsageProblem
from assistant.settings import Settings
from stack import embedded as stack
from stack import postgres
from stack.issuer import DevelopmentIssuer
from stack.layout import DataFolder
from tests.conftest import Database
from tests.contract.conftest import Contract


@dataclass(frozen=True)
class _OneDatabase(postgres.Server):
    """The tests' server, in which the account system's database is a clone."""

    clone: str = ""

    def url(self, role: str, database: str) -> str:
        return super().url(role, self.clone)


def _embedded(database: Database, folder: Path, issuer: DevelopmentIssuer) -> stack.Embedded:
    known = database.server
    server = _OneDatabase(known.socket_dir, known.port, known.passwords, clone=database.name)
    return stack.Embedded(DataFolder(folder).open(), server, issuer)


@pytest.fixture
def books(
    accounts_db: Database, tmp_path: Path, issuer: DevelopmentIssuer, monkeypatch: pytest.MonkeyPatch
) -> stack.Embedded:
    """Empty books, as `stack.prepare` gives them to the commands."""
    prepared = _embedded(accounts_db, tmp_path / "data", issuer)

    def prepare(*_: object, **__: object) -> stack.Embedded:
        return prepared

    monkeypatch.setattr(stack, "prepare", prepare)
    return prepared


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("books")
def test_books_are_seeded_once_closed_and_tie_out(capsys: pytest.CaptureFixture[str]) -> None:
    accounts.seed(4, 7, None, as_json=True)
    assert _json(capsys)["borrowers"] >= 4
    with pytest.raises(AlreadySeeded):
        accounts.seed(4, 7, None, as_json=True)
    accounts.close_days(None, None, as_json=True)
    first = _json(capsys)
    assert len(first["closed"]) == 1
    accounts.close_days(first["business_date"], None, as_json=True)
    assert [each["day"] for each in _json(capsys)["closed"]] == [first["business_date"]]
    with pytest.raises(UsageProblem, match="closed already"):
        accounts.close_days(first["closed"][0]["day"], None, as_json=True)
    accounts.reconcile(None, as_json=True)
    assert _json(capsys)["findings"] == []


@pytest.fixture
def opened(contract: Contract, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session on the served portfolio."""
    prepared = _embedded(contract.database, tmp_path, contract.issuer)

    def open_session(settings: Settings) -> session.Session:
        return session.Session(settings, prepared, contract.url)

    for module in (verify, statements):
        monkeypatch.setattr(module, "open_session", open_session)


@pytest.mark.usefixtures("opened")
def test_the_embedded_system_is_verified(capsys: pytest.CaptureFixture[str]) -> None:
    verify.verify(None, None, None, as_json=True)
    shown = _json(capsys)
    assert "failed" not in shown
    assert shown["passed"] > 30


@pytest.mark.usefixtures("opened")
def test_a_statement_of_a_person_is_printed(contract: Contract, capsys: pytest.CaptureFixture[str]) -> None:
    statements.statement(contract.handle, "latest", None, None, as_json=False)
    assert "New balance" in capsys.readouterr().out
    with pytest.raises(UsageProblem, match="no statement 1999-01"):
        statements.statement(contract.handle, "1999-01", None, None, as_json=False)


def test_another_system_is_verified_with_its_own_tokens(
    contract: Contract, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tokens.json"
    file.write_text(json.dumps({"borrower": contract.token("borrower"), "other": "not.a.token"}))
    with pytest.raises(SystemExit) as ended:
        verify.verify(contract.url, file, None, as_json=True)
    assert ended.value.code == 1
    outcomes = {each["name"]: each["outcome"] for each in _json(capsys)["checks"]}
    assert outcomes["others-do-not-exist"] == "failed"
    assert outcomes["reading-is-not-writing"] == "skipped"
    assert outcomes["done-and-undone"] == "passed"
