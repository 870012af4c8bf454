"""Words with slots stand in a text only with the right figures, as the language writes them."""

from typing import Any

import pytest

from evals.verbatim import at, day, money, stands

ROW: dict[str, Any] = {"good_through": "2026-05-22", "payoff_cents": 312422, "apr_bps": 2199, "plan": {"months": 6}}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Good through {date:good_through}", "The quote is good  through\nMay 22, 2026."),
        ("vale hasta el {date:good_through}", "Vale hasta el 22 de mayo de 2026."),
        ("total is {money:payoff_cents}", "the total is $3,124.22: principal"),
        ("at {rate:apr_bps}", "You pay at 21.99% a year"),
        ("{number:plan.months} months", "It runs 6 months."),
        ("can't say", "I can’t say."),
        ("within {number} minutes", "confirm it within 15 minutes"),
        ("until: {date}", "Can be cancelled until: May 15, 2026, 3:00 p.m. ET"),
        ("{money} is due", "Of it $1,024.00 is due."),
    ],
)
def test_words_that_stand_there(words: str, text: str) -> None:
    language = "es" if "mayo" in text else "en"
    assert stands(words, text, ROW, language)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("good through {date:good_through}", "good through May 21, 2026"),
        ("good through {date:good_through}", "good through 22 de mayo de 2026"),
        ("good through {date:good_through}", "May 22, 2026 good through"),
        ("total is {money:payoff_cents}", "the total is $3,124.23"),
        ("by {date:missing}", "by May 22, 2026"),
        ("within {number} minutes", "within a few minutes"),
        ("{money} is due", "It is due."),
        ("costs {money:good_through}", "costs $3,124.22"),
    ],
)
def test_words_that_do_not(words: str, text: str) -> None:
    assert not stands(words, text, ROW, "en")


def test_figures_as_each_language_writes_them() -> None:
    assert (money(-5), money(123456789)) == ("$0.05", "$1,234,567.89")
    assert (day("2026-01-02", "en"), day("2026-12-31T10:00:00-05:00", "es")) == (
        "January 2, 2026",
        "31 de diciembre de 2026",
    )


def test_a_path_that_ends_early_has_no_value() -> None:
    assert (at(ROW, "plan.months"), at(ROW, "plan.months.more"), at(ROW, "nothing")) == (6, None, None)
