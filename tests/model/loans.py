"""The life of an instalment loan, day by day from its facts alone, as if each had been known on its own date."""

from datetime import date, timedelta

from tests.model import calendars, formulas
from tests.model.records import Due, Fee, Ledger, Loan, Payment, spread


class LoanReplay:
    """State at the start of the business date `today`, with what happened on it so far."""

    def __init__(self, loan: Loan, today: date) -> None:
        self.loan, self.today = loan, today
        self._receipts, self._returns = loan.receipts(), loan.returns()
        self.instalment = formulas.level_payment(loan.principal, loan.rate, loan.term)
        self.ledger = Ledger()
        self.ledger.rates["note"] = loan.rate
        self.fees: list[Fee] = []
        self.dues = self._schedule()
        self._charged_to = loan.opened_on
        """Interest is charged for the days before this one."""
        self._pending = 0
        self.ledger.move(loan.opened_on, "origination fee", "principal:note", "origination fees", loan.origination)
        self.ledger.move(loan.opened_on, "pay-out", "principal:note", "bank", loan.principal - loan.origination)
        day = loan.opened_on
        while day <= today:
            self._begin(day)
            if day < today:
                self._assess(day)
            day += timedelta(1)

    def payoff(self, on: date) -> int:
        """What pays the loan off with credit date `on`, pending payments not deducted."""
        principal, days = self.ledger.principal["note"], (on - self._charged_to).days
        booked = self.ledger.balance
        return formulas.payoff(principal, self.loan.rate, days, booked["interest"], booked["fees"], self.ledger.credit)

    def unpaid(self, due: Due, day: date) -> int:
        """What a due date still misses; never more than pays the loan off, and exactly that once the last has come."""
        owed = max(0, self.payoff(day) - self._pending)
        return owed if due.last and day >= due.on else min(max(0, due.cents - due.received), owed)

    def oldest_unpaid(self) -> date | None:
        """90% of what a due date asks for counts as full here."""
        for due in self.dues:
            missing = self.unpaid(due, self.today)
            asked = due.received + missing if due.last else due.cents
            if due.on < self.today and missing and not formulas.counts_as_full(asked - missing, asked):
                return due.on
        return None

    def past_due(self, day: date) -> int:
        return self._due(day - timedelta(1), day)

    def amount_due(self) -> int:
        """Past due, and the instalment of the running period."""
        return self._due(next((due.on for due in self.dues if due.on >= self.today), self.today), self.today)

    def _due(self, until: date, day: date) -> int:
        owed = max(0, self.payoff(day) - self._pending)
        return min(owed, sum(self.unpaid(due, day) for due in self.dues if due.on <= until))

    def _schedule(self) -> list[Due]:
        loan = self.loan
        rows = formulas.amortise(loan.principal, loan.rate, loan.term)
        opens, dues = loan.opened_on, list[Due]()
        for number, (interest, principal) in enumerate(rows, 1):
            on = calendars.add_months(loan.opened_on, number)
            dues.append(Due(on, opens, interest + principal, last=number == loan.term))
            opens = on + timedelta(1)
        return dues

    def _begin(self, day: date) -> None:
        for payment in self._returns.get(day, ()):
            name, cents = f"{payment.id}:returned", formulas.returned_fee(day, self.loan.state, self.instalment)
            self._charge(Fee(name, "returned", day, cents, self.loan.waived.get(name)))
        for fee in self.fees:
            if fee.waived_on == day:
                if fee.cents > self.ledger.balance["fees"]:
                    self._charge_interest(day)
                self.ledger.waive(day, fee.cents)
        for payment in self._receipts.get(day, ()):
            self._receive(day, payment)

    def _receive(self, day: date, payment: Payment) -> None:
        if payment.status == "posted":
            self._charge_interest(day)
            owed = self.ledger.balance
            self.ledger.use(day, "payment", "bank", payment.cents, owed["interest"] + owed["fees"])
        else:
            self._pending += payment.cents
        spread(self.dues, payment.cents, day, payment.status == "posted")

    def _charge_interest(self, day: date) -> None:
        cents = formulas.interest([self.ledger.principal["note"]] * (day - self._charged_to).days, self.loan.rate)
        self.ledger.owe(day, "interest", "interest", "interest income", cents)
        self._charged_to = day

    def _charge(self, fee: Fee) -> None:
        if fee.cents:
            self.fees.append(fee)
            self.ledger.owe(fee.on, f"{fee.kind} fee", "fees", "fee income", fee.cents)

    def _assess(self, day: date) -> None:
        """At the end of the last day of grace: a fee on what the instalment misses."""
        for due in self.dues:
            if formulas.loan_fee_day(due.on, self.loan.state) == day:
                name = f"{self.loan.id}:late:{due.on}"
                cents = formulas.loan_late_fee(day, self.loan.state, self.unpaid(due, day))
                self._charge(Fee(name, "late", day, cents, self.loan.waived.get(name)))
