"""The model's Cash Line against examples worked by hand (24.99%, the cycle closes on the 12th)."""

import pytest

from tests.model.book import Balances, Book
from tests.model.records import Refused
from tests.model.worked import at, day, drawn, go


def test_the_first_statement_charges_the_days_the_draw_was_there():
    book, line = drawn()
    statement = book.statements(line)[-1]
    assert statement.interest == 240  # 500 x 7 days x 24.99% / 365 = 2.396
    assert (statement.previous, statement.draws, statement.new_balance) == (0, 50000, 50240)
    assert (statement.minimum_due, statement.due) == (3500, day("2026-02-06"))


def test_a_payment_before_eight_counts_that_day_and_reduces_interest_from_it():
    book, line = drawn(until="2026-02-02")
    book.pay(line, at("2026-02-02T19:59"), 3500)
    go(book, "2026-02-04")
    assert book.balances(line).principal == {"standard": 50000}
    assert book.amount_due(line) == 0
    book.close_day()
    assert book.balances(line) == Balances({"standard": 46740}, 0, 0, 0)  # 2.40 interest, 32.60 principal
    go(book, "2026-02-13")
    assert book.statements(line)[-1].interest == 1037  # 20 days of 500.00, 11 of 467.40: 15141.40 x 24.99% / 365
    assert book.statements(line)[-1].new_balance == 47777


def test_a_payment_after_eight_counts_the_next_day():
    book, line = drawn(until="2026-02-02")
    book.pay(line, at("2026-02-02T20:01"), 3500)
    assert book.payments(line)[0].credited == day("2026-02-03")


def test_a_missed_minimum_costs_a_fee_the_day_after_the_fifth_and_is_past_due_the_day_after_it_was_due():
    book, line = drawn(until="2026-02-06")
    assert book.days_past_due(line) == 0
    go(book, "2026-02-07")
    assert (book.days_past_due(line), book.past_due(line)) == (1, 3500)
    go(book, "2026-02-12")
    assert book.fees(line) == []
    go(book, "2026-02-13")
    assert [(fee.on, fee.cents) for fee in book.fees(line)] == [(day("2026-02-12"), 3200)]
    statement = book.statements(line)[-1]
    assert (statement.fees, statement.interest, statement.new_balance) == (3200, 1061, 54501)
    assert (statement.past_due, statement.minimum_due) == (3500, 8261)  # 5.00 + 10.61 + 32.00, and 35.00
    go(book, "2026-03-16")
    assert book.fees(line)[-1].cents == 4300


def test_older_interest_and_fees_are_in_the_past_due_amount_and_not_asked_for_twice():
    book, line = drawn(until="2026-03-13")
    statement = book.statements(line)[-1]
    assert statement.interest == 959  # 28 days of 500.00
    assert (statement.past_due, statement.minimum_due) == (8261, 8261 + 3500)
    assert book.amount_due(line) == 8261 + 3500


def test_the_payment_that_filled_the_minimum_is_the_one_divided_as_such():
    book, line = drawn(until="2026-02-02")
    book.pay(line, at("2026-02-02T10:00"), 3500)
    book.pay(line, at("2026-02-02T11:00"), 3500, "mail")  # posts a day before it, all of it excess
    go(book, "2026-02-04")
    assert book.balances(line) == Balances({"standard": 50000 - 3500}, 240, 0, 0)
    go(book, "2026-02-05")
    assert book.balances(line) == Balances({"standard": 50000 - 3500 - 3260}, 0, 0, 0)


def test_a_payment_after_eight_on_the_closing_day_counts_for_the_new_statement():
    left: list[int] = []
    for time in ("20:00", "20:01"):
        book, line = drawn(until="2026-01-12")
        book.pay(line, at(f"2026-01-12T{time}"), 3500)
        go(book, "2026-01-13")
        left.append(book.amount_due(line))
    assert left == [3500, 0]


