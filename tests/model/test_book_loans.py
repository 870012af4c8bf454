"""The model's instalment loan against examples worked by hand: 10,000.00 at 18% over 36 months, 361.52 a month."""

from datetime import date

import pytest

from tests.model.book import Balances, Book
from tests.model.records import Refused
from tests.model.worked import at, day, go


def lent(until: str, state: str = "FL", opened: str = "2026-01-15") -> tuple[Book, str]:
    book = Book(day(opened))
    loan = book.open_loan(1000000, 1800, 36, state)
    go(book, until)
    return book, loan


def test_a_payment_pays_the_interest_of_the_days_before_its_credit_date():
    book, loan = lent("2026-02-13")
    book.pay(loan, at("2026-02-13T10:00"), 36152)
    assert book.amount_due(loan) == 0
    go(book, "2026-02-18")  # a Friday, then Washington's Birthday: two business days are Tuesday and Wednesday
    assert book.balances(loan).principal == {1800: 1000000}
    book.close_day()
    assert book.balances(loan) == Balances({1800: 978149}, 0, 0, 0)  # 29 days: 143.01, the rest principal
    assert [(move.what, move.cents) for move in book.journal(loan)[-3:]] == [
        ("interest", 14301),
        ("payment", 14301),
        ("payment", 21851),
    ]


def test_a_payoff_is_a_total_for_a_date_rounded_once():
    book, loan = lent("2026-02-13")
    book.pay(loan, at("2026-02-13T10:00"), 36152)
    go(book, "2026-02-20")
    assert book.payoff(loan, day("2026-03-01")) == 985867  # 9781.49 and 16 per diems of 4.82374...
    with pytest.raises(Refused, match="out_of_range"):
        book.payoff(loan, day("2026-03-23"))


def test_paying_the_payoff_leaves_nothing_due_ever():
    book, loan = lent("2026-02-20")
    book.pay(loan, at("2026-02-20T10:00"), book.payoff(loan, day("2026-02-20")))
    assert book.amount_due(loan) == 0
    go(book, "2026-06-01")
    assert book.balances(loan) == Balances({}, 0, 0, 0)
    assert (book.amount_due(loan), book.days_past_due(loan), book.fees(loan)) == (0, 0, [])


@pytest.mark.parametrize(
    ("state", "opened", "on", "cents"),
    [
        ("FL", "2026-01-15", "2026-02-25", 1500),
        ("TX", "2026-01-15", "2026-02-25", 1500),
        ("CA", "2026-01-15", "2026-02-25", 1000),
        ("NY", "2026-01-15", "2026-02-25", 1000),
        ("MA", "2026-01-15", "2026-03-02", 1500),
        ("FL", "2025-06-15", "2025-07-25", 1808),  # at most 20.00 until October 2025: 5% of 361.52
    ],
)
def test_a_missed_instalment_costs_five_percent_up_to_the_cap(state: str, opened: str, on: str, cents: int):
    book, loan = lent(on, state, opened)
    assert book.fees(loan) == []
    book.close_day()
    assert [(fee.on, fee.cents) for fee in book.fees(loan)] == [(day(on), cents)]


def test_the_late_fee_is_of_what_was_not_paid():
    book, loan = lent("2026-02-20")
    book.pay(loan, at("2026-02-20T10:00"), 20000)
    go(book, "2026-02-26")
    assert book.fees(loan)[0].cents == 808  # 5% of 161.52
    assert book.balances(loan).fees == 808


def test_ninety_percent_is_not_past_due_but_saves_no_fee():
    days: list[int] = []
    for paid in (32537, 32536):
        book, loan = lent("2026-02-13")
        book.pay(loan, at("2026-02-13T10:00"), paid)
        go(book, "2026-02-26")
        days.append(book.days_past_due(loan))
        assert book.fees(loan)[0].cents == 181
    assert days == [0, 11]


def test_an_extra_payment_does_not_skip_the_next_instalment():
    book, loan = lent("2026-02-10")
    book.pay(loan, at("2026-02-10T10:00"), 100000)
    go(book, "2026-03-16")
    assert (book.past_due(loan), book.days_past_due(loan)) == (36152, 1)


def test_a_payment_in_arrears_counts_for_the_oldest_instalment():
    book, loan = lent("2026-03-20")
    assert (book.past_due(loan), book.days_past_due(loan)) == (72304, 33)
    book.pay(loan, at("2026-03-20T10:00"), 36152)
    assert (book.past_due(loan), book.days_past_due(loan)) == (36152, 5)


def test_a_fee_is_paid_after_interest_and_before_principal():
    book, loan = lent("2026-02-26")
    book.pay(loan, at("2026-02-26T10:00"), 36152, "autopay")
    go(book, "2026-02-28")
    assert book.balances(loan) == Balances({1800: 1000000 - (36152 - 20712 - 1500)}, 0, 0, 0)  # 42 days: 207.12


def test_a_returned_payment_is_reversed_as_of_its_date_and_its_fee_is_smaller_in_california():
    book, loan = lent("2026-02-13", "CA")
    payment = book.pay(loan, at("2026-02-13T10:00"), 36152)
    go(book, "2026-02-20")
    book.return_payment(payment, day("2026-02-20"), "R09")
    assert book.balances(loan) == Balances({1800: 1000000}, 0, 1500, 0)
    assert book.days_past_due(loan) == 5
    assert book.payoff(loan, day("2026-02-20")) == 1000000 + 17753 + 1500  # 36 days


def test_a_waived_fee_is_owed_no_more_and_books_no_interest():
    book, loan = lent("2026-02-26")
    book.waive(book.fees(loan)[0].id)
    assert book.balances(loan) == Balances({1800: 1000000}, 0, 0, 0)


def test_the_last_instalment_is_whatever_is_left():
    book = Book(day("2026-01-15"))
    loan = book.open_loan(120000, 1200, 12)
    for month in range(1, 12):
        go(book, date(2026 + month // 12, month % 12 + 1, 15).isoformat())
        book.pay(loan, at(f"{book.today}T10:00"), 10662, "autopay")
    go(book, "2027-01-15")
    assert book.amount_due(loan) == book.payoff(loan, book.today) != 10662
    book.pay(loan, at("2027-01-15T10:00"), book.amount_due(loan), "autopay")
    assert book.amount_due(loan) == 0
    go(book, "2027-02-01")
    assert book.balances(loan) == Balances({}, 0, 0, 0)
    assert book.fees(loan) == []


@pytest.mark.parametrize("paid", [12, 10])
def test_what_is_left_after_the_last_due_date_is_past_due(paid: int):
    book = Book(day("2026-01-15"))
    loan = book.open_loan(120000, 1200, 12)
    for month in range(1, paid + 1):
        go(book, date(2026 + month // 12, month % 12 + 1, 20).isoformat())
        book.pay(loan, at(f"{book.today}T10:00"), 10662, "autopay")
    go(book, "2027-02-01")
    assert book.past_due(loan) == book.payoff(loan, book.today) > 0


def test_the_origination_fee_is_withheld_from_what_is_paid_out():
    book = Book(day("2026-01-15"))
    loan = book.open_loan(1000000, 1800, 36, origination=80000)
    assert [(move.credit, move.cents) for move in book.journal(loan)] == [("origination fees", 80000), ("bank", 920000)]
