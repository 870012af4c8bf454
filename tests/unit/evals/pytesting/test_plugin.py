"""Collection, selection, failures and errors of `pytest evals`, with a player that plays nothing."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from evals.case import FOLDERS

pytest_plugins = ["pytester"]

CONFTEST = """
from pathlib import Path
from evals import case
case.FOLDERS.clear()
case.FOLDERS["core"] = Path(__file__).parent / "cases"
pytest_plugins = ["evals.plugin"]

class Player:
    def play(self, suite, case, epoch):
        from tests.unit.evals.reporting import runs
        if case.id == "pay-gone":
            return runs.record(case.id, state="errored", passed=False, error="the database is gone", turns=[])
        if case.id == "pay-wrong":
            return runs.failed(case.id, epoch=epoch, seed=3)
        return runs.record(case.id, epoch=epoch)

    def close(self):
        Path("closed").touch()

def pytest_eval_player(config):
    return Player()
"""
CASES = """
cases:
  - id: pay-right
    domain: payoff
    tags: [slow, multi_part]
    person: {{}}
    turns: [hello]
    expect: {{outcome: [answered]}}
  - id: pay-wrong
    domain: payoff
    critical: true
    person: {{}}
    turns: [hello]
    expect: {{outcome: [answered]}}
  - id: {third}
    domain: fees
    tags: [skip]
    person: {{}}
    turns: [hello]
    expect: {{outcome: [answered]}}
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A checkout with a suite of three cases: one passes, one fails, one errors."""
    root = str(Path(__file__).parents[4])
    monkeypatch.setenv("PYTHONPATH", root)
    monkeypatch.setattr(sys, "path", [root, *sys.path])
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\naddopts = --import-mode=importlib --strict-markers -p no:cacheprovider")
    folder = pytester.mkdir("cases")
    (folder / "pay.yaml").write_text(CASES.format(third="pay-gone"))
    (folder / "notes.txt").write_text("no cases")
    (pytester.mkdir("other") / "pay.yaml").write_text("cases: []")
    return pytester


@pytest.fixture(autouse=True)
def _folders_come_back() -> Iterator[None]:
    known = dict(FOLDERS)
    yield
    FOLDERS.clear()
    FOLDERS.update(known)


def test_failures_and_errors_are_apart(suite: pytest.Pytester) -> None:
    ran = suite.runpytest_inprocess("-p", "no:xdist")
    ran.assert_outcomes(passed=1, failed=1, errors=1)
    ran.stdout.fnmatch_lines(
        [
            "*not a failure of the assistant: the database is gone",
            "facts: does not state balance 123456",
            "> what do I owe",
            '  get_balance {"account": "cash_line"}',
            '*"balance": 123456',
            "[[]answered] You owe*",
            "outcome ok, facts WRONG",
            "  facts: does not state balance 123456",
            "play it again: assist evals run --suite core --case pay-wrong --seed 3",
        ]
    )
    assert (suite.path / "closed").exists()


def test_two_workers_play_every_case_once_each_epoch(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    ran = suite.runpytest_subprocess("-p", "xdist", "-n", "2", "--eval-repeats", "2", "-v")
    ran.assert_outcomes(passed=2, failed=2, errors=2)
    for name in ("pay-right[[]0]", "pay-right[[]1]", "pay-wrong[[]1]"):
        ran.stdout.fnmatch_lines([f"*cases/pay.yaml::{name}*"])


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ([], ["pay-right", "pay-wrong", "pay-gone"]),
        (["-k", "wrong"], ["pay-wrong"]),
        (["-m", "core and not slow"], ["pay-wrong", "pay-gone"]),
        (["-m", "critical"], ["pay-wrong"]),
        (["-m", "fees"], ["pay-gone"]),
        (["-m", "payoff and not critical"], ["pay-right"]),
        (["cases/pay.yaml::pay-right"], ["pay-right"]),
    ],
)
def test_cases_are_chosen_as_tests_are(suite: pytest.Pytester, arguments: list[str], names: list[str]) -> None:
    ran = suite.runpytest_inprocess(*arguments, "-p", "no:xdist", "--collect-only", "-qq")
    chosen = [line.rpartition("::")[2] for line in ran.outlines if "::" in line]
    assert chosen == names or ran.outlines[0] == f"cases/pay.yaml: {len(names)}"


def test_an_item_stands_where_its_case_does(suite: pytest.Pytester) -> None:
    items, _ = cast(Any, suite).inline_genitems("-p", "no:xdist")
    path, line, name = items[1].reportinfo()
    assert (Path(path).name, line, name) == ("pay.yaml", 8, "pay-wrong")


def test_a_file_that_cannot_be_read_is_an_error(suite: pytest.Pytester) -> None:
    (suite.path / "cases" / "pay.yaml").write_text(CASES.format(third="pay-right"))
    ran = suite.runpytest_inprocess("-p", "no:xdist")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*the case id pay-right is used twice*"])