def test_a_payment_received_in_the_grace_days_saves_the_fee_even_before_it_posts():
    book, line = drawn(until="2026-02-11")
    book.pay(line, at("2026-02-11T20:00"), 3500)
    go(book, "2026-02-13")
    assert book.fees(line) == []
    assert book.statements(line)[-1].payments == 0
    go(book, "2026-02-14")
    # all 35.00 are minimum: 2.40 and 10.61 of interest, 21.99 of principal, which had cost 2 days at 24.99%: 0.03
    assert book.balances(line) == Balances({"standard": 50000 - 2202}, 0, 0, 0)


@pytest.mark.parametrize(
    ("state", "on", "cents"),
    [("CA", "2026-02-12", 1500), ("NY", "2026-02-12", 2000), ("TX", "2026-02-17", 3200), ("MA", "2026-02-22", 3200)],
)
def test_states_have_their_own_late_fees(state: str, on: str, cents: int):
    book, line = drawn(state, "2026-02-23")
    assert [(fee.on, fee.cents) for fee in book.fees(line)] == [(day(on), cents)]


def test_missing_only_an_earlier_late_fee_is_not_late_again():
    fees: list[int] = []
    for paid in (5061, 5060):  # of 82.61 due, 35.00 past due, 32.00 is the late fee
        book, line = drawn(until="2026-03-02")
        book.pay(line, at("2026-03-02T10:00"), paid)
        go(book, "2026-03-16")
        fees.append(len(book.fees(line)))
    assert fees == [1, 2]


def test_a_late_fee_is_never_above_the_minimum():
    book = Book(day("2026-01-05"))
    line = book.open_line(100000, "C", 12)
    book.draw(line, at("2026-01-05T10:00"), 5000)
    go(book, "2026-01-07")
    book.pay(line, at("2026-01-07T10:00"), 3000)
    go(book, "2026-02-13")
    assert book.statements(line)[0].minimum_due == 2012  # 50 x 1 day, 20 x 6: 0.12
    assert book.fees(line)[0].cents == 2012


def test_the_limit_of_a_late_fee_is_the_minimum_with_what_was_past_due():
    book = Book(day("2026-01-05"))
    line = book.open_line(100000, "C", 12)
    book.draw(line, at("2026-01-05T10:00"), 5000)
    go(book, "2026-03-16")
    assert [(each.minimum_due, each.past_due) for each in book.statements(line)[:2]] == [(3500, 0), (7000, 3500)]
    assert [fee.cents for fee in book.fees(line)] == [3200, 4300]


def test_the_minimum_part_pays_the_lowest_rate_first_and_the_excess_the_highest():
    book = Book(day("2025-07-02"))
    line = book.open_line(500000, "D", 5, promo=True)
    go(book, "2025-12-29")
    book.draw(line, at("2025-12-29T10:00"), 100000)
    go(book, "2026-01-02")
    book.draw(line, at("2026-01-02T10:00"), 100000)
    go(book, "2026-01-06")
    assert book.balances(line).principal == {"promotional": 100000, "standard": 100000}
    # 3 days at 9.99% and 4 at 29.99% of the promotional draw, 1 day of the other: 0.82, 3.29, 0.82
    assert book.statements(line)[-1].interest == 82 + 329 + 82
    assert book.statements(line)[-1].minimum_due == 3500
    book.pay(line, at("2026-01-06T10:00"), 30000, "mail")
    go(book, "2026-01-08")
    assert book.balances(line) == Balances({"promotional": 100000 - 3007, "standard": 100000 - 26500}, 0, 0, 0)


def test_a_payoff_leaves_residual_interest_which_a_credit_balance_pays():
    book, line = drawn(until="2026-02-02")
    book.pay(line, at("2026-02-02T10:00"), 60000)
    go(book, "2026-02-12")
    assert book.balances(line) == Balances({}, 0, 0, 9760)
    assert book.accrued(line) == 685
    book.close_day()
    assert book.balances(line) == Balances({}, 0, 0, 9075)  # 20 days of 500.00: 6.85
    assert (book.statements(line)[-1].new_balance, book.statements(line)[-1].minimum_due) == (-9075, 0)


