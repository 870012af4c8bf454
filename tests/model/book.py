"""The reference model of the account core: dated facts, and a replay of them whenever an answer is asked for.

Drive it with the commands of `Book` (below, in this order) beside the real system and compare the answers. Amounts
are int cents, rates basis points, moments aware datetimes (Eastern Time decides the date). A refused command raises
`Refused` and changes nothing; `ValueError` means the driver misused the model.

Readings: where the product terms leave a detail open, this is what the model takes them to say.

 1. History is replayed as if every fact had been known on its own date: a late posting or a return restates interest,
    minimums, late fees and statements since. `statements` are the restated ones, `issued` those first sent.
 2. Order within a day: promotions end, returned fees, waivers, draws, payments in order of receipt, late fees,
    interest, statement. A cut-off belongs to the earlier side (3:00:00 p.m. and 8:00:00 p.m. are still in time).
 3. The first cycle closes on the first cycle day after the opening day; statements come even when nothing happened.
 4. Interest and fees in the minimum payment are those charged in the cycle and still owed at its close (older ones
    are in the past due amount). Past due = what earlier minimums still miss. 1% is rounded half up.
 5. A payment is received on its credit date, posted or pending, for what is due, days past due and late fees; it
    changes balances, available credit and statements only once posted. Posting counts business days from the credit
    date.
 6. Payments fill due dates oldest first; more than what is due does not prepay a later due date. The minimum part of
    a payment is what the billed minimums still miss; excess that finds no principal pays interest, then fees.
 7. Late fee on a line: at the end of due date + 5 (10, 15) days, dated that day, when payments credited since the
    statement miss its minimum; late fees in that minimum are left out (16 CFR 444.4). 90% counts for days past due
    (and so for draws), not for late fees. Repeat: one of the six statements before was missed, waived or not.
 8. Returned fee: dated the day of the return, by the minimum of the last statement before it (none: no fee), for a
    loan by the level instalment. Draws are off on the day of the return and the 10 days after.
 9. A credit balance pays whatever is newly owed at once; available credit ignores it. A waiver takes from fees owed
    first, what was paid already becomes credit; it counts like a payment for minimums that included the fee.
10. A promotional balance moves to the standard rate on the day 6 months after its draw posted.
11. A draw asked for on a day without business counts as asked for before the next business day's cut-off. Freezing a
    line stops new draws, not pending ones. Federal holidays are observed by 5 USC 6103 (Saturday's on Friday).
12. Loans: due monthly on the opening day's number (last day of shorter months); a payment counts for instalment k
    from the day after due date k-1. Interest is rounded at each charge. The last instalment is whatever is left. The
    flat California late fee is not limited by the unpaid amount. Interest is also charged when a waiver reduces
    principal.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from tests.model import calendars, formulas
from tests.model.lines import LineReplay, Statement
from tests.model.loans import LoanReplay
from tests.model.records import Account, Draw, Fee, Line, Loan, Move, Payment, Refused, by_rate

Block = Literal["frozen", "plan", "closed"]


@dataclass(frozen=True)
class Balances:
    """Booked balances in cents; `principal` by rate in basis points, without empty ones."""

    principal: dict[int, int]
    interest: int
    fees: int
    credit: int


class Book:
    """Lines and loans on one business date, `today`; answers are as of now, with all that happened today so far."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._lines: dict[str, Line] = {}
        self._loans: dict[str, Loan] = {}
        self._draws: dict[str, Line] = {}
        self._payments: dict[str, Account] = {}
        self._issued: dict[str, list[Statement]] = {}
        self._replays: dict[str, LineReplay | LoanReplay] = {}
        self._count = 0

    # Commands

    def open_line(self, limit: int, tier: str, cycle_day: int, state: str = "FL", opened_on: date | None = None) -> str:
        name = self._name("line")
        line = Line(name, state, opened_on or self.today, limit=limit, tier=tier, cycle_day=cycle_day)
        self._lines[name], self._issued[name] = line, []
        self._issued[name] = list(self._line(name).statements)
        return name

    def open_loan(
        self,
        principal: int,
        note_bps: int,
        term: int,
        state: str = "FL",
        opened_on: date | None = None,
        origination: int = 0,
    ) -> str:
        """`origination`: the fee withheld from the amount paid out."""
        name, rate = self._name("loan"), Fraction(note_bps, 10_000)
        self._loans[name] = Loan(
            name, state, opened_on or self.today, principal=principal, rate=rate, term=term, origination=origination
        )
        return name

    def draw(self, line: str, at: datetime, cents: int, promo: bool = False) -> str:
        """Request a draw today.

        Refused: below_minimum, past_due, frozen, closed, plan, returned_payment, over_available.
        """
        self._check_today(at)
        facts = self._lines[line]
        if cents < 5000:
            raise Refused("below_minimum")
        if self.days_past_due(line):
            raise Refused("past_due")
        if facts.blocks:
            raise Refused(min(facts.blocks))
        if any(p.returned_on and (self.today - p.returned_on).days <= 10 for p in facts.payments):
            raise Refused("returned_payment")
        if cents > self.available(line):
            raise Refused("over_available")
        name = self._name("draw")
        facts.draws.append(Draw(name, cents, calendars.draw_arrival(at), calendars.draw_cutoff(at), promo))
        self._draws[name] = facts
        return name

    def cancel_draw(self, draw: str, at: datetime) -> None:
        """Refused: not_pending, too_late."""
        found = next(each for each in self._draws[draw].draws if each.id == draw)
        if found.status != "pending":
            raise Refused("not_pending")
        if at > found.cutoff:
            raise Refused("too_late")
        found.status = "cancelled"

    def pay(self, account: str, at: datetime, cents: int, source: str = "one_time", on: date | None = None) -> str:
        """A payment received at a moment (also of an earlier day: mail found late), or scheduled for a later day `on`.

        Refused: not_positive, before_opening, not_ahead.
        """
        facts = self._account(account)
        credited = calendars.credit_date(at)
        if at.astimezone(calendars.ET).date() > self.today:
            raise ValueError("A payment from the future")
        if cents <= 0:
            raise Refused("not_positive")
        if credited < facts.opened_on:
            raise Refused("before_opening")
        if on is not None and on <= self.today:
            raise Refused("not_ahead")
        day, name = on or credited, self._name("payment")
        posts = calendars.posting_date(day, source)
        status = "scheduled" if on else "pending"
        facts.payments.append(Payment(name, cents, source, day, posts, self._count, status))
        self._payments[name] = facts
        self._replays.pop(account, None)
        return name

    def cancel_payment(self, payment: str, at: datetime) -> None:
        """Refused: not_scheduled, too_late."""
        facts, found = self._payment(payment)
        if found.status != "scheduled":
            raise Refused("not_scheduled")
        if at > calendars.cancel_payment_until(found.credited):
            raise Refused("too_late")
        found.status = "cancelled"
        self._replays.pop(facts.id, None)

    def return_payment(self, payment: str, on: date, code: str = "R01") -> None:
        """Reverse a payment as of its credit date; the fee is dated `on`, today or earlier. Refused: not_returnable."""
        facts, found = self._payment(payment)
        if not found.counts:
            raise Refused("not_returnable")
        if not facts.opened_on <= on <= self.today:
            raise ValueError("A return outside the account's life")
        found.status, found.returned_on, found.code = "returned", on, code
        self._replays.pop(facts.id, None)

    def waive(self, fee: str) -> None:
        """Waive a fee today. Refused: waived_already, no_fee."""
        for facts in self._lines | self._loans:
            known = next((each for each in self.fees(facts) if each.id == fee), None)
            if known and known.waived_on:
                raise Refused("waived_already")
            if known:
                self._account(facts).waived[fee] = self.today
                self._replays.pop(facts, None)
                return
        raise Refused("no_fee")

    def block(self, line: str, kind: Block, on: bool = True) -> None:
        """Stop draws (frozen, plan, closed), or allow them again."""
        (self._lines[line].blocks.add if on else self._lines[line].blocks.discard)(kind)

    def change_limit(self, line: str, cents: int) -> None:
        self._lines[line].limit = cents

    def notify_change_in_terms(self, line: str) -> None:
        """Sent today: draws posting 45 days later have the tier's newer rate."""
        self._lines[line].notice_on = self.today
        self._replays.pop(line, None)

    def close_day(self) -> None:
        """Settle draws, release scheduled payments, post payments, assess late fees, close cycles; then a day on."""
        for line in self._lines.values():
            for draw in line.draws:
                if draw.status == "pending" and draw.arrives <= self.today:
                    draw.status = "settled"
        for facts in [*self._lines.values(), *self._loans.values()]:
            for payment in facts.payments:
                if payment.status == "scheduled" and payment.credited <= self.today:
                    self._count += 1
                    payment.status, payment.rank = "pending", self._count
                if payment.status == "pending" and payment.posts <= self.today:
                    payment.status = "posted"
        closed, self.today = self.today, self.today + timedelta(1)
        self._replays.clear()
        for name, issued in self._issued.items():
            issued.extend(each for each in self._line(name).statements if each.close == closed)

    # Answers

    def balances(self, account: str) -> Balances:
        ledger = self._replay(account).ledger
        return Balances(by_rate(ledger), ledger.balance["interest"], ledger.balance["fees"], ledger.credit)

    def available(self, line: str) -> int:
        pending = sum(draw.cents for draw in self._lines[line].draws if draw.status == "pending")
        return max(0, self._lines[line].limit - sum(self._line(line).ledger.principal.values()) - pending)

    def statements(self, line: str) -> list[Statement]:
        """As they would have been, had everything known now been known then."""
        return list(self._line(line).statements)

    def issued(self, line: str) -> list[Statement]:
        """As they were when their cycle closed."""
        return list(self._issued[line])

    def fees(self, account: str) -> list[Fee]:
        return list(self._replay(account).fees)

    def amount_due(self, account: str) -> int:
        """Billed minimums (of a loan: instalments up to the running one) less what was received for them."""
        return self._replay(account).amount_due()

    def past_due(self, account: str) -> int:
        return self._replay(account).past_due(self.today)

    def days_past_due(self, account: str) -> int:
        return calendars.days_past_due(self._replay(account).oldest_unpaid(), self.today)

    def payoff(self, loan: str, on: date) -> int:
        """Total that pays a loan off with credit date `on`, today or up to 30 days later."""
        if not 0 <= (on - self.today).days <= 30:
            raise Refused("out_of_range")
        return LoanReplay(self._loans[loan], self.today).payoff(on)

    def accrued(self, line: str) -> int:
        """Interest of the running cycle up to yesterday, not yet charged, rounded half up."""
        return formulas.half_up(self._line(line).accrued())

    def payments(self, account: str) -> list[Payment]:
        return list(self._account(account).payments)

    def draws(self, line: str) -> list[Draw]:
        return list(self._lines[line].draws)

    def journal(self, account: str) -> list[Move]:
        return list(self._replay(account).ledger.moves)

    def trial_balance(self) -> int:
        """Debits less credits over all accounts' journals and balances; always zero."""
        ledgers = [self._replay(name).ledger for name in self._lines | self._loans]
        return sum(sum(ledger.balance.values()) for ledger in ledgers)

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count}"

    def _account(self, name: str) -> Account:
        return self._lines[name] if name in self._lines else self._loans[name]

    def _payment(self, name: str) -> tuple[Account, Payment]:
        facts = self._payments[name]
        return facts, next(payment for payment in facts.payments if payment.id == name)

    def _line(self, name: str) -> LineReplay:
        replay = self._replays.get(name)
        if not isinstance(replay, LineReplay):
            replay = self._replays[name] = LineReplay(self._lines[name], self.today)
        return replay

    def _replay(self, name: str) -> LineReplay | LoanReplay:
        if name in self._lines:
            return self._line(name)
        if name not in self._replays:
            self._replays[name] = LoanReplay(self._loans[name], self.today)
        return self._replays[name]

    def _check_today(self, at: datetime) -> None:
        if at.astimezone(calendars.ET).date() != self.today:
            raise ValueError("A draw is requested on the business date")
