"""Days typed in a hurry are read, days held against each other are both read, and days that cannot be read are told."""

from datetime import date
from typing import Any

import pytest

from assistant.models.local.arguments import each_day, extract, lacks_its_day
from assistant.models.local.dates import asked_day, asked_days
from assistant.models.local.periods import named_month
from assistant.models.local.respelling import names_a_day_unread, respelt

FRIDAY = date(2026, 5, 15)
OF_ONE_DAY: dict[str, Any] = {
    "properties": {"payoff_date": {"type": "string", "format": "date", "description": "Leave out for today."}}
}
OF_A_SPAN: dict[str, Any] = {
    "properties": {name: {"type": "string", "format": "date"} for name in ("from_date", "to_date")}
}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("payoff by nxt wensday", "2026-05-20"),
        ("how much wendsday", "2026-05-20"),
        ("til thrusday", "2026-05-21"),
        ("for saterday pls", "2026-05-16"),
        ("due on munday?", "2026-05-18"),
        ("by teusday nite", "2026-05-19"),
        ("on sat", "2026-05-16"),
        ("jully 4", "2026-07-04"),
        ("febuary 3rd", "2027-02-03"),
        ("tmrw", "2026-05-16"),
        ("para el miercols", "2026-05-20"),
        ("el proximo lune", "2026-05-18"),
        ("el 3 de jullio", "2026-07-03"),
        ("i paid munday, payoff friday?", "2026-05-22"),
    ],
)
def test_a_misspelt_day_is_read_as_it_is_meant(words: str, day: str) -> None:
    asked = asked_day(words, FRIDAY)
    assert asked is not None
    assert asked.isoformat() == day


@pytest.mark.parametrize(
    "words",
    ["i need money", "send it on sundry", "estado de mayor", "el dinero entero", "my ready body", "i sat on it"],
)
def test_an_ordinary_word_beside_a_calendar_name_stays_itself(words: str) -> None:
    assert respelt(words) == words
    assert asked_day(words, FRIDAY) is None


@pytest.mark.parametrize(
    ("words", "month"), [("my febuary statement", 2), ("apirl statement", 4), ("estado de marso", 3)]
)
def test_a_misspelt_month_is_read_where_a_month_is_named(words: str, month: int) -> None:
    named = named_month(words, FRIDAY)
    assert named is not None
    assert named.month == month


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("payoff today vs on the 29th", ["2026-05-15", "2026-05-29"]),
        ("payoff amount today or friday", ["2026-05-15", "2026-05-22"]),
        ("cuánto es hoy y el 29", ["2026-05-15", "2026-05-29"]),
        ("on the 20th or wait til the 30th", ["2026-05-20", "2026-05-30"]),
        ("i got paid today and want the payoff for friday", ["2026-05-22"]),
        ("payoff on the 20th", ["2026-05-20"]),
        ("what is my payoff", []),
    ],
)
def test_days_held_against_each_other_are_both_asked_about(words: str, days: list[str]) -> None:
    assert [day.isoformat() for day in asked_days(words, FRIDAY)] == days
    assert len(each_day(OF_ONE_DAY, words, FRIDAY)) == (2 if len(days) == 2 else 0)


def test_a_span_is_not_two_questions() -> None:
    assert each_day(OF_A_SPAN, "today or on the 29th", FRIDAY) == []


@pytest.mark.parametrize("words", ["payoff on payday", "payoff some time next week", "para la quincena", "by zzunkday"])
def test_a_day_that_is_spoken_of_and_not_read_is_told(words: str) -> None:
    assert names_a_day_unread(words)
    assert lacks_its_day(OF_ONE_DAY, extract(OF_ONE_DAY, words, FRIDAY), words)
    assert not lacks_its_day(OF_A_SPAN, {}, words)


@pytest.mark.parametrize("words", ["payoff on friday", "what is my payoff", "payoff by nxt wensday", "every day"])
def test_nothing_is_asked_back_where_the_day_is_read_or_none_is_named(words: str) -> None:
    assert not lacks_its_day(OF_ONE_DAY, extract(OF_ONE_DAY, words, FRIDAY), words)
