"""The table of states in the documentation is the table in the code."""

import re
from pathlib import Path
from typing import get_args

import pytest

from assistant.proposals.states import FINAL, TRANSITIONS, Event, NotPossible, State, after

PAGE = Path(__file__).resolve().parents[3] / "docs" / "acting.md"


def documented() -> dict[tuple[str, str], set[str]]:
    """The rows of the page's table: (from, event) -> the states named in its last column."""
    section = PAGE.read_text().split("## States of a proposal")[1].split("## ")[0]
    found: dict[tuple[str, str], set[str]] = {}
    for row in re.findall(r"^\| (?!from|---)(.+) \|$", section, re.MULTILINE):
        sources, event, _, targets = (cell.strip() for cell in row.split(" | "))
        named = {state for state in get_args(State) if re.search(rf"\b{state}\b", targets.split("(")[0])}
        for source in sources.split(", "):
            found[source, event] = named
    return found


def test_the_page_shows_the_table_in_the_code() -> None:
    assert documented() == {key: set(states) for key, states in TRANSITIONS.items()}


def test_the_page_names_the_final_states() -> None:
    named = PAGE.read_text().split("are final.")[0].rsplit("`", 2)[1]
    assert set(named.split(", ")) == FINAL


def test_final_states_are_those_that_nothing_leads_out_of() -> None:
    assert set(get_args(State)) - {state for state, _ in TRANSITIONS} == FINAL


def test_what_is_not_in_the_table_cannot_happen() -> None:
    for state in get_args(State):
        for event in get_args(Event):
            if (state, event) not in TRANSITIONS:
                with pytest.raises(NotPossible):
                    after(state, event)
