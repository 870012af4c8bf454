"""What lines and loans have in common: payments, what is due, interest, fees, returns, charge-off."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Literal

from tests.model import calendars, formulas
from tests.model.interest import accrue
from tests.model.records import Due, Fee, FeeKey, Ledger, Payment, RateTerm, Statement

DAY = timedelta(1)


class Life(ABC):
    """An account at the start of its business date `today`, and what happened on it so far."""

    loss_days: int
    product: Literal["line", "loan"]

    def __init__(self, name: str, state: str, opened_on: date) -> None:
        self.name, self.state, self.opened_on, self.today = name, state, opened_on, opened_on
        self.status, self.bank_gone = "open", False
        self.ledger = Ledger()
        self.rates: list[RateTerm] = []
        self.dues: list[Due] = []
        self.fees: list[Fee] = []
        self.payments: dict[str, Payment] = {}
        self.statements: list[Statement] = []
        self.charged_to = opened_on
        """Interest is charged for the days before this one."""
        self.cycle: defaultdict[str, int] = defaultdict(int)
        self.refunds: dict[date, int] = {}
        """Old credit paid back unasked, by day."""

    # What people do

    def pay(self, name: str, at: datetime, cents: int, source: str, on: date | None = None) -> None:
        """A payment received at a moment, or scheduled for a later day `on`."""
        day = on or calendars.credit_date(at)
        payment = Payment(name, cents, source, at, day, calendars.posting_date(day, source))
        self.payments[name] = payment
        if on:
            payment.status = "scheduled"
        else:
            self.cover(payment, cents)

    def cancel_payment(self, name: str) -> None:
        if name in self.payments:
            self.payments[name].status = "cancelled"

    def take_back(self, name: str, code: str) -> None:
        """The bank returns a posted payment today; what it had paid is owed again as of its credit date."""
        payment = self.payments.get(name)
        if payment and payment.status == "posted":
            self._unuse(payment)
            payment.status, payment.returned_on = "returned", self.today
            for due in self.dues:
                if due.parts.pop(name, None) and not due.full:
                    due.covered_on = None
            if code in formulas.CHARGED_FOR_RETURN and self.status != "charged_off":
                cents = formulas.returned_fee(self.today, self.state, self.was_due(payment))
                self.charge_fee(FeeKey("returned", name), cents)
        self.settle_paid_off()
        self.bank_gone = self.bank_gone or code in formulas.BANK_GONE
        if code in formulas.STOPS_SCHEDULED:
            for other in self.payments.values():
                if other.status == "scheduled":
                    other.status = "cancelled"

    def waive(self, key: FeeKey) -> None:
        """What is owed of a fee is owed no more (the oldest fees are paid first); what was paid pays other debt."""
        fee = next((fee for fee in self.fees if fee.key == key and not fee.waived_on), None)
        if fee is None:
            return
        self.catch_up()
        newer = sum(each.cents for each in self.fees if each.on > fee.on and not each.waived_on)
        owed = min(max(self.ledger.balance["fees"] - newer, 0), fee.cents)
        self.ledger.move(self.today, "waiver", "waivers", "fees", owed)
        self.use(self.today, "waiver", "waivers", fee.cents - owed, 0)
        self.recovered("waiver", fee.cents)
        self.cycle["payments"] += fee.cents
        fee.waived_on = self.today
        self.settle_paid_off()

    def refund(self, cents: int) -> None:
        """Pay a credit balance back; what was none after all was paid out as principal."""
        credit = min(cents, self.ledger.credit)
        self.ledger.move(self.today, "refund", "credit", "bank", credit)
        self.ledger.move(self.today, "refund", "principal:standard", "bank", cents - credit)
        self.cycle["payments"] -= cents
        self.settle_paid_off()

    # What happens by itself

    def close_day(self, again: bool = False) -> None:
        """Scheduled payments, draws, postings, old credit, late fees, the cycle, charge-off; then it is the next day.

        again: days lived before, whose refunds of old credit were paid then.
        """
        for payment in sorted(self.payments.values(), key=lambda each: each.id):
            if payment.status == "scheduled" and payment.credited <= self.today:
                payment.status = "pending"
                self.cover(payment, payment.cents)
        self.settle()
        for payment in sorted(self.payments.values(), key=lambda each: each.place):
            if payment.status == "pending" and payment.posts <= self.today:
                self._post(payment)
        self.settle_paid_off()
        if (
            not again
            and (old := self.ledger.old_credit(calendars.add_months(self.today, -6))) > formulas.OLD_CREDIT_OVER
        ):
            self.refunds[self.today] = old
        if self.today in self.refunds:
            self.refund(self.refunds[self.today])
        if self.status not in ("charged_off", "paid_off"):
            self._late_fees()
            self.close_cycle()
        if calendars.end_of_month(self.today) == self.today:
            self._charge_off()
        self.today += DAY

    @abstractmethod
    def settle(self) -> None:
        """Settle draws whose day has come."""

    @abstractmethod
    def close_cycle(self) -> None:
        """Close the cycle that ends today, if one does."""

    # Differences between the products

    def use(self, on: date, what: str, source: str, cents: int, required: int) -> list[tuple[str, int]]:
        """Pay down what is owed; what nothing takes becomes a credit balance. Gives what went where."""
        used = self.split(cents, required, on)
        for name, part in used:
            self.ledger.move(on, what, source, name, part)
        return used

    @abstractmethod
    def split(self, cents: int, required: int, on: date) -> list[tuple[str, int]]:
        """How money that comes in is divided over what is owed: (balance, cents)."""

    @abstractmethod
    def billed(self, due: Due, credited: date) -> bool:
        """Whether a payment can count for a due."""

    @abstractmethod
    def was_due(self, payment: Payment) -> int:
        """The most that a returned-payment fee can be."""

    @abstractmethod
    def late_fee(self, due: Due, missing: int) -> int:
        """What a due that is short by `missing` costs once its grace has ended."""

    # Dues

    def cover(self, payment: Payment, cents: int) -> None:
        """Count a payment for the dues that wait, oldest first; 90% of a due covers it, and the rest is left."""
        for due in self.dues:
            if due.waits and due.missing > 0 and not due.full and self.billed(due, payment.credited):
                part = min(cents, due.missing)
                if part:
                    due.parts[payment.id] = payment.credited, part
                    cents -= part
                if due.full:
                    due.covered_on = payment.credited

    def required(self, payment: Payment) -> int:
        """The part of a payment that was due."""
        return sum(due.parts[payment.id][1] for due in self.dues if payment.id in due.parts)

    def oldest_unpaid(self) -> date | None:
        return next((due.on for due in self.dues if due.waits and due.on < self.today), None)

    def past_due(self) -> int:
        return sum(due.missing for due in self.dues if due.waits and due.on < self.today)

    @abstractmethod
    def settle_paid_off(self) -> None:
        """Only a loan is ever paid off."""

    # Interest

    def charge_interest(self, on: date, through: date) -> None:
        """Charge the days not charged yet."""
        if through >= self.charged_to:
            self._book_interest(on, accrue(self.rates, self.ledger.changes, self.charged_to, through))
            self.charged_to = through + DAY

    def correct_interest(self, on: date, since: date, used: Sequence[tuple[str, int]], sign: int) -> None:
        """Correct the interest of days charged already for principal that was paid (-1) or is owed again (1)."""
        moved = {name.removeprefix("principal:"): [(since, sign * cents)] for name, cents in used if name[0:2] == "pr"}
        self._book_interest(on, accrue(self.rates, moved, since, self.charged_to - DAY, owed=False))

    def _saved(self, payment: Payment, required: int) -> dict[tuple[str, date], int]:
        """What a payment saves on days charged already, so that it fits what the payment then is divided into."""
        real, cycle, on = self.ledger, self.cycle, payment.credited
        saved = dict[tuple[str, date], int]()
        for _ in range(5):
            self.ledger, self.cycle = deepcopy(real), deepcopy(cycle)
            self._book_interest(on, saved)
            self.use(on, "payment", "bank", payment.cents, required)
            moved = {name: self.ledger.changes[name][len(real.changes[name]) :] for name in list(real.changes)}
            self.ledger, self.cycle = real, cycle
            again = accrue(self.rates, moved, on, self.charged_to - DAY, owed=False)
            done, saved = sum(again.values()) == sum(saved.values()), again
            if done:
                break
        return saved

    def _book_interest(self, on: date, charges: Mapping[tuple[str, date], int]) -> None:
        total, ledger = sum(charges.values()), self.ledger
        self.cycle["interest"] += total
        if total >= 0:
            ledger.owe(on, "interest", "interest", "interest income", total)
            return
        part = min(-total, ledger.balance["interest"])
        ledger.move(on, "interest corrected", "interest income", "interest", part)
        bucket = next(iter(charges))[0]
        ledger.move(on, "interest corrected", "interest income", f"principal:{bucket}", -total - part)

    @abstractmethod
    def catch_up(self) -> None:
        """Charge a loan's interest up to yesterday."""

    # Payments

    def _post(self, payment: Payment) -> None:
        on, required = payment.credited, self.required(payment)
        if self.status == "charged_off":
            pass
        elif self.charged_to > on:
            self._book_interest(on, self._saved(payment, required))
        elif self.product == "loan":
            self.charge_interest(on, on - DAY)
        payment.used = self.use(on, "payment", "bank", payment.cents, required)
        self.recovered("payment", payment.cents)
        self.cycle["payments"] += payment.cents
        payment.status = "posted"

    def recovered(self, what: str, cents: int) -> None:
        """What is paid on a charged-off account is a recovery."""
        if self.status == "charged_off":
            self.ledger.move(self.today, what, "written down", "losses", cents)

    def _unuse(self, payment: Payment) -> None:
        on, ledger = payment.credited, self.ledger
        for name, cents in payment.used:
            there = min(cents, ledger.credit) if name == "credit" else cents
            ledger.move(on, "return", name, "bank", there)
            # credit that paid something since is owed from today
            ledger.move(self.today, "return", "principal:standard", "bank", cents - there)
        self.cycle["payments"] -= payment.cents
        if self.charged_to > on and self.status != "charged_off":
            self.correct_interest(self.today, on, payment.used, 1)
        if self.status == "charged_off":
            self.ledger.move(self.today, "return", "losses", "written down", payment.cents)

    # Fees

    def charge_fee(self, key: FeeKey, cents: int) -> None:
        if cents > 0:
            self.fees.append(Fee(key, self.today, cents))
            self.cycle["fees"] += cents
            self.ledger.owe(self.today, f"{key.kind} fee", "fees", "fee income", cents)

    def _late_fees(self) -> None:
        """A fee for each due that payments credited before its fee day, or before today, left short; one each."""
        charged = {fee.key for fee in self.fees}
        for due in self.dues:
            late = due.covered_on is None or due.covered_on >= self.today
            key = FeeKey("late", due.on)
            if due.fee_on <= self.today and late and not due.cancelled and key not in charged:
                missing = due.missing_before(self.today)
                if missing > due.late_fees:
                    self.charge_fee(key, self.late_fee(due, missing))

    # Charge-off

    def _charge_off(self) -> None:
        oldest = next((due.on for due in self.dues if due.waits and due.on < self.today), None)
        if self.status in ("charged_off", "paid_off") or oldest is None:
            return
        if calendars.charge_off_by(oldest, self.loss_days) <= self.today:
            self.charge_interest(self.today, self.today)
            self.ledger.move(self.today, "charge-off", "losses", "written down", self.ledger.owed)
            self.status = "charged_off"
