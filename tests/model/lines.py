"""The life of a Cash Line, day by day from its facts alone, as if each had been known on its own date."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.model import calendars, formulas
from tests.model.records import Due, Fee, Ledger, Line, Payment, spread


@dataclass(frozen=True)
class Statement:
    """Cents. previous + draws + fees + interest - payments - waivers = new balance (negative: credit)."""

    close: date
    due: date
    previous: int
    payments: int
    draws: int
    fees: int
    waivers: int
    interest: int
    new_balance: int
    past_due: int
    minimum_due: int


@dataclass
class Watch:
    """A statement's minimum payment until its fee day."""

    statement: Statement
    late_fees: int
    """Late fees within the minimum: missing these alone is not late. Source: 16 CFR 444.4."""
    received: int = 0
    missed: bool = False


class LineReplay:
    """State at the start of the business date `today`, with what happened on it so far."""

    def __init__(self, line: Line, today: date) -> None:
        self.line, self.today = line, today
        self._receipts, self._returns = line.receipts(), line.returns()
        self.ledger = Ledger()
        self.statements: list[Statement] = []
        self.dues: list[Due] = []
        self.fees: list[Fee] = []
        self._standard = formulas.of_bps(formulas.version(formulas.LINE_APR_BPS, line.opened_on)[line.tier])
        self.ledger.rates["standard"] = self._standard
        self._promo_ends: dict[str, date] = {}
        self._sums: defaultdict[str, int] = defaultdict(int)
        self._watched: list[Watch] = []
        self._next_close = calendars.next_close(line.opened_on, line.cycle_day)
        self._cycle: defaultdict[str, int] = defaultdict(int)
        day = line.opened_on
        while day <= today:
            self._begin(day)
            if day < today:
                self._end(day)
            day += timedelta(1)

    def oldest_unpaid(self) -> date | None:
        """90% of what a due date asks for counts as full here."""
        unpaid = (due.on for due in self.dues if not formulas.counts_as_full(due.received, due.cents))
        return next(unpaid, None)

    def past_due(self, day: date) -> int:
        return sum(due.cents - due.received for due in self.dues if due.on < day)

    def amount_due(self) -> int:
        return sum(due.cents - due.received for due in self.dues)

    def _begin(self, day: date) -> None:
        ledger = self.ledger
        for name, ends in self._promo_ends.items():
            if ends == day:
                ledger.move(day, "promotion ends", "principal:standard", f"principal:{name}", ledger.principal[name])
        for payment in self._returns.get(day, ()):
            self._returned(day, payment)
        for fee in [fee for fee in self.fees if fee.waived_on == day]:
            self._waive(day, fee)
        for draw in self.line.draws:
            if draw.status == "settled" and draw.arrives == day:
                bucket = self._bucket(day, draw.promo)
                self._cycle["draws"] += draw.cents
                ledger.owe(day, "draw", f"principal:{bucket}", "bank", draw.cents)
        for payment in self._receipts.get(day, ()):
            self._receive(day, payment)

    def _end(self, day: date) -> None:
        for watch in self._watched:
            if formulas.line_fee_day(watch.statement.due, self.line.state) == day:
                self._judge(day, watch)
        for name, cents in self.ledger.principal.items():
            self._sums[name] += cents
        if day == self._next_close:
            self._close(day)

    def _bucket(self, day: date, promo: bool) -> str:
        if promo:
            ends = calendars.add_months(day, formulas.PROMO_MONTHS)
            name, rate = f"promo to {ends}", formulas.of_bps(formulas.PROMO_APR_BPS)
            self._promo_ends[name] = ends
        elif self.line.notice_on and day >= self.line.notice_on + timedelta(45):
            name, rate = "changed", formulas.of_bps(formulas.version(formulas.LINE_APR_BPS, day)[self.line.tier])
        else:
            name, rate = "standard", self._standard
        self.ledger.rates[name] = rate
        return name

    def _receive(self, day: date, payment: Payment) -> None:
        if payment.status == "posted":
            minimum = sum(due.cents - due.posted for due in self.dues)
            self._cycle["payments"] += payment.cents
            self.ledger.use(day, "payment", "bank", payment.cents, minimum)
        spread(self.dues, payment.cents, day, payment.status == "posted")
        for watch in self._watched:
            watch.received += payment.cents

    def _charge(self, fee: Fee) -> None:
        if fee.cents:
            self.fees.append(fee)
            self._cycle["fees"] += fee.cents
            self.ledger.owe(fee.on, f"{fee.kind} fee", "fees", "fee income", fee.cents)

    def _returned(self, day: date, payment: Payment) -> None:
        was_due = self.statements[-1].minimum_due if self.statements else 0
        cents = formulas.returned_fee(day, self.line.state, was_due)
        name = f"{payment.id}:returned"
        self._charge(Fee(name, "returned", day, cents, self.line.waived.get(name)))

    def _waive(self, day: date, fee: Fee) -> None:
        self._cycle["waivers"] += fee.cents
        self.ledger.waive(day, fee.cents)
        if self.statements and fee.on <= self.statements[-1].close:
            spread(self.dues, fee.cents, day, posted=True)
        for watch in self._watched:
            if fee.on <= watch.statement.close:
                watch.received += fee.cents
                watch.late_fees -= min(watch.late_fees, fee.cents if fee.kind == "late" else 0)

    def _judge(self, day: date, watch: Watch) -> None:
        """At the end of the last day of grace: a fee unless the minimum, but for late fees in it, has been received."""
        minimum = watch.statement.minimum_due
        watch.missed = watch.received + watch.late_fees < minimum
        if watch.missed:
            place = self._watched.index(watch)
            repeated = any(earlier.missed for earlier in self._watched[max(0, place - 6) : place])
            cents = formulas.line_late_fee(day, self.line.state, minimum, repeated)
            name = f"{self.line.id}:late:{watch.statement.due}"
            self._charge(Fee(name, "late", day, cents, self.line.waived.get(name)))

    def _close(self, day: date) -> None:
        ledger, cycle = self.ledger, self._cycle
        charges = {name: formulas.half_up(total * ledger.rates[name] / 365) for name, total in self._sums.items()}
        for name, cents in charges.items():
            ledger.owe(day, f"interest {name}", "interest", "interest income", cents)
        interest, balance = sum(charges.values()), ledger.owed
        began = self.statements[-1].close if self.statements else date.min
        billed = sum(fee.cents for fee in self.fees if fee.on > began and not self.line.is_waived(fee.id, day))
        past_due = max(0, min(sum(due.cents - due.received for due in self.dues), balance))
        minimum = formulas.minimum_payment(
            sum(ledger.principal.values()),
            min(interest, ledger.balance["interest"]),
            min(billed, ledger.balance["fees"]),
            past_due,
            balance,
        )
        due = day + timedelta(calendars.DUE_DAYS)
        previous = self.statements[-1].new_balance if self.statements else 0
        parts = (cycle["payments"], cycle["draws"], cycle["fees"], cycle["waivers"], interest)
        statement = Statement(day, due, previous, *parts, balance, past_due, minimum)
        late = sum(fee.cents for fee in self.fees if fee.kind == "late" and not self.line.is_waived(fee.id, day))
        self.statements.append(statement)
        self.dues.append(Due(due, day + timedelta(1), minimum - past_due))
        self._watched.append(Watch(statement, min(late, ledger.balance["fees"])))
        self._sums.clear()
        cycle.clear()
        self._next_close = calendars.next_close(day, self.line.cycle_day)

    def accrued(self) -> Fraction:
        """Interest of the running cycle up to yesterday, unrounded, in cents."""
        return sum((total * self.ledger.rates[name] / 365 for name, total in self._sums.items()), Fraction(0))
