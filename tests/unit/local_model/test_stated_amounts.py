"""Amounts, days of the month, telephone numbers and addresses as people write them; what is no amount is none."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.models.local.amounts import asked_amount
from assistant.models.local.stated import day_of_month, email, phone

FRIDAY = date(2026, 5, 15)


@pytest.mark.parametrize(
    ("words", "dollars"),
    [
        ("set up 50 bucks for friday", "50.00"),
        ("schedule a payment of 120 for the 22nd", "120.00"),
        ("Please arrange a payment of $1,310.50 for June 1.", "1310.50"),
        ("take out 1,000", "1000.00"),
        ("raise my limit to 3k", "3000.00"),
        ("pull two hundred from my line", "200.00"),
        ("saque trescientos dolares", "300.00"),
        ("es quiero 80 dólares", "80.00"),
        ("pay 50 on my line ending in 4821", "50.00"),
        ("you took 400 from my bank instead of 90", "400.00"),
        ("in 2 weeks pay 60", "60.00"),
        ("send 100 of it to my bank", "100.00"),
    ],
)
def test_an_amount_is_read_in_figures_and_words(words: str, dollars: str) -> None:
    assert asked_amount(words, FRIDAY) == Decimal(dollars)


@pytest.mark.parametrize(
    "words",
    [
        "cancel the payment on friday",
        "put me on relief 12",
        "make it due on the 16th",
        "pay on may 29",
        "pay $50 on friday and $60 monday",
        "the last 3 payments",
        "my 24 months",
    ],
)
def test_a_day_a_count_or_two_amounts_are_not_one_amount(words: str) -> None:
    assert asked_amount(words, FRIDAY) is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("need my due date on the 15th cuz i get paid then", 15),
        ("i get paid on the 30th so move the due date to the 28th", 28),
        ("change the due date from the 5th to the 20th", 20),
        ("alter it to the 23rd, I am remunerated on the 22nd", 23),
        ("set my due date to the 25", 25),
        ("make my due date the fifteenth", 15),
        ("change my due date 2 the 11th", 11),
        ("cámbieme la fecha al día cinco", 5),
        ("id rather pay on the 8th every month", 8),
        ("15", 15),
        ("my social security hits on the 3rd, make it due after that", None),
        ("push my due date back a week", None),
        ("move my due date", None),
    ],
)
def test_the_day_of_the_month_that_is_wanted_not_that_of_payday(words: str, day: int | None) -> None:
    assert day_of_month(words) == day


def test_numbers_and_addresses_are_taken_as_written_and_only_where_there_is_one() -> None:
    assert phone("my new number is (614) 555-0123, ok") == "(614) 555-0123"
    assert phone("302-555-0188 or 302-555-0199") is None
    assert email("make it x.y+z@mail.example.") == "x.y+z@mail.example"
    assert email("a@b.example and c@d.example") is None
