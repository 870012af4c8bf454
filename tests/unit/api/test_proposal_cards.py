"""Proposals on a terminal: the card, the y/n of a chat, and the second factor in between."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from api.commands import cards, proposals
from api.commands.decisions import STEP_UP, Action, DecisionRefused, View
from api.commands.proposals import decided_in_chat

NOW = datetime(2026, 5, 15, 12, tzinfo=UTC)
VIEW: View = {
    "proposal_id": "p-1",
    "state": "open",
    "title": "Move the due date",
    "says": "Waiting for your yes or no.",
    "lines": [{"label": "due_day", "kind": "count", "value": 15, "words": "Due day: [15th]"}],
    "before": {"due_day": 3, "scheduled_payments": [], "minimum_cents": 2500, "rate": 1},
    "after": {
        "due_day": 15,
        "scheduled_payments": [{"date": "2026-06-01", "amount_cents": 123456}],
        "minimum_cents": 2600,
        "rate": 1,
    },
    "requires": {"assurance": 2, "approval": "supervisor"},
    "created_at": "2026-05-15T12:00:00+00:00",
    "expires_at": "2026-05-15T12:45:00+00:00",
    "digest": "d-1",
    "can": ["confirm", "reject"],
}


class Person:
    """Decides like a service that wants a second factor, and keeps what it was asked."""

    def __init__(self, refusal: str | None = None) -> None:
        self.asked: list[Any] = []
        self.stepped_up = False
        self.refusal = refusal

    async def listed(self, person: str, state: str | None, thread_id: str | None) -> list[View]:
        return [VIEW]

    async def one(self, person: str, proposal_id: str) -> View:
        return VIEW

    async def decide(self, person: str, proposal_id: str, action: Action, digest: str | None) -> View:
        self.asked.append((person, proposal_id, action, digest))
        if self.refusal:
            raise DecisionRefused(self.refusal, "Its time has passed.")
        if action == "confirm" and not self.stepped_up:
            raise DecisionRefused(STEP_UP, "This needs a second factor.")
        return {**VIEW, "state": "done", "says": "Done: it is the 15th now."}

    async def step_up(self, person: str, code: str) -> None:
        self.asked.append((person, code))
        self.stepped_up = True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    written = io.StringIO()
    monkeypatch.setattr(proposals, "out", Console(file=written, width=100))
    return written


def answering(*words: str) -> tuple[list[str], Any]:
    """Somebody at the keyboard, and the questions that they were asked."""
    questions: list[str] = []
    left: Iterator[str] = iter(words)

    def ask(question: str) -> str:
        questions.append(question)
        return next(left)

    return questions, ask


def drawn(view: View) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(cards.card(view, NOW))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_card_shows_what_changes_what_it_needs_and_how_long_it_is_open() -> None:
    shown = drawn(VIEW)
    for words in (
        "Move the due date",
        "Due day: [15th]",
        "due day: 3 -> 15",
        "second factor",
        "approval of a supervisor",
    ):
        assert words in shown
    assert "open for 45 more minutes" in shown
    assert "scheduled payments: none -> 2026-06-01 $1,234.56" in shown
    assert "minimum: $25.00 -> $26.00" in shown
    assert "rate" not in shown


def test_a_card_shows_what_is_below_zero_as_it_is() -> None:
    assert "balance: $0.00 -> -$25.50" in drawn(
        {**VIEW, "before": {"balance_cents": 0}, "after": {"balance_cents": -2550}}
    )


def test_a_card_of_what_is_over_asks_for_nothing() -> None:
    shown = drawn({**VIEW, "state": "done"})
    assert "done; p-1" in shown
    assert "second factor" not in shown


async def test_yes_fetches_a_second_factor_where_one_is_needed_and_prints_the_receipt(screen: io.StringIO) -> None:
    person, (questions, ask) = Person(), answering("y", " 123456 ")
    await decided_in_chat(person, "rosa", [VIEW], ask)
    yes = ("rosa", "p-1", "confirm", "d-1")
    assert person.asked == [yes, ("rosa", "123456"), yes]
    assert len(questions) == 2
    assert "Done: it is the 15th now." in screen.getvalue()


async def test_no_rejects_and_anything_else_leaves_it_open(screen: io.StringIO) -> None:
    person, (_, ask) = Person(), answering("no", "hm")
    await decided_in_chat(person, "rosa", [VIEW, VIEW], ask)
    assert person.asked == [("rosa", "p-1", "reject", "d-1")]
    assert "Left open." in screen.getvalue()


async def test_a_refusal_is_said_and_the_next_one_is_asked(screen: io.StringIO) -> None:
    person, (questions, ask) = Person("proposal-expired"), answering("y", "y")
    await decided_in_chat(person, "rosa", [VIEW, VIEW], ask)
    assert len(questions) == 2
    assert screen.getvalue().count("Its time has passed.") == 2