def test_a_returned_payment_is_owed_again_and_costs_a_fee():
    book, line = drawn(until="2026-02-02")
    payment = book.pay(line, at("2026-02-02T10:00"), 3500)
    go(book, "2026-02-05")
    book.return_payment(payment)
    assert book.balances(line) == Balances({"standard": 50000}, 240, 2500, 0)
    assert book.amount_due(line) == 3500
    go(book, "2026-02-13")
    assert [(fee.key.kind, fee.cents) for fee in book.fees(line)] == [("returned", 2500), ("late", 3200)]
    assert book.statements(line)[-1].new_balance == 50240 + 2500 + 3200 + 1061
    with pytest.raises(Refused, match="not_posted"):
        book.return_payment(payment)


def test_a_return_after_the_statement_charges_the_days_charged_and_leaves_the_statement():
    book, line = drawn(until="2026-02-02")
    payment = book.pay(line, at("2026-02-02T10:00"), 3500)
    go(book, "2026-02-13")
    book.return_payment(payment)
    assert book.statements(line)[-1].new_balance == 47777
    # 32.60 of principal on the 11 days from February 2 to 12: 0.25
    assert book.balances(line) == Balances({"standard": 50000}, 240 + 1037 + 25, 2500, 0)
    book.close_day()
    assert [(fee.key.kind, fee.on) for fee in book.fees(line)] == [
        ("returned", day("2026-02-13")),
        ("late", day("2026-02-13")),
    ]


def test_credit_that_paid_something_since_is_owed_when_its_payment_returns():
    book, line = drawn(until="2026-02-02")
    payment = book.pay(line, at("2026-02-02T10:00"), 60000)
    go(book, "2026-02-13")
    assert book.balances(line).credit == 60000 - 50240 - 685
    book.return_payment(payment)
    held = book.balances(line)
    assert (held.principal, held.credit) == ({"standard": 50000 + 685}, 0)
    assert held.interest == 240 + 377  # 500.00 on 11 days: 3.766


def test_a_payment_found_late_gives_what_it_would_have_given_on_time():
    ends: list[object] = []
    for found in ("2026-02-02", "2026-03-20"):
        book, line = drawn(until=found)
        book.pay(line, at("2026-02-02T10:00"), 3500, "mail")
        go(book, "2026-03-24")
        ends.append((book.statements(line), book.balances(line), book.fees(line)))
    assert ends[0] == ends[1]


def test_a_payment_that_never_was_leaves_nothing_behind():
    ends: list[object] = []
    for entered in (False, True):
        book, line = drawn(until="2026-02-02")
        payment = book.pay(line, at("2026-02-02T10:00"), 3500, "mail") if entered else None
        go(book, "2026-03-20")
        if payment:
            book.never_was(payment)
        ends.append((book.statements(line), book.balances(line), book.fees(line), book.payments(line)))
    assert ends[0] == ends[1]


def test_old_credit_goes_back_after_six_months_and_stays_paid():
    book = Book(day("2026-01-05"))
    line = book.open_line(100000, "C", 12)
    book.pay(line, at("2026-01-05T10:00"), 101, "mail")
    go(book, "2026-07-05")
    assert book.balances(line).credit == 101
    book.close_day()
    assert book.balances(line).credit == 0
    book.pay(line, at("2026-03-05T10:00"), 50, "mail")
    assert book.balances(line) == Balances({}, 0, 0, 50)


def test_a_waived_fee_leaves_the_balance_and_not_the_minimum_already_billed():
    book, line = drawn(until="2026-02-13")
    fee = book.fees(line)[0].key
    book.waive(line, fee)
    assert book.balances(line) == Balances({"standard": 50000}, 240 + 1061, 0, 0)
    assert book.amount_due(line) == 8261
    with pytest.raises(Refused, match="waived_already"):
        book.waive(line, fee)
    go(book, "2026-03-16")
    assert book.statements(line)[-1].payments == 3200
    assert book.fees(line)[-1].cents == 4300  # the payment had been late all the same


def test_a_waiver_of_a_fee_already_paid_pays_principal():
    book, line = drawn(until="2026-02-13")
    book.pay(line, at("2026-02-13T10:00"), 8261)
    go(book, "2026-02-20")
    book.waive(line, book.fees(line)[0].key)
    # 82.61 - 2.40 - 10.61 - 32.00
    assert book.balances(line) == Balances({"standard": 50000 - 3760 - 3200}, 0, 0, 0)
