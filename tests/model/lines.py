"""The life of a Cash Line, day by day."""

from datetime import date, datetime, timedelta

from tests.model import calendars, formulas
from tests.model.life import DAY, Life
from tests.model.records import Draw, Due, Payment, RateTerm, Statement


class LineLife(Life):
    loss_days = 180
    product = "line"

    def __init__(
        self, name: str, state: str, opened_on: date, limit: int, tier: str, cycle_day: int, promo: bool
    ) -> None:
        super().__init__(name, state, opened_on)
        self.limit, self.cycle_day = limit, cycle_day
        self.draws: dict[str, Draw] = {}
        self.blocks: set[str] = set()
        standard = formulas.of_bps(formulas.version(formulas.LINE_APR_BPS, opened_on)[tier])
        self.rates.append(RateTerm("standard", opened_on, None, standard))
        newer = formulas.of_bps(formulas.version(formulas.LINE_APR_BPS, formulas.NEW_TERMS_ON)[tier])
        self.changes = newer != standard
        if self.changes:
            self.rates.append(RateTerm("new_terms", formulas.NEW_TERMS_ON, None, newer))
        if promo:
            ends = calendars.add_months(opened_on, formulas.PROMO_MONTHS)
            rate = formulas.of_bps(formulas.PROMO_APR_BPS)
            self.rates.append(RateTerm("promotional", opened_on, ends - DAY, rate))
            self.rates.append(RateTerm("promotional", ends, None, standard))
            self.promo_ends = ends
        else:
            self.promo_ends = opened_on

    def draw(self, name: str, at: datetime, cents: int) -> None:
        arrives = calendars.draw_arrival(at)
        self.draws[name] = Draw(name, cents, at, arrives, calendars.draw_cutoff(at), self._bucket(arrives))

    def _bucket(self, arrives: date) -> str:
        """Promotional while that lasts; else at the price in force on the day of the request."""
        if arrives < self.promo_ends:
            return "promotional"
        return "new_terms" if self.changes and self.today >= formulas.NEW_TERMS_ON else "standard"

    def cancel_draw(self, name: str) -> None:
        self.draws[name].status = "cancelled"

    def block(self, kind: str, on: bool) -> None:
        (self.blocks.add if on else self.blocks.discard)(kind)

    def set_limit(self, cents: int) -> None:
        self.limit = cents

    @property
    def pending_draws(self) -> int:
        return sum(draw.cents for draw in self.draws.values() if draw.status == "pending")

    @property
    def available(self) -> int:
        return max(0, self.limit - sum(self.ledger.principal.values()) - self.pending_draws)

    def settle_paid_off(self) -> None:
        """Only a loan is ever paid off."""

    def catch_up(self) -> None:
        """A line's interest waits for the end of its cycle."""

    def settle(self) -> None:
        for draw in sorted(self.draws.values(), key=lambda each: (each.at, each.id)):
            if draw.status == "pending" and draw.arrives <= self.today:
                draw.status = "settled"
                self.cycle["draws"] += draw.cents
                self.ledger.owe(self.today, "draw", f"principal:{draw.bucket}", "bank", draw.cents)

    def rate(self, bucket: str, on: date) -> int:
        """Basis points."""
        terms = (term for term in self.rates if term.bucket == bucket and term.start <= on <= (term.end or on))
        return int(next(terms).rate * 10_000)

    def split(self, cents: int, required: int, on: date) -> list[tuple[str, int]]:
        ledger = self.ledger
        buckets = {
            name: (formulas.of_bps(self.rate(name, on)), cents) for name, cents in ledger.principal.items() if cents > 0
        }
        used = formulas.allocate(cents, required, ledger.balance["interest"], ledger.balance["fees"], buckets)
        parts = [("interest", used.interest), ("fees", used.fees)]
        parts += [(f"principal:{name}", part) for name, part in used.principal.items()]
        return [*parts, ("credit", used.credit)]

    def billed(self, due: Due, credited: date) -> bool:
        return True

    def was_due(self, payment: Payment) -> int:
        """The minimum payment due before the return."""
        return self.statements[-1].minimum_due if self.statements else 0

    def late_fee(self, due: Due, missing: int) -> int:
        """Repeated where one of the six due dates before had a late payment, its fee waived or not."""
        place = self.dues_asked.index(due.on)
        before = self.dues_asked[max(0, place - 6) : place]
        repeated = any(fee.key.kind == "late" and fee.key.about in before for fee in self.fees)
        return formulas.line_late_fee(self.today, self.state, due.fee_at_most, repeated)

    @property
    def dues_asked(self) -> list[date]:
        """The due dates of all statements, also of those that asked for nothing."""
        return [statement.due for statement in self.statements]

    def close_cycle(self) -> None:
        """The cycle day closes a cycle, from the day after the opening on."""
        if self.today.day != self.cycle_day or self.today == self.opened_on:
            return
        began = self.statements[-1].close + DAY if self.statements else self.opened_on
        self.charge_interest(self.today, self.today)
        ledger, cycle = self.ledger, self.cycle
        owed = max(ledger.owed, 0)
        past_due = min(owed, sum(due.missing for due in self.dues if due.waits and due.on <= self.today))
        interest = min(max(cycle["interest"], 0), ledger.balance["interest"])
        fees = min(max(cycle["fees"], 0), ledger.balance["fees"])
        minimum = formulas.minimum_payment(sum(ledger.principal.values()), interest, fees, past_due, owed)
        previous = self.statements[-1].new_balance if self.statements else 0
        due = self.today + timedelta(calendars.DUE_DAYS)
        figures = (cycle["payments"], cycle["draws"], cycle["fees"], cycle["interest"])
        self.statements.append(Statement(self.today, due, previous, *figures, ledger.owed, past_due, minimum))
        cycle.clear()
        if minimum > past_due:
            late = sum(fee.cents for fee in self.fees if fee.key.kind == "late" and fee.on >= began)
            waived = sum(fee.cents for fee in self.fees if fee.key.kind == "late" and fee.on >= began and fee.waived_on)
            fee_on = formulas.line_fee_day(due, self.state) + DAY
            self.dues.append(Due(due, minimum - past_due, fee_on, minimum, late - waived))
            self._cover_new()

    def _cover_new(self) -> None:
        """What was submitted after 8:00 p.m. today counts tomorrow, hence for the new due date."""
        for payment in sorted(self.payments.values(), key=lambda each: each.place):
            if payment.status == "pending" and payment.credited > self.today:
                self.cover(payment, payment.cents - self.required(payment))
