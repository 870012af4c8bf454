"""The model's Cash Line against examples worked by hand (24.99%, the cycle closes on the 12th)."""

import pytest

from tests.model.book import Balances, Book
from tests.model.records import Refused
from tests.model.worked import at, day, drawn, go


def test_the_first_statement_charges_the_days_the_draw_was_there():
    book, line = drawn()
    statement = book.issued(line)[-1]
    assert statement.interest == 240  # 500 x 7 days x 24.99% / 365 = 2.396
    assert (statement.previous, statement.draws, statement.new_balance) == (0, 50000, 50240)
    assert (statement.minimum_due, statement.due) == (3500, day("2026-02-06"))


def test_a_payment_before_eight_counts_that_day_and_reduces_interest_from_it():
    book, line = drawn(until="2026-02-02")
    book.pay(line, at("2026-02-02T19:59"), 3500)
    go(book, "2026-02-04")
    assert book.balances(line).principal == {2499: 50000}
    assert book.amount_due(line) == 0
    book.close_day()
    assert book.balances(line) == Balances({2499: 46740}, 0, 0, 0)  # 2.40 interest, 32.60 principal
    go(book, "2026-02-13")
    assert book.issued(line)[-1].interest == 1037  # 20 days of 500.00, 11 of 467.40: 15141.40 x 24.99% / 365
    assert book.issued(line)[-1].new_balance == 47777


def test_a_payment_after_eight_counts_the_next_day():
    book, line = drawn(until="2026-02-02")
    book.pay(line, at("2026-02-02T20:01"), 3500)
    assert (book.payments(line)[0].credited, book.amount_due(line)) == (day("2026-02-03"), 3500)


def test_a_missed_minimum_costs_a_fee_at_the_end_of_the_fifth_day_and_is_past_due_the_day_after_it_was_due():
    book, line = drawn(until="2026-02-06")
    assert book.days_past_due(line) == 0
    go(book, "2026-02-07")
    assert (book.days_past_due(line), book.past_due(line)) == (1, 3500)
    go(book, "2026-02-11")
    assert book.fees(line) == []
    go(book, "2026-02-13")
    assert [(fee.on, fee.cents) for fee in book.fees(line)] == [(day("2026-02-11"), 3200)]
    statement = book.issued(line)[-1]
    assert (statement.fees, statement.interest, statement.new_balance) == (3200, 1061, 54501)
    assert (statement.past_due, statement.minimum_due) == (3500, 8261)  # 5.00 + 10.61 + 32.00, and 35.00
    go(book, "2026-03-16")
    assert book.fees(line)[-1].cents == 4300


def test_older_interest_and_fees_are_in_the_past_due_amount_and_not_asked_for_twice():
    book, line = drawn(until="2026-03-13")
    statement = book.issued(line)[-1]
    assert statement.interest == 959  # 28 days of 500.00
    assert (statement.past_due, statement.minimum_due) == (8261, 8261 + 3500)
    assert book.amount_due(line) == 8261 + 3500


def test_a_pending_payment_leaves_the_minimum_to_one_that_posts_before_it():
    book, line = drawn(until="2026-02-02")
    book.pay(line, at("2026-02-02T10:00"), 3500)
    book.pay(line, at("2026-02-02T11:00"), 3500, "autopay")
    go(book, "2026-02-04")
    assert book.balances(line) == Balances({2499: 50000 - 3260}, 0, 0, 0)


def test_a_payment_received_in_the_grace_days_saves_the_fee_even_before_it_posts():
    book, line = drawn(until="2026-02-11")
    book.pay(line, at("2026-02-11T20:00"), 3500)
    go(book, "2026-02-13")
    assert book.fees(line) == []
    assert book.issued(line)[-1].payments == 0
    go(book, "2026-02-14")
    assert book.statements(line)[-1].payments == 3500
    assert book.issued(line)[-1].payments == 0


@pytest.mark.parametrize(
    ("state", "on", "cents"),
    [("CA", "2026-02-11", 1500), ("NY", "2026-02-11", 2000), ("TX", "2026-02-16", 3200), ("MA", "2026-02-21", 3200)],
)
def test_states_have_their_own_late_fees(state: str, on: str, cents: int):
    book, line = drawn(state, "2026-02-22")
    assert [(fee.on, fee.cents) for fee in book.fees(line)] == [(day(on), cents)]


def test_missing_only_an_earlier_late_fee_is_not_late_again():
    fees: list[int] = []
    for paid in (5061, 5060):  # of 82.61 due, 32.00 is the late fee
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
    go(book, "2026-02-12")
    assert book.statements(line)[0].minimum_due == 2012  # 50 x 1 day, 20 x 6: 0.12
    assert book.fees(line)[0].cents == 2012


