"""The model's instalment loan against examples worked by hand: 10,000.00 at 18% over 36 months, 361.52 a month."""

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
    assert book.balances(loan).principal == {"standard": 1000000}
    book.close_day()
    assert book.balances(loan) == Balances({"standard": 978150}, 0, 0, 0)
    assert [(move.what, move.cents) for move in book.journal(loan)[-4:]] == [
        ("interest", 5918),  # billed on January 26 with 12 days
        ("interest", 8384),
        ("payment", 14302),
        ("payment", 21850),
    ]


def test_a_payoff_is_a_total_for_a_date_rounded_once():
    book, loan = lent("2026-02-13")
    book.pay(loan, at("2026-02-13T10:00"), 36152)
    go(book, "2026-02-20")
    assert book.payoff(loan, day("2026-03-01")) == 985868  # 9781.50 and 16 per diems of 4.82374...
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
        ("FL", "2026-01-15", "2026-02-26", 1500),
        ("TX", "2026-01-15", "2026-02-26", 1500),
        ("CA", "2026-01-15", "2026-02-26", 1000),
        ("NY", "2026-01-15", "2026-02-26", 1000),
        ("MA", "2026-01-15", "2026-03-03", 1500),
        ("FL", "2025-06-15", "2025-07-26", 1808),  # at most 20.00 until October 2025: 5% of 361.52
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
    go(book, "2026-02-27")
    assert book.fees(loan)[0].cents == 808  # 5% of 161.52
    assert book.balances(loan).fees == 808


def test_ninety_percent_is_not_past_due_and_costs_no_fee():
    found: list[tuple[int, int, int]] = []
    for paid in (32537, 32536):
        book, loan = lent("2026-02-13")
        book.pay(loan, at("2026-02-13T10:00"), paid)
        go(book, "2026-02-27")
        found.append((book.days_past_due(loan), book.past_due(loan), len(book.fees(loan))))
    assert found == [(0, 0, 0), (12, 3616, 1)]


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
    book, loan = lent("2026-02-27")
    book.pay(loan, at("2026-02-27T10:00"), 36152, "mail")
    go(book, "2026-03-03")
    # billed on February 23 with 40 days: 197.26, then 3 days: 14.79
    assert book.balances(loan) == Balances({"standard": 1000000 - (36152 - 19726 - 1479 - 1500)}, 0, 0, 0)


def test_a_returned_payment_is_reversed_as_of_its_date_and_its_fee_is_smaller_in_california():
    book, loan = lent("2026-02-13", "CA")
    payment = book.pay(loan, at("2026-02-13T10:00"), 36152)
    go(book, "2026-02-20")
    book.return_payment(payment, "R09")
    assert book.balances(loan) == Balances({"standard": 1000000}, 14302, 1500, 0)
    assert book.days_past_due(loan) == 5
    assert book.payoff(loan, day("2026-02-20")) == 1000000 + 14302 + 3452 + 1500  # 29 days and 7


def test_a_returned_payoff_opens_the_loan_again():
    book, loan = lent("2026-02-20")
    payment = book.pay(loan, at("2026-02-20T10:00"), book.payoff(loan, day("2026-02-20")))
    go(book, "2026-03-01")
    assert (book.status(loan), book.past_due(loan)) == ("paid_off", 0)
    book.return_payment(payment)
    assert (book.status(loan), book.past_due(loan)) == ("open", 36152)
    assert book.balances(loan).principal == {"standard": 1000000}


def test_a_waived_fee_is_owed_no_more():
    book, loan = lent("2026-02-27")
    book.waive(loan, book.fees(loan)[0].key)
    held = book.balances(loan)
    assert (held.principal, held.fees) == ({"standard": 1000000}, 0)
    assert held.interest == 19726 + 1479  # charged up to the day before


def test_a_loan_is_charged_off_at_the_end_of_the_month_of_120_days_and_its_payments_are_recoveries():
    book, loan = lent("2026-06-30")
    assert (book.days_past_due(loan), book.status(loan)) == (135, "open")
    book.close_day()
    assert book.status(loan) == "charged_off"
    owed = book.payoff(loan, book.today)
    book.pay(loan, at("2026-07-01T10:00"), 50000, "mail")
    go(book, "2026-08-15")
    assert book.payoff(loan, book.today) == owed - 50000
    assert book.trial_balance() == 0


def test_the_origination_fee_is_withheld_from_what_is_paid_out():
    book = Book(day("2026-01-15"))
    loan = book.open_loan(1000000, 1800, 36, origination=80000)
    assert [(move.credit, move.cents) for move in book.journal(loan)] == [("origination fees", 80000), ("bank", 920000)]


def test_the_first_instalment_is_twenty_days_away_or_more_and_the_last_pays_the_rest():
    book = Book(day("2026-01-15"))
    early, late = (book.open_loan(120000, 1200, 12, due_day=number) for number in (3, 5))
    assert book.amount_due(late) == 10662
    assert book.amount_due(early) == 0
    go(book, "2026-02-12")
    assert [each.due for each in book.statements(early)] == [day("2026-03-03")]
    assert [each.due for each in book.statements(late)] == [day("2026-02-05")]
