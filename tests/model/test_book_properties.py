"""What holds whatever is done: the ledger balances, buckets stay whole, statements chain, late equals on time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.book import Book
from tests.model.calendars import ET
from tests.model.records import Refused

START = date(2025, 9, 1)
STATES = st.sampled_from(["FL", "CA", "NY", "TX", "MA"])
Step = tuple[str, int, int, int]
"""Command, days to close before it, minute of the day, a number that it uses as it likes."""
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["draw", "pay", "pay", "return", "waive", "cancel", "schedule", "freeze", "refund"]),
        st.integers(0, 25),
        st.integers(0, 24 * 60 - 1),
        st.integers(0, 70_000),
    ),
    max_size=25,
)


def moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), ET)


def go(book: Book, days: int) -> None:
    for _ in range(days):
        book.close_day()


def act(book: Book, account: str, line: bool, step: Step) -> None:
    """One command; a refusal changes nothing."""
    name, days, minute, number = step
    go(book, days)
    at = moment(book.today, minute)
    payments, fees = book.payments(account), book.fees(account)
    before = book.balances(account), book.amount_due(account), book.payments(account), len(fees)
    try:
        if name == "pay":
            book.pay(account, at, number, ["one_time", "phone", "mail", "autopay"][number % 4])
        elif name == "schedule":
            book.pay(account, at, number, on=book.today + timedelta(number % 9))
        elif name == "return" and payments:
            book.return_payment(payments[number % len(payments)].id)
        elif name == "waive" and fees:
            book.waive(account, fees[number % len(fees)].key)
        elif name == "refund":
            book.refund(account)
        elif line and name == "draw":
            book.draw(account, at, number)
        elif line and name == "freeze":
            book.block(account, "frozen", on=number % 3 == 0)
        elif line and name == "cancel" and book.draws(account):
            book.cancel_draw(book.draws(account)[-1].id, at)
    except Refused:
        after = book.balances(account), book.amount_due(account), book.payments(account), len(book.fees(account))
        assert before == after


def check(book: Book, account: str) -> None:
    assert book.trial_balance() == 0
    balances = book.balances(account)
    owed = [*balances.principal.values(), balances.interest, balances.fees]
    assert min([*owed, balances.credit]) >= 0
    booked = Counter[str]()
    for move in book.journal(account):
        booked[move.debit] += move.cents
        booked[move.credit] -= move.cents
    assert booked["interest"] == balances.interest
    assert booked["fees"] == balances.fees
    assert sum(cents for name, cents in booked.items() if name.startswith("principal:")) == sum(
        balances.principal.values()
    )
    assert book.past_due(account) >= 0
    assert (book.days_past_due(account) == 0) or book.past_due(account) > 0


def check_statements(book: Book, line: str) -> None:
    previous = 0
    for each in book.statements(line):
        assert each.previous == previous
        charged = each.draws + each.fees + each.interest
        assert each.previous + charged - each.payments == each.new_balance
        assert each.past_due <= each.minimum_due <= max(0, each.new_balance)
        previous = each.new_balance


@settings(max_examples=60, deadline=None)
@given(state=STATES, tier=st.sampled_from("ABCD"), cycle=st.sampled_from([5, 12, 19, 26]), steps=STEPS)
def test_a_line_stays_whole_and_its_statements_chain(state: str, tier: str, cycle: int, steps: Sequence[Step]):
    book = Book(START)
    line = book.open_line(200_000, tier, cycle, state, promo=cycle == 5)
    for step in steps:
        act(book, line, True, step)
        check(book, line)
        taken = sum(draw.cents for draw in book.draws(line) if draw.status == "pending")
        assert book.available(line) + taken <= 200_000
    check_statements(book, line)


@settings(max_examples=40, deadline=None)
@given(state=STATES, principal=st.integers(100_000, 300_000), term=st.integers(12, 24), steps=STEPS)
def test_a_loan_stays_whole(state: str, principal: int, term: int, steps: Sequence[Step]):
    book = Book(START)
    loan = book.open_loan(principal, 1999, term, state)
    for step in steps:
        act(book, loan, False, step)
        check(book, loan)


@settings(max_examples=40, deadline=None)
@given(
    product=st.sampled_from(["line", "loan"]),
    paid=st.lists(st.tuples(st.integers(1, 120), st.integers(100, 60_000), st.integers(0, 40)), max_size=6),
)
def test_payments_entered_late_give_what_they_give_on_time(product: str, paid: Sequence[tuple[int, int, int]]):
    ends: list[object] = []
    for late in (False, True):
        book = Book(START)
        account = book.open_line(200_000, "C", 12) if product == "line" else book.open_loan(100_000, 1999, 12)
        if product == "line":
            book.draw(account, moment(START, 600), 150_000)
        known = sorted((on + (delay if late else 0), on, cents) for on, cents, delay in paid)
        while book.today < START + timedelta(180):
            for entered, on, cents in known:
                if START + timedelta(entered) == book.today:
                    book.pay(account, moment(START + timedelta(on), 600), cents, "mail")
            book.close_day()
        statements = book.statements(account) if product == "line" else []
        ends.append((statements, book.balances(account), book.fees(account), book.past_due(account)))
    assert ends[0] == ends[1]
