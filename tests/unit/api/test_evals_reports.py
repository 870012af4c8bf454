"""`assist evals report` and `assist evals show`, from the command line to the files."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.commands import evals_report, evals_show
from api.commands.evals_report import Wanted
from api.commands.failures import UsageProblem
from api.evals_cli import evals_app
from evals import report as reports
from tests.unit.evals.reporting.runs import failed, record, run, verdict

APP: Any = evals_app  # typer's stubs here and its own classes are two types to the checker
NOTHING = Wanted(None, None, None, None)


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a run in its reports/."""
    monkeypatch.chdir(tmp_path)
    reports.write(run())
    return tmp_path / "reports"


def invoked(*arguments: str) -> Result:
    return CliRunner().invoke(APP, list(arguments))


def test_all_formats_are_written_where_they_are_told(checkout: Path) -> None:
    (checkout / "gate.json").write_text(verdict().model_dump_json())
    told = invoked("report")
    assert told.exit_code == 0
    for name in ("evals.html", "evals.junit.xml", "evals.md", "evals.jsonl"):
        assert f"wrote reports/{name}" in told.output
    assert "gate: REGRESSION" in told.output
    assert "<h1>REGRESSION" in (checkout / "evals.html").read_text()
    assert len((checkout / "evals.jsonl").read_text().splitlines()) == 9


def test_only_what_is_asked_for_is_written(checkout: Path) -> None:
    assert invoked("report", "--markdown", "out/comment.md").exit_code == 0
    assert Path("out/comment.md").read_text().startswith("<!--")
    assert [path.name for path in checkout.iterdir()] == ["evals.json"]


def test_a_verdict_on_another_run_is_left_out_or_refused(checkout: Path) -> None:
    (checkout / "gate.json").write_text(verdict(seed=3).model_dump_json())
    invoked("report")
    assert "No verdict" in (checkout / "evals.html").read_text()
    with pytest.raises(UsageProblem, match="about another run"):
        evals_report.report(None, checkout / "gate.json", "core", NOTHING, opens=False)


def test_what_is_not_there_says_what_to_do(checkout: Path) -> None:
    with pytest.raises(UsageProblem, match="assist evals run"):
        evals_report.report(None, None, "heldout", NOTHING, opens=False)
    (checkout / "evals.json").write_text(json.dumps({"no": "run"}))
    with pytest.raises(UsageProblem, match="no report of a run"):
        evals_report.report(None, None, "core", NOTHING, opens=False)


def test_a_case_is_replayed() -> None:
    told = invoked("show", "acc-newly")
    assert told.exit_code == 0
    assert "I do not know." in told.output
    assert "facts  WRONG" in told.output


def test_an_unknown_case_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageProblem, match="Did you mean acc-newly"):
        evals_show.show("acc-newl", None, None, None, full=False)


def test_the_epoch_that_failed_is_shown_first(checkout: Path) -> None:
    reports.write(run(record("a"), failed("a", epoch=1), repeats=2))
    told = invoked("show", "a")
    assert "epoch 1" in told.output
    assert "epochs: 0 passed, 1 failed" in told.output
    with pytest.raises(UsageProblem, match="epochs: 0, 1"):
        evals_show.show("a", 7, None, None, full=False)


def test_lines_can_be_searched(capsys: pytest.CaptureFixture[str]) -> None:
    evals_show.show("acc-right", None, None, "123456", full=False)
    assert '"balance": 123456' in capsys.readouterr().out
    with pytest.raises(UsageProblem, match="no regular expression"):
        evals_show.show("acc-right", None, None, "(", full=False)
    with pytest.raises(SystemExit):
        evals_show.show("acc-right", None, None, "nowhere to be found", full=False)