def test_the_minimum_part_pays_the_lowest_rate_first_and_the_excess_the_highest():
    book = Book(day("2026-01-05"))
    line = book.open_line(500000, "D", 5)
    book.draw(line, at("2026-01-05T10:00"), 100000, promo=True)
    book.close_day()
    book.draw(line, at("2026-01-06T10:00"), 100000)
    go(book, "2026-02-06")
    statement = book.issued(line)[0]
    assert (statement.interest, statement.minimum_due) == (848 + 2465, 5313)  # 31 days at 9.99%, 30 at 29.99%
    book.pay(line, at("2026-02-06T10:00"), 30000, "autopay")
    go(book, "2026-02-10")
    assert book.balances(line) == Balances({999: 98000, 2999: 75313}, 0, 0, 0)
    go(book, "2026-07-06")
    assert book.balances(line).principal == {2999: 75313 + 98000}


def test_a_payoff_leaves_residual_interest_which_a_credit_balance_pays():
    book, line = drawn(until="2026-02-02")
    book.pay(line, at("2026-02-02T10:00"), 60000)
    go(book, "2026-02-12")
    assert book.balances(line) == Balances({}, 0, 0, 9760)
    assert book.accrued(line) == 685
    book.close_day()
    assert book.balances(line) == Balances({}, 0, 0, 9075)  # 20 days of 500.00: 6.85
    assert (book.issued(line)[-1].new_balance, book.issued(line)[-1].minimum_due) == (-9075, 0)


def test_a_returned_payment_was_never_there_and_costs_a_fee():
    book, line = drawn(until="2026-02-02")
    payment = book.pay(line, at("2026-02-02T10:00"), 3500)
    go(book, "2026-02-05")
    book.return_payment(payment, day("2026-02-05"))
    assert book.balances(line) == Balances({2499: 50000}, 240, 2500, 0)
    go(book, "2026-02-13")
    assert [(fee.kind, fee.cents) for fee in book.fees(line)] == [("returned", 2500), ("late", 3200)]
    assert book.issued(line)[-1].new_balance == 50240 + 2500 + 3200 + 1061
    with pytest.raises(Refused, match="not_returnable"):
        book.return_payment(payment, day("2026-02-13"))


def test_a_return_after_the_statement_restates_it_and_keeps_what_was_sent():
    book, line = drawn(until="2026-02-02")
    payment = book.pay(line, at("2026-02-02T10:00"), 3500)
    go(book, "2026-02-13")
    book.return_payment(payment, day("2026-02-13"))
    assert (book.issued(line)[-1].new_balance, book.statements(line)[-1].new_balance) == (47777, 54501)


def test_a_payment_found_late_gives_what_it_would_have_given_on_time():
    statements: list[object] = []
    for found in ("2026-02-02", "2026-03-20"):
        book, line = drawn(until=found)
        book.pay(line, at("2026-02-02T10:00"), 3500, "mail")
        go(book, "2026-03-24")
        statements.append((book.statements(line), book.balances(line), book.fees(line)))
    assert statements[0] == statements[1]


def test_a_waived_fee_leaves_the_balance_and_the_minimum():
    book, line = drawn(until="2026-02-12")
    fee = book.fees(line)[0].id
    book.waive(fee)
    assert book.balances(line) == Balances({2499: 50000}, 240, 0, 0)
    with pytest.raises(Refused, match="waived_already"):
        book.waive(fee)
    book.close_day()
    statement = book.issued(line)[-1]
    assert (statement.fees, statement.waivers, statement.minimum_due) == (3200, 3200, 7000)


def test_a_waived_returned_fee_counts_for_the_minimum_it_was_in():
    fees: list[int] = []
    for paid in (5061, 5060):  # of 107.61 due, 25.00 is waived and 32.00 a late fee
        book, line = drawn(until="2026-02-02")
        payment = book.pay(line, at("2026-02-02T10:00"), 3500)
        go(book, "2026-02-05")
        book.return_payment(payment, book.today)
        go(book, "2026-02-20")
        assert book.amount_due(line) == book.issued(line)[-1].minimum_due == 10761
        book.waive(book.fees(line)[0].id)
        assert book.amount_due(line) == 8261
        book.pay(line, at("2026-02-20T10:00"), paid)
        go(book, "2026-03-16")
        fees.append(len(book.fees(line)))
    assert fees == [2, 3]


def test_a_waiver_of_a_fee_already_paid_pays_principal():
    book, line = drawn(until="2026-02-13")
    book.pay(line, at("2026-02-13T10:00"), 8261)
    go(book, "2026-02-20")
    book.waive(book.fees(line)[0].id)
    assert book.balances(line) == Balances({2499: 50000 - 3760 - 3200}, 0, 0, 0)  # 82.61 - 2.40 - 10.61 - 32.00
