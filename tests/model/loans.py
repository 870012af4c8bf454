"""The life of an instalment loan, day by day."""

from datetime import date, timedelta
from fractions import Fraction

from tests.model import calendars, formulas
from tests.model.interest import accrue
from tests.model.life import DAY, Life
from tests.model.records import Due, Payment, RateTerm, Statement

BILL_DAYS, COUNTS_AHEAD = timedelta(20), timedelta(25)
"""A bill comes 20 days before an instalment; a payment counts for an instalment at most 25 days ahead."""


class LoanLife(Life):
    loss_days = 120
    product = "loan"

    def __init__(
        self, name: str, state: str, opened_on: date, principal: int, rate: Fraction, term: int, due_day: int, fee: int
    ) -> None:
        super().__init__(name, state, opened_on)
        self.rates.append(RateTerm("standard", opened_on, None, rate))
        days = calendars.loan_due_dates(opened_on, due_day, term)
        self.instalments = formulas.instalments(principal, rate, opened_on, days)
        for on, cents in zip(days, self.instalments, strict=True):
            self.dues.append(Due(on, cents, formulas.loan_fee_day(on, state) + DAY, cents))
        self.ledger.move(opened_on, "origination fee", "principal:standard", "origination fees", fee)
        self.ledger.move(opened_on, "pay-out", "principal:standard", "bank", principal - fee)
        self.cycle["draws"] = principal

    def split(self, cents: int, required: int, on: date) -> list[tuple[str, int]]:
        """Interest, fees, principal."""
        ledger, parts = self.ledger, list[tuple[str, int]]()
        for name in ("interest", "fees", "principal:standard"):
            part = min(cents, ledger.balance[name])
            parts.append((name, part))
            cents -= part
        return [*parts, ("credit", cents)]

    def billed(self, due: Due, credited: date) -> bool:
        return due.on <= credited + COUNTS_AHEAD

    def was_due(self, payment: Payment) -> int:
        """The instalment of the period in which the payment counted."""
        ahead = (due.cents for due in self.dues if due.on >= payment.credited)
        return next(ahead, self.dues[-1].cents)

    def late_fee(self, due: Due, missing: int) -> int:
        return min(due.fee_at_most, formulas.loan_late_fee(self.today, self.state, missing))

    def settle(self) -> None:
        """A loan has no draws."""

    def catch_up(self) -> None:
        if self.status == "open":
            self.charge_interest(self.today, self.today - DAY)

    def payoff(self, on: date) -> int:
        """What pays the loan off with credit date `on`, pending payments not deducted."""
        if self.status != "open":
            return self.ledger.owed
        accrued = accrue(self.rates, self.ledger.changes, self.charged_to, on - DAY)
        return self.ledger.owed + sum(accrued.values())

    def settle_paid_off(self) -> None:
        if self.status == "open" and self.ledger.owed <= 0:
            self.status = "paid_off"
            for due in self.dues:
                due.cancelled = due.cancelled or due.waits
        elif self.status == "paid_off" and self.ledger.owed > 0:
            self.status = "open"
            for due in self.dues:
                due.cancelled = False

    def close_cycle(self) -> None:
        """The bill for the instalment 20 days ahead."""
        due = next((due for due in self.dues if due.on == self.today + BILL_DAYS and not due.cancelled), None)
        if due is None or self.today == self.opened_on:
            return
        coming = [each.credited - DAY for each in self.payments.values() if each.status == "pending"]
        self.charge_interest(self.today, min([self.today, *coming]))
        cycle, owed = self.cycle, self.ledger.owed
        past_due = min(max(owed, 0), sum(each.missing for each in self.dues if each.waits and each.on <= self.today))
        minimum = past_due + (due.missing if due.waits else 0)
        previous = self.statements[-1].new_balance if self.statements else 0
        figures = (cycle["payments"], cycle["draws"], cycle["fees"], cycle["interest"])
        self.statements.append(Statement(self.today, due.on, previous, *figures, owed, past_due, minimum))
        cycle.clear()
