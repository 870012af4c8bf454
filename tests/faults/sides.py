"""The account core and the reference book side by side: every command goes to both, every figure is compared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import psycopg

from accounts.closeday import close_day, start_on
from accounts.commands.base import Actor, Command
from accounts.commands.base import Refused as SystemRefused
from accounts.commands.credits import RefundCredit
from accounts.commands.draws import CancelDraw, RequestDraw, VoidDraw
from accounts.commands.fees import WaiveFee
from accounts.commands.limits import DecreaseLimit, FreezeLine, UnfreezeLine
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import CancelPayment, MakePayment, RecordPayment
from accounts.commands.returns import ReturnPayment, entered
from accounts.commands.run import Given, Outcome, run
from accounts.roles import Role
from tests.faults.figures import core_figures, model_figures
from tests.integration.accounts.desk import CommandDesk
from tests.model import calendars, formulas
from tests.model.book import Book
from tests.model.records import FeeKey, Refused

NOON = time(12)


@dataclass
class Sides:
    """Both on one business date. Raises AssertionError where they differ."""

    connection: psycopg.Connection
    today: date
    steps: int = 0
    refused: int = 0
    told: int = 0
    opened: dict[str, date] = field(default_factory=dict[str, date])

    def __post_init__(self) -> None:
        self.book, self.desk = Book(self.today), CommandDesk(self.connection)
        start_on(self.connection, self.today)

    @property
    def accounts(self) -> list[str]:
        return list(self.opened)

    @property
    def lines(self) -> list[str]:
        return [name for name in self.accounts if name.startswith("CL")]

    def moment(self, minute: int, day: date | None = None) -> datetime:
        """That minute of today; each one a little later than the one before, so that none are equal."""
        self.told += 1
        at = datetime.combine(day or self.today, time(minute // 60, minute % 60), calendars.ET)
        return at + timedelta(microseconds=self.told)

    def give(self, command: Command, account: str, at: datetime, role: Role = "borrower") -> Outcome:
        owner = f"B-{account}"
        actor = Actor(owner if role == "borrower" else f"{role}-1", role)
        return run(self.connection, Given(f"{account}:{self.told}", actor, at, owner, command, account))

    def _both(self, system: Callable[[], object], model: Callable[[], object]) -> bool:
        """Neither or both take it."""
        try:
            system()
        except SystemRefused as refusal:
            self.refused += 1
            try:
                model()
            except Refused:
                return False
            raise AssertionError(f"only the core refuses: {refusal}") from refusal
        model()
        return True

    # Commands

    def open(self, product: str, tier: str, state: str, cents: int, day: int, more: int) -> str:
        """A line (its limit, cycle day, `more` odd: promotional) or a loan (amount, due day, months)."""
        line = product == "cash_line"
        account = f"{'CL' if line else 'IL'}-{100001 + len(self.accounts)}"
        terms: dict[str, Any] = {"limit_cents": cents, "cycle_day": day, "promotional": bool(more % 2)}
        if not line:
            terms = {"principal_cents": cents, "due_day": day, "term_months": more}
        self.desk.person(f"B-{account}", state, self.today)
        command = OpenAccount.model_validate(
            {"product": product, "tier": tier, "state": state, "bank_last4": "1234", **terms}
        )
        self.give(command, account, self.moment(600), "supervisor")
        self.opened[account] = self.today
        if line:
            return self.book.open_line(cents, tier, day, state, bool(more % 2), account)
        rate = formulas.version(formulas.LOAN_NOTE_BPS, self.today)[tier]
        fee = formulas.half_up(cents * formulas.of_bps(formulas.ORIGINATION_BPS[tier]))
        return self.book.open_loan(cents, rate, more, state, day, fee, account)

    def draw(self, line: str, minute: int, cents: int) -> bool:
        at = self.moment(minute)
        made = list[str]()
        return self._both(
            lambda: made.append(str(self.give(RequestDraw(amount_cents=cents), line, at).result["draw_id"])),
            lambda: self.book.draw(line, at, cents, made[0] if made else None),
        )

    def end_draw(self, line: str, draw: str, minute: int, void: bool) -> bool:
        at = self.moment(minute)
        if void:
            command, role = VoidDraw(draw_id=draw, why="rejected"), "support_agent"
        else:
            command, role = CancelDraw(draw_id=draw), "borrower"
        return self._both(
            lambda: self.give(command, line, at, role),
            lambda: self.book.void_draw(draw) if void else self.book.cancel_draw(draw, at),
        )

    def pay(self, account: str, minute: int, cents: int, source: str, days: int = 0) -> bool:
        """days: ahead, scheduled; back, a letter found late."""
        at = self.moment(minute)
        on = self.today + timedelta(days) if days > 0 else None
        if source == "mail":
            received = self.today + timedelta(min(days, 0))
            at = min(at, datetime.combine(received, NOON, calendars.ET))
            command: Command = RecordPayment(amount_cents=cents, source="mail", received_on=received)
        else:
            command = MakePayment(amount_cents=cents, scheduled_for=on, verified_funds=source == "phone")
        role: Role = "borrower" if source == "one_time" else "support_agent"
        try:
            given = self.moment(minute) if at.date() < self.today else at
            made = self.give(command, account, given, role).result
        except SystemRefused as refusal:
            self.refused += 1
            self._check_refusal(account, at, cents, on, refusal)
            return False
        self.book.pay(account, at, cents, source, on, str(made["payment_id"]))
        return True

    def _check_refusal(self, account: str, at: datetime, cents: int, on: date | None, refusal: SystemRefused) -> None:
        for reason in refusal.reasons:
            if reason.code == "amount":
                coming = sum(p.cents for p in self.book.payments(account) if p.status in ("scheduled", "pending"))
                owed = self.book.payoff(account, on or calendars.credit_date(at))
                assert account.startswith("IL"), refusal
                assert cents > owed - coming, refusal
            else:
                assert reason.code in ("bank-account", "verified-funds", "scheduled-for", "received-on"), refusal

    def cancel_payment(self, account: str, payment: str, minute: int) -> bool:
        at = self.moment(minute)
        return self._both(
            lambda: self.give(CancelPayment(payment_id=payment), account, at),
            lambda: self.book.cancel_payment(payment, at),
        )

    def return_payment(self, account: str, payment: str, code: str) -> bool:
        at = self.moment(600)
        return self._both(
            lambda: self.give(ReturnPayment(payment_id=payment, code=code), account, at, "service"),
            lambda: self.book.return_payment(payment, code),
        )

    def never_was(self, account: str, payment: str) -> None:
        command = entered(self.connection, account, payment, "entered on the wrong account")
        self.give(command, account, self.moment(600), "support_agent")
        self.book.never_was(payment)

    def waive(self, account: str, key: FeeKey) -> bool:
        query = "SELECT fee_id FROM fees WHERE account_id = %s AND coalesce(payment_id, due_date_missed::text) = %s"
        row = self.connection.execute(query, [account, str(key.about)]).fetchone()
        assert row, key
        try:
            self.give(WaiveFee(fee_id=row[0], why="a courtesy"), account, self.moment(600), "supervisor")
        except SystemRefused:
            self.refused += 1
            return False
        self.book.waive(account, key)
        return True

    def refund(self, account: str) -> bool:
        at = self.moment(600)
        return self._both(lambda: self.give(RefundCredit(), account, at), lambda: self.book.refund(account))

    def change_limit(self, line: str, cents: int) -> None:
        try:
            self.give(DecreaseLimit(limit_cents=cents), line, self.moment(600))
        except SystemRefused:
            self.refused += 1
            return
        self.book.change_limit(line, cents)

    def freeze(self, line: str, on: bool) -> None:
        try:
            self.give(FreezeLine() if on else UnfreezeLine(), line, self.moment(600))
        except SystemRefused:
            self.refused += 1
            return
        self.book.block(line, "frozen", on)

    def close(self, days: int) -> None:
        for _ in range(days):
            close_day(self.connection, self.today)
            self.book.close_day()
            self.today += timedelta(1)

    # Comparison

    def compare(self) -> None:
        """Every figure of every account, and that the books balance."""
        core = core_figures(self.connection, self.today)
        for account in self.accounts:
            model = model_figures(self.book, account)
            for name, value in model.items():
                assert core[account][name] == value, (
                    f"{self.today} {account} {name}\n core {core[account][name]}\nmodel {value}{self._how(account)}"
                )
        assert self.book.trial_balance() == 0

    def _how(self, account: str) -> str:
        """The last entries of both, to find where they part."""
        rows = self.connection.execute(
            "SELECT e.booked_on, e.effective_on, e.kind, p.bucket, p.amount_cents FROM journal_entries e "
            "JOIN postings p USING (entry_id) WHERE p.account_id = %s ORDER BY e.seq DESC, p.line LIMIT 16",
            [account],
        ).fetchall()
        core = "\n".join(" ".join(map(str, row)) for row in rows[::-1])
        return f"\n{core}\n" + "\n".join(map(str, self.book.journal(account)[-16:]))

    def found(self) -> dict[str, int]:
        """How much there was to compare."""
        return {
            "statements": sum(len(self.book.statements(name)) for name in self.opened),
            "fees": sum(len(self.book.fees(name)) for name in self.opened),
            "charged off": sum(self.book.status(name) == "charged_off" for name in self.opened),
            "paid off": sum(self.book.status(name) == "paid_off" for name in self.opened),
        }
