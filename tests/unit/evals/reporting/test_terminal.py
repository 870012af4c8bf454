"""Tables that fit, and a conversation as a person reads it."""

import json
from io import StringIO

import pytest
from rich.console import Console

from evals.reporting import jsonl
from evals.reporting.replay import replay
from evals.reporting.results import results
from evals.reporting.terminal import domains, printed
from evals.reporting.transcript import lines
from tests.unit.evals.reporting.runs import failed, record, records, run, turn
from tests.unit.evals.reporting.snapshots import assert_as_reviewed


def shown(width: int, *, color: bool = False, quarantined: tuple[str, ...] = ("acc-shelved",)) -> str:
    console = Console(width=width, file=StringIO(), force_terminal=color, no_color=not color, legacy_windows=False)
    with console.capture() as captured:
        for part in printed(run(), width, quarantined):
            console.print(part, highlight=False)
    return captured.get()


def test_the_tables_are_as_reviewed() -> None:
    assert_as_reviewed("run.txt", shown(100))


@pytest.mark.parametrize("width", [28, 40, 60, 80, 200])
def test_tables_fit_any_width(width: int) -> None:
    text = shown(width)
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text


def test_counts_are_in_the_narrowest_table_too() -> None:
    console = Console(width=28, file=StringIO())
    with console.capture() as captured:
        console.print(domains(results(run()), 28))
    rows = [line.split() for line in captured.get().splitlines()]
    assert rows[0] == ["domain", "cases", "pass", "fail"]
    assert rows[-1] == ["all", "9", "4", "4"]


def test_hostile_text_moves_no_terminal() -> None:
    text = shown(200, color=True)
    assert "\\x1b[31mred" in text
    assert "\u202e" not in text
    assert "[bold]b[/bold]" in text


def test_user_faults_and_quarantine_are_told_apart_from_failures() -> None:
    text = shown(120)
    for part in ("failing (3)", "errored (infrastructure, no failures) (1)", "quarantined (1)"):
        assert part in text
    assert "faults of the simulated user, no failures (1)" in text


def replayed(name: str, *, full: bool = False) -> str:
    console = Console(width=100, file=StringIO())
    with console.capture() as captured:
        for part in replay(next(one for one in records() if one.id == name), full=full):
            console.print(part, highlight=False)
    return captured.get()


def test_a_replay_shows_words_calls_sources_proposals_decisions_and_grades() -> None:
    text = replayed("acc-right") + replayed("act-confirmed") + replayed("acc-newly") + replayed("sim-user")
    for part in (
        "what do I owe",
        'calls get_balance {"account": "cash_line"}',
        '"balance": 123456',
        "POL-PAYOFF-01 v1#no-prepayment-penalty",
        "proposal: Move the due date (open)",
        "New due day: 17th of each month",
        "decides: confirm -> move_due_date: done",
        "guard number_grounding (output): rebuild: 12 has no source",
        "handed to servicing: asks_for_person, urgent",
        "facts  WRONG",
        "the simulated user: gave another date",
    ):
        assert part in text, part


def test_a_hostile_replay_is_text() -> None:
    assert "\x1b" not in replayed("acc-hostile")
    assert "[bold]b[/bold]" in replayed("acc-hostile")


def test_an_errored_case_says_that_it_is_no_failure() -> None:
    assert "errored, no failure: OperationalError" in replayed("acc-errored")


def test_long_results_are_cut_unless_asked_for() -> None:
    long = turn()
    long["result"]["tool_calls"][0]["result"] = {"text": "y" * 5_000}
    text = "\n".join(lines(record("a", turns=[long]), 100))
    assert "more characters)" in text
    assert len(text) < 1_000


def test_lines_are_records_with_their_run() -> None:
    report = run(record("a"), failed("b", "two\nlines \ud800"))
    first, second = (json.loads(line) for line in jsonl.lines(report))
    assert (first["id"], first["suite"], first["lane"], first["turns"][0]["text"]) == (
        "a",
        "core",
        "local",
        "what do I owe",
    )
    assert second["faults"] == ["two\nlines \ud800"]
