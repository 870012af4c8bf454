"""Draws of the model's Cash Line, and what it refuses, against examples worked by hand."""

import pytest

from tests.model.book import Balances, Book
from tests.model.records import FeeKey, Refused
from tests.model.worked import at, day, drawn, go


def refusal(book: Book, line: str, moment: str, cents: int = 5000) -> str:
    with pytest.raises(Refused) as refused:
        book.draw(line, at(moment), cents)
    return refused.value.reason


def test_a_draw_is_pending_until_the_close_of_the_day_it_arrives():
    book, line = drawn(until="2026-01-06")
    assert (book.available(line), book.balances(line)) == (50000, Balances({}, 0, 0, 0))
    book.close_day()
    assert (book.available(line), book.balances(line)) == (50000, Balances({"standard": 50000}, 0, 0, 0))


@pytest.mark.parametrize(
    ("requested", "arrives"),
    [
        ("2026-01-09T15:00:00", "2026-01-12"),  # a Friday, in time
        ("2026-01-09T15:00:01", "2026-01-13"),
        ("2026-01-10T09:00:00", "2026-01-13"),  # a Saturday is worked on Monday
        ("2026-01-16T15:30:00", "2026-01-21"),  # Monday the 19th is a federal holiday
        ("2025-10-31T13:00:00", "2025-11-03"),
        ("2025-10-31T14:00:00", "2025-11-04"),  # the cut-off was 1:00 p.m. until that day
    ],
)
def test_a_draw_arrives_the_business_day_after_its_cutoff(requested: str, arrives: str):
    book = Book(at(requested).date())
    line = book.open_line(100000, "C", 12)
    book.draw(line, at(requested), 5000)
    assert book.draws(line)[0].arrives == day(arrives)


def test_a_draw_can_be_cancelled_until_the_cutoff_that_works_on_it():
    book = Book(day("2026-01-09"))
    line = book.open_line(100000, "C", 12)
    first, second = (book.draw(line, at("2026-01-09T16:00"), 5000) for _ in range(2))
    go(book, "2026-01-12")
    book.cancel_draw(first, at("2026-01-12T15:00"))
    assert book.available(line) == 95000
    with pytest.raises(Refused, match="too_late"):
        book.cancel_draw(second, at("2026-01-12T15:01"))


def test_lines_of_before_july_2025_keep_their_rate_and_new_draws_change_45_days_after_notice():
    book = Book(day("2025-06-02"))
    line = book.open_line(100000, "C", 12)
    go(book, "2025-08-14")
    book.draw(line, at("2025-08-14T10:00"), 10000)
    book.close_day()
    book.draw(line, at("2025-08-15T10:00"), 20000)
    go(book, "2025-09-13")
    assert book.balances(line).principal == {"standard": 10000, "new_terms": 20000}
    # 100.00 on 29 days at 23.99%: 1.91; 200.00 on 26 days at 24.99%: 3.56
    assert book.statements(line)[-1].interest == 191 + 356


def test_draws_are_off_for_ten_days_with_that_of_a_return():
    book, line = drawn(until="2026-01-13")
    payment = book.pay(line, at("2026-01-13T10:00"), 3500)
    with pytest.raises(Refused, match="not_posted"):
        book.return_payment(payment)
    go(book, "2026-01-16")
    book.return_payment(payment)
    go(book, "2026-01-25")
    assert refusal(book, line, "2026-01-25T10:00") == "returned_payment"
    book.close_day()
    assert book.draw(line, at("2026-01-26T10:00"), 5000)


def test_payments_and_cancellations_that_make_no_sense_are_refused():
    book, line = drawn()
    draw = book.draw(line, at("2026-01-13T10:00"), 5000)
    book.cancel_draw(draw, at("2026-01-13T10:01"))
    with pytest.raises(Refused, match="not_pending"):
        book.cancel_draw(draw, at("2026-01-13T10:02"))
    with pytest.raises(Refused, match="not_positive"):
        book.pay(line, at("2026-01-13T10:00"), 0)
    with pytest.raises(Refused, match="before_opening"):
        book.pay(line, at("2026-01-01T10:00"), 100)
    with pytest.raises(Refused, match="not_ahead"):
        book.pay(line, at("2026-01-13T10:00"), 100, on=day("2026-01-13"))
    with pytest.raises(Refused, match="no_fee"):
        book.waive(line, FeeKey("late", day("2026-02-06")))


def test_draws_are_refused_for_what_the_terms_say():
    book, line = drawn(until="2026-02-06")
    assert refusal(book, line, "2026-02-06T10:00", 4999) == "below_minimum"
    assert refusal(book, line, "2026-02-06T10:00", 50001) == "over_available"
    book.block(line, "frozen")
    assert refusal(book, line, "2026-02-06T10:00") == "frozen"
    book.block(line, "frozen", on=False)
    book.close_day()
    assert refusal(book, line, "2026-02-07T10:00") == "past_due"
    book.pay(line, at("2026-02-07T10:00"), 3150)  # 90% of 35.00
    assert book.draw(line, at("2026-02-07T11:00"), 50000)


def test_a_scheduled_payment_counts_on_its_date_and_can_be_cancelled_the_business_day_before():
    book, line = drawn(until="2026-01-30")
    kept, dropped = (book.pay(line, at("2026-01-30T10:00"), 3500, on=day("2026-02-02")) for _ in range(2))
    with pytest.raises(Refused, match="too_late"):
        book.cancel_payment(kept, at("2026-01-31T10:00"))
    book.cancel_payment(dropped, at("2026-01-30T20:00"))
    assert book.amount_due(line) == 3500
    go(book, "2026-02-03")
    assert book.amount_due(line) == 0
    go(book, "2026-02-05")
    assert [payment.status for payment in book.payments(line)] == ["posted", "cancelled"]


def test_a_limit_below_what_is_drawn_leaves_nothing_available_but_never_less():
    book, line = drawn()
    book.change_limit(line, 30000)
    assert book.available(line) == 0
    assert refusal(book, line, "2026-01-13T10:00") == "over_available"
    book.change_limit(line, 60000)
    assert book.available(line) == 10000
