"""A state machine drives the account core and the reference book side by side: every figure after every step."""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import ClassVar

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from stack import postgres
from tests.conftest import Database
from tests.faults.report import full, record
from tests.faults.sides import Sides
from tests.model import calendars
from tests.model.records import FeeKey

STEPS = 100
EXAMPLES = 185 if full() else 5
STARTS = (date(2025, 5, 20), date(2025, 9, 3), date(2025, 12, 1))
"""Before, among and after the changes of prices, fees and cut-offs."""
CENTS = st.one_of(st.integers(1, 9_000), st.integers(9_000, 60_000), st.sampled_from([3500, 5000, 60_000, 300_000]))
MINUTES = st.one_of(st.integers(8 * 60, 20 * 60), st.integers(20 * 60, 24 * 60 - 1))
ANY = st.integers(0, 999)
SOURCES = st.sampled_from(["one_time", "phone", "mail"])
CYCLE_DAYS = (5, 12, 19, 26)


class LedgerMachine(RuleBasedStateMachine):
    connection: psycopg.Connection
    counted: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.sides: Sides | None = None

    @property
    def both(self) -> Sides:
        assert self.sides is not None
        return self.sides

    def account(self, number: int) -> str:
        names = list(self.both.accounts)
        return names[number % len(names)]

    def line(self, number: int) -> str:
        return self.both.lines[number % len(self.both.lines)]

    def payments(self, *status: str) -> list[tuple[str, str]]:
        """(account, payment) of these statuses."""
        return [
            (account, each.id)
            for account in self.both.accounts
            for each in self.both.book.payments(account)
            if each.status in status
        ]

    def step(self, name: str) -> None:
        self.counted[name] += 1
        self.counted["steps"] += 1

    @initialize(start=st.sampled_from(STARTS), tier=st.sampled_from("ABCD"), promo=st.booleans())
    def begin(self, start: date, tier: str, promo: bool) -> None:
        self.sides = Sides(self.connection, start)
        self.both.open("cash_line", tier, "OH", 200_000, 12, int(promo))
        self.both.open("instalment_loan", tier, "OH", 300_000, 10, 12)

    @precondition(lambda self: len(self.both.accounts) < 7)
    @rule(
        line=st.booleans(),
        tier=st.sampled_from("ABCD"),
        state=st.sampled_from(["FL", "CA", "NY", "TX", "OH", "MA"]),
        cents=st.integers(100_000, 400_000),
        day=st.integers(1, 28),
        more=st.integers(12, 36),
    )
    def open(self, line: bool, tier: str, state: str, cents: int, day: int, more: int) -> None:
        if line:
            state, day = ("OH" if state == "MA" else state), CYCLE_DAYS[day % 4]
        self.both.open("cash_line" if line else "instalment_loan", tier, state, cents, day, more)
        self.step("opened")

    @rule(number=ANY, minute=MINUTES, percent=st.one_of(st.integers(5, 100), st.just(101)))
    def draw(self, number: int, minute: int, percent: int) -> None:
        line = self.line(number)
        cents = max(self.both.book.available(line) * percent // 100, 4_999 + percent % 2)
        self.step("draw" if self.both.draw(line, minute, cents) else "draw refused")

    @rule(number=ANY, minute=MINUTES, void=st.booleans())
    def end_draw(self, number: int, minute: int, void: bool) -> None:
        draws = [(line, each) for line in self.both.lines for each in self.both.book.draws(line)]
        waiting = [(line, each) for line, each in draws if each.status == "pending"] or draws
        if waiting:
            line, draw = waiting[number % len(waiting)]
            self.step("draw ended" if self.both.end_draw(line, draw.id, minute, void) else "draw not ended")

    @rule(number=ANY, minute=MINUTES, cents=CENTS, source=SOURCES)
    def pay(self, number: int, minute: int, cents: int, source: str) -> None:
        done = self.both.pay(self.account(number), minute, cents, source)
        self.step(f"{source} payment" if done else "payment refused")

    @rule(number=ANY, minute=MINUTES, percent=st.sampled_from([40, 89, 90, 91, 100, 100, 100, 130]), source=SOURCES)
    def pay_what_is_due(self, number: int, minute: int, percent: int, source: str) -> None:
        names = [name for name in self.both.accounts if self.both.book.amount_due(name)]
        if names:
            account = names[number % len(names)]
            cents = max(self.both.book.amount_due(account) * percent // 100, 1)
            done = self.both.pay(account, minute, cents, source)
            self.step("due paid" if done else "payment refused")

    @rule(number=ANY, minute=MINUTES, more=st.sampled_from([0, 0, 4000]))
    def pay_all(self, number: int, minute: int, more: int) -> None:
        account = self.account(number)
        held = self.both.book.balances(account)
        owed = sum(held.principal.values()) + held.interest + held.fees - held.credit
        cents = owed + self.both.book.accrued(account) + (more if account.startswith("CL") else 0)
        if cents > 0:
            self.step("all paid" if self.both.pay(account, minute, cents, "phone") else "payment refused")

    @rule(number=ANY, minute=MINUTES, cents=CENTS, days=st.integers(1, 20), cancel=st.booleans())
    def schedule(self, number: int, minute: int, cents: int, days: int, cancel: bool) -> None:
        held = [
            (account, each)
            for account in self.both.accounts
            for each in self.both.book.payments(account)
            if each.status == "scheduled"
        ]
        if cancel and held:
            account, payment = held[number % len(held)]
            done = self.both.cancel_payment(account, payment.id, minute)
            self.step("schedule cancelled" if done else "schedule not cancelled")
        else:
            day = calendars.business_day_from(self.both.today + timedelta(days))
            done = self.both.pay(self.account(number), minute, cents, "one_time", (day - self.both.today).days)
            self.step("scheduled" if done else "schedule refused")

    @rule(number=ANY, minute=MINUTES, cents=CENTS, days=st.integers(1, 45), late=st.booleans())
    def correct_history(self, number: int, minute: int, cents: int, days: int, late: bool) -> None:
        """Mail found late, or a payment that never was."""
        account = self.account(number)
        days = min(days, (self.both.today - self.both.opened[account]).days)
        found = self.payments("pending", "posted")
        if late and days:
            self.step("late mail" if self.both.pay(account, minute, cents, "mail", -days) else "mail refused")
        elif found:
            self.both.never_was(*found[number % len(found)])
            self.step("payment reversed")

    @rule(number=ANY, code=st.sampled_from(["R01", "R01", "R08", "R09", "R10", "R11", "R07", "R02"]))
    def return_payment(self, number: int, code: str) -> None:
        if found := self.payments("posted") or self.payments("pending"):
            done = self.both.return_payment(*found[number % len(found)], code)
            self.step("payment returned" if done else "payment not returned")

    @rule(number=ANY)
    def waive(self, number: int) -> None:
        found = list[tuple[str, FeeKey]]()
        for account in self.both.accounts:
            days = Counter(fee.on for fee in self.both.book.fees(account))
            fees = self.both.book.fees(account)
            found += [(account, fee.key) for fee in fees if days[fee.on] == 1 and not fee.waived_on]
        if found:
            self.step("fee waived" if self.both.waive(*found[number % len(found)]) else "waiver refused")

    @rule(number=ANY, what=st.sampled_from(["refund", "limit", "freeze", "unfreeze", "unfreeze"]))
    def serve(self, number: int, what: str) -> None:
        line = self.line(number)
        if what == "refund":
            owing = [name for name in self.both.accounts if self.both.book.balances(name).credit]
            self.both.refund(owing[number % len(owing)] if owing else line)
        elif what == "limit":
            self.both.change_limit(line, 50_000 + number * 300)
        else:
            self.both.freeze(line, what == "freeze")
        self.step(what)

    @rule(days=st.integers(1, 4))
    def close(self, days: int) -> None:
        self.both.close(days)
        self.step("days closed")

    @rule(days=st.integers(8, 16))
    def close_many(self, days: int) -> None:
        self.both.close(days)
        self.step("days closed")

    @invariant()
    def same(self) -> None:
        if self.sides is not None:
            self.both.compare()

    def teardown(self) -> None:
        if self.sides is not None:
            self.counted.update(self.sides.found())
        self.connection.rollback()


@pytest.fixture(scope="module")
def books(clone_database: Callable[[str], Database]) -> Database:
    return clone_database(postgres.ACCOUNTS_DATABASE)


@pytest.mark.timeout(1500)
def test_the_core_and_the_reference_book_agree_after_every_step(books: Database):
    with psycopg.connect(books.url("accounts_ops")) as connection:
        LedgerMachine.connection = connection
        run_state_machine_as_test(
            LedgerMachine,
            settings=settings(
                max_examples=EXAMPLES,
                report_multiple_bugs=False,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
            ),
        )
    steps, statements = LedgerMachine.counted["steps"], LedgerMachine.counted["statements"]
    figure = f"{steps} steps, {statements} statements, 0 divergence from the reference book"
    record("ledger machine", steps, 0, figure, seed=0)
    sys.stdout.write(f"\n{figure}: {dict(LedgerMachine.counted)}\n")
    assert steps >= (10_000 if full() else 250)
