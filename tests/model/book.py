"""The reference model of the account core: accounts that live through dated facts.

Drive it with the commands of `Book` (below, in this order) beside the real system and compare the answers. Amounts
are int cents, rates basis points, moments aware datetimes (Eastern Time decides the date). A refused command raises
`Refused` and changes nothing; `ValueError` means the driver misused the model.

Readings: where the product terms leave a detail open, this is what the model takes them to say.

 1. What is known late (a payment received earlier, or one that never was) makes the account live its days again, as
    if it had been known on its day; statements are restated by that alone.
 2. A payment counts for what is due, days past due and late fees from its credit date; it changes balances and
    statements on the day it posts, as of its credit date: days charged already are corrected by what it saves, and it
    is divided over what then is owed. Posting counts business days from the credit date. Days on which that leaves a
    bucket below zero (the draw it paid posted later) bear no interest.
 3. A return is an event of its own day. It takes the payment's own parts back as of the credit date and charges the
    days already charged; dues it had covered are unpaid from then on (late fee at the next close, where the grace is
    over); statements sent stay. Credit that had paid something since is owed as principal from the day of the return.
 4. Order at the close of a day: scheduled payments, draws, payments in order of credit date and moment, late fees,
    interest and statement, charge-off. A cut-off belongs to the earlier side (3:00:00 p.m. is still in time).
 5. The first cycle closes on the first cycle day after the opening day; statements come even when nothing happened.
 6. Interest and fees in the minimum payment are those charged in the cycle and still owed at its close (older ones
    are in the past due amount). Past due is what uncovered due dates still miss. 1% is rounded half up.
 7. Payments fill due dates oldest first; more than what is due does not prepay a later one. 90% covers a due date:
    it is not past due and costs no late fee; the rest is owed, not due. The minimum part of a payment is what it
    filled; excess that finds no principal pays interest, then fees.
 8. Late fee: at the close of the day after the grace days, for what payments credited within them left short. A line's
    is at most the statement's minimum payment; late fees charged in that cycle are left out of what is short (16 CFR
    444.4); repeated where one of the six statements before had one, waived or not.
 9. Returned fee: dated the day of the return, at most the minimum of the last statement (none: no fee), of a loan the
    instalment of the period. Draws are off on the day of the return and the 9 days after: ten days in all.
10. A credit balance pays what is charged or drawn next; available credit ignores it. Over $1 for six months it is paid
    back at the close of the day, a fact that no later knowledge undoes. A waiver takes from the fee what
    is still owed of it, the oldest fees being paid first; what was paid of it pays other debt like an extra payment.
11. A promotional line has the promotional rate on draws that post within 6 months of its opening, until they end.
    Lines of before July 2025 were told then: draws asked for 45 days later have the newer price, older ones do not.
12. A draw asked for on a day without business counts as asked for before the next business day's cut-off. Freezing a
    line stops new draws, not pending ones. Federal holidays are observed by 5 USC 6103 (Saturday's on Friday).
13. Loans: due monthly on the due day, the first one 20 days or more after the opening, billed 20 days ahead with the
    interest charged, but for days from the credit date of a payment that has not posted; a payment counts for
    instalments at most 25 days ahead, what is more is extra. The level payment follows from equal months,
    the last instalment from the days. The flat fee of California is at most the instalment.
14. Charged off: no fees, interest and statements any more; payments are recoveries, divided as before.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tests.model import calendars, formulas
from tests.model.interest import accrue
from tests.model.life import DAY
from tests.model.lines import LineLife
from tests.model.loans import LoanLife
from tests.model.records import Draw, Fee, FeeKey, Move, Payment, Refused, Statement
from tests.model.told import Told, as_line

Block = Literal["frozen", "plan", "closed"]
RETURN_BLOCK_DAYS = 10


@dataclass(frozen=True)
class Balances:
    """Booked balances in cents; `principal` by rate bucket, without empty ones."""

    principal: dict[str, int]
    interest: int
    fees: int
    credit: int


class Book(Told):
    """Lines and loans on one business date, `today`; answers are as of now, with all that happened today so far."""

    def __init__(self, today: date) -> None:
        super().__init__(today)
        self._homes: dict[str, str] = {}

    # Commands

    def open_line(
        self, limit: int, tier: str, cycle_day: int, state: str = "FL", promo: bool = False, name: str | None = None
    ) -> str:
        name = name or self._name("line")
        return self._open(LineLife(name, state, self.today, limit, tier, cycle_day, promo))

    def open_loan(
        self,
        principal: int,
        note_bps: int,
        term: int,
        state: str = "FL",
        due_day: int | None = None,
        origination: int = 0,
        name: str | None = None,
    ) -> str:
        """`origination`: the fee withheld from the amount paid out. Due on the day of the opening unless told."""
        name, rate, due_day = name or self._name("loan"), formulas.of_bps(note_bps), due_day or self.today.day
        return self._open(LoanLife(name, state, self.today, principal, rate, term, due_day, origination))

    def draw(self, line: str, at: datetime, cents: int, name: str | None = None) -> str:
        """Request a draw today.

        Refused: below_minimum, past_due, frozen, closed, plan, charged_off, returned_payment, bank_gone,
        over_available.
        """
        self._check_today(at)
        life = self._line(line)
        if cents < 5000:
            raise Refused("below_minimum")
        if life.oldest_unpaid():
            raise Refused("past_due")
        if life.blocks or life.status != "open":
            raise Refused(min(life.blocks, default=life.status))
        if any(p.returned_on and (self.today - p.returned_on).days < RETURN_BLOCK_DAYS for p in life.payments.values()):
            raise Refused("returned_payment")
        if life.bank_gone:
            raise Refused("bank_gone")
        if cents > life.available:
            raise Refused("over_available")
        name = name or self._name("draw")
        self._tell(line, self.today, name, lambda life: as_line(life).draw(name, at, cents))
        self._homes[name] = line
        return name

    def cancel_draw(self, draw: str, at: datetime) -> None:
        """Refused: not_pending, too_late."""
        line = self._homes[draw]
        found = self._line(line).draws[draw]
        if found.status != "pending":
            raise Refused("not_pending")
        if at > found.cutoff:
            raise Refused("too_late")
        self.void_draw(draw)

    def void_draw(self, draw: str) -> None:
        """A draw that the bank rejects today, cut-off or not. Refused: not_pending."""
        line = self._homes[draw]
        if self._line(line).draws[draw].status != "pending":
            raise Refused("not_pending")
        self._tell(line, self.today, draw, lambda life: as_line(life).cancel_draw(draw))

    def pay(
        self,
        account: str,
        at: datetime,
        cents: int,
        source: str = "one_time",
        on: date | None = None,
        name: str | None = None,
    ) -> str:
        """A payment received at a moment (also of an earlier day: mail found late), or scheduled for a later day `on`.

        Refused: not_positive, before_opening, not_ahead.
        """
        received = at.astimezone(calendars.ET).date()
        if received > self.today:
            raise ValueError("A payment from the future")
        if cents <= 0:
            raise Refused("not_positive")
        if received < self._lives[account].opened_on:
            raise Refused("before_opening")
        if on is not None and on <= self.today:
            raise Refused("not_ahead")
        name = name or self._name("payment")
        self._homes[name] = account
        self._tell(account, received, name, lambda life: life.pay(name, at, cents, source, on))
        return name

    def cancel_payment(self, payment: str, at: datetime) -> None:
        """Refused: not_scheduled, too_late."""
        account = self._homes[payment]
        found = self._lives[account].payments[payment]
        if found.status != "scheduled":
            raise Refused("not_scheduled")
        if at > calendars.cancel_payment_until(found.credited):
            raise Refused("too_late")
        self._tell(account, self.today, payment, lambda life: life.cancel_payment(payment))

    def return_payment(self, payment: str, code: str = "R01") -> None:
        """The bank sends a posted payment back today. Refused: not_posted."""
        account = self._homes[payment]
        if self._lives[account].payments[payment].status != "posted":
            raise Refused("not_posted")
        self._tell(account, self.today, payment, lambda life: life.take_back(payment, code))

    def never_was(self, payment: str) -> None:
        """A payment was entered in error: everything is as if it had never been told."""
        account = self._homes[payment]
        self._forget(account, payment)

    def waive(self, account: str, fee: FeeKey) -> None:
        """Waive a fee today. Refused: waived_already, no_fee."""
        known = next((each for each in self.fees(account) if each.key == fee), None)
        if known is None:
            raise Refused("no_fee")
        if known.waived_on:
            raise Refused("waived_already")
        self._tell(account, self.today, "", lambda life: life.waive(fee))

    def refund(self, account: str) -> None:
        """Pay the credit balance back. Refused: no_credit."""
        cents = self._lives[account].ledger.credit
        if cents <= 0:
            raise Refused("no_credit")
        self._tell(account, self.today, "", lambda life: life.refund(cents))

    def block(self, line: str, kind: Block, on: bool = True) -> None:
        """Stop draws (frozen, plan, closed), or allow them again."""
        self._tell(line, self.today, "", lambda life: as_line(life).block(kind, on))

    def change_limit(self, line: str, cents: int) -> None:
        self._tell(line, self.today, "", lambda life: as_line(life).set_limit(cents))

    def close_day(self) -> None:
        for life in self._lives.values():
            life.close_day()
        self.today += DAY

    # Answers

    def balances(self, account: str) -> Balances:
        ledger = self._lives[account].ledger
        return Balances(ledger.principal, ledger.balance["interest"], ledger.balance["fees"], ledger.credit)

    def status(self, account: str) -> str:
        return self._lives[account].status

    def frozen(self, account: str) -> bool:
        life = self._lives[account]
        return isinstance(life, LineLife) and "frozen" in life.blocks

    def available(self, line: str) -> int:
        return self._line(line).available

    def statements(self, account: str) -> list[Statement]:
        return list(self._lives[account].statements)

    def fees(self, account: str) -> list[Fee]:
        return list(self._lives[account].fees)

    def past_due(self, account: str) -> int:
        return self._lives[account].past_due()

    def amount_due(self, account: str) -> int:
        """What billed due dates still miss; of a loan those that a payment of today could count for."""
        life = self._lives[account]
        return sum(due.missing for due in life.dues if due.waits and life.billed(due, self.today))

    def days_past_due(self, account: str) -> int:
        return calendars.days_past_due(self._lives[account].oldest_unpaid(), self.today)

    def payoff(self, loan: str, on: date) -> int:
        """Total that pays a loan off with credit date `on`, today or up to 30 days later."""
        if not 0 <= (on - self.today).days <= 30:
            raise Refused("out_of_range")
        life = self._lives[loan]
        assert isinstance(life, LoanLife)
        return life.payoff(on)

    def accrued(self, account: str) -> int:
        """Interest up to yesterday that is not charged yet, in cents."""
        life = self._lives[account]
        return sum(accrue(life.rates, life.ledger.changes, life.charged_to, self.today - DAY).values())

    def payments(self, account: str) -> list[Payment]:
        return list(self._lives[account].payments.values())

    def draws(self, line: str) -> list[Draw]:
        return list(self._line(line).draws.values())

    def journal(self, account: str) -> list[Move]:
        return list(self._lives[account].ledger.moves)

    def trial_balance(self) -> int:
        """Debits less credits over all accounts' journals and balances; always zero."""
        return sum(sum(life.ledger.balance.values()) for life in self._lives.values())

    def _check_today(self, at: datetime) -> None:
        if at.astimezone(calendars.ET).date() != self.today:
            raise ValueError("A draw is requested on the business date")
