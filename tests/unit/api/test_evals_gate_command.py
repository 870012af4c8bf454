"""`assist evals gate` and `bless` on files: exit codes, messages, what they leave behind."""

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.commands import evals_bless, evals_gate
from api.commands.evals_gate import Asked
from api.commands.evals_present import Present
from api.commands.failures import UsageProblem
from evals.case import Case
from evals.gate import baseline, margins
from evals.gate.margins import Margins
from evals.gate.verdict import Verdict
from evals.gate.waivers import read
from evals.records import Fingerprints, Report
from tests.unit.evals.gate import made
from tests.unit.evals.gate.made import BASE, PRINTS, records, report


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own, in which commands write."""
    measured = made.rules()

    def load(today: date) -> Margins:
        return measured

    monkeypatch.setattr(margins, "load", load)
    for module in (evals_gate, evals_bless):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evals").mkdir()
    (tmp_path / "prompts").mkdir()
    (tmp_path / ".gitignore").write_text("*.json\n!evals/baselines/*.json\n")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "user.name", "Ana Reyes")
    git(tmp_path, "config", "commit.gpgsign", "false")
    git(tmp_path, "config", "user.email", "ana@example.com")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def kept(folder: Path, name: str, found: Report) -> Path:
    path = folder / name
    path.write_text(found.model_dump_json())
    return path


def asked(folder: Path, head: Report, **changes: Any) -> Asked:
    given: dict[str, Any] = {
        "base": "HEAD",
        "base_run": kept(folder, "before.json", report(records())),
        "run": kept(folder, "after.json", head),
        "suite": "core",
        "lane": "local",
        "waive": (),
        "reason": None,
    }
    return Asked(**{**given, **changes})


def exit_code(question: Asked, *, as_json: bool = False) -> int:
    try:
        evals_gate.gate(question, as_json=as_json)
    except SystemExit as ended:
        return int(str(ended.code))
    return 0


@pytest.mark.parametrize(
    ("head", "code", "word"),
    [
        (report(records()), 0, "PASS"),
        (report(records(["hardship-001", "hardship-002", "hardship-003"])), 1, "REGRESSION"),
        (report(records()[1:]), 2, "INVALID"),
        (report(records(["balance-001", "fees-031", "payoff-020", "fraud-005"])), 3, "INCONCLUSIVE"),
    ],
    ids=["pass", "regression", "invalid", "inconclusive"],
)
def test_exit_codes(here: Path, capsys: pytest.CaptureFixture[str], head: Report, code: int, word: str):
    assert exit_code(asked(here, head)) == code
    assert capsys.readouterr().out.startswith(word)
    assert json.loads((here / "reports" / "gate.json").read_text())["verdict"] == word


def test_a_person_sees_slice_cases_and_figures_at_once(here: Path, capsys: pytest.CaptureFixture[str]):
    exit_code(asked(here, report(records(["hardship-001", "hardship-002", "hardship-003"]))))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("  - slice domain hardship: 3 of 12 cases newly fail (hardship-001, hardship-002")
    assert "newly failing (3): hardship-001, hardship-002, hardship-003" in lines
    (passed,) = [line for line in lines if line.startswith("passed ")]
    assert passed.split() == ["passed", "300", "95.0%", "94.0%", "-1.0", "-2.9", "+0.3", "3.0", "2.9", "PASS"]
    (row,) = [line for line in lines if line.startswith("domain hardship")]
    assert row.endswith("REGRESSION")


def test_json_is_the_whole_verdict(here: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code(asked(here, report(records())), as_json=True) == 0
    found = Verdict.model_validate_json(capsys.readouterr().out)
    assert (found.verdict, found.cases, found.base.ref) == ("PASS", 300, str(here / "before.json"))


UNDECIDED = report(records(["balance-001", "fees-031", "payoff-020", "fraud-005"]))


def test_a_waiver_is_logged_and_holds_for_the_next_time(here: Path):
    assert exit_code(asked(here, UNDECIDED, waive=["passed"], reason="read all four")) == 0
    (logged,) = read(here / "evals" / "waivers.jsonl")
    assert (logged.target, logged.reason, logged.who) == ("passed", "read all four", "Ana Reyes <ana@example.com>")
    assert exit_code(asked(here, UNDECIDED)) == 0
    assert exit_code(asked(here, report(records(["balance-001", "fees-031", "payoff-020", "draws-005"])))) == 0
    other = report(UNDECIDED.results, fingerprints=PRINTS.model_copy(update={"prompts": "p2"}))
    assert exit_code(asked(here, other)) == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"waive": ["passed"]}, "--reason"),
        ({"reason": "because"}, "--waive"),
        ({"waive": ["outcome"], "reason": "because"}, "outcome cannot be waived; what can: passed"),
        ({"run": Path("nowhere.json")}, "nowhere.json cannot be read"),
        ({"run": Path(".gitignore")}, "is no report of a run"),
        ({"base_run": None}, "There is no baseline of suite core in lane local at HEAD"),
        ({"base_run": None, "base": "nowhere"}, "Git does not know nowhere"),
    ],
)
def test_what_cannot_be_done_is_said(here: Path, changes: dict[str, Any], words: str):
    with pytest.raises(UsageProblem, match=words):
        evals_gate.gate(asked(here, UNDECIDED, **changes), as_json=False)
    assert not (here / "evals" / "waivers.jsonl").exists()


def test_a_blessed_run_is_the_baseline_that_the_gate_reads(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(Present, "fingerprints", present)
    run = kept(here, "run.json", report(records()))
    evals_bless.bless("first of all", run, "core", "local", None, None)
    told = capsys.readouterr().out
    assert "no former baseline" in told
    assert "failing in the new baseline (15)" in told
    found = baseline.read((here / "evals/baselines/core-local.json").read_bytes())
    assert (found.cases, found.blessing.by, found.blessing.reason) == (
        BASE.cases,
        "Ana Reyes <ana@example.com>",
        "first of all",
    )
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "bless")
    assert exit_code(asked(here, report(records()), base_run=None)) == 0
    assert "the run is of commit c0ffee1; the prompts that were reviewed" in capsys.readouterr().out
    assert exit_code(asked(here, report(records(["privacy-001", "privacy-002", "privacy-003"])), base_run=None)) == 1


def test_a_margin_does_not_move_unseen(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(Present, "fingerprints", present)
    rules = here / "evals" / "review" / "force.yaml"
    rules.parent.mkdir()
    rules.write_text("never: 1\n")
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "rules")
    evals_bless.bless("first of all", kept(here, "run.json", report(records())), "core", "local", None, None)
    git(here, "add", ".")
    git(here, "commit", "-q", "-m", "bless")
    question = asked(here, report(records()), base_run=None)
    assert exit_code(question) == 0
    assert "own rules" not in capsys.readouterr().out
    (here / "evals" / "margins.yaml").write_text("level: 0.5\n")
    rules.unlink()
    assert exit_code(question) == 0
    assert "not those of the blessing; look at them too: evals/margins.yaml, evals/review/force.yaml" in (
        " ".join(capsys.readouterr().out.split())
    )


def present(self: Present, cases: list[Case]) -> Fingerprints:
    return PRINTS


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (report(records(), fingerprints=PRINTS.model_copy(update={"tools": "t2"})), r"another set-up .*tools"),
        (report([made.leaking("fees-000")]), "must never happen"),
        (report(records(), lane="live"), "in lane live"),
    ],
)
def test_bless_refuses(here: Path, monkeypatch: pytest.MonkeyPatch, head: Report, words: str):
    monkeypatch.setattr(Present, "fingerprints", present)
    with pytest.raises(UsageProblem, match=words):
        evals_bless.bless("why not", kept(here, "run.json", head), "core", "local", None, None)


def test_bless_refuses_a_dirty_tree_and_no_reason(here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Present, "fingerprints", present)
    run = kept(here, "run.json", report(records()))
    with pytest.raises(UsageProblem, match="Say why"):
        evals_bless.bless(" ", run, "core", "local", None, None)
    (here / "prompts" / "assistant.md").write_text("changed\n")
    with pytest.raises(UsageProblem, match="no commit holds"):
        evals_bless.bless("why not", run, "core", "local", None, None)
    assert not (here / "evals" / "baselines").exists()
