"""Facts that commands add to an account, and the double-entry ledger that a replay of them writes."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from tests.model import formulas


class Refused(Exception):
    """A command the terms do not allow; nothing changed. `reason` is one word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Draw:
    id: str
    cents: int
    arrives: date
    cutoff: datetime
    promo: bool = False
    status: Literal["pending", "settled", "cancelled"] = "pending"


@dataclass
class Payment:
    id: str
    cents: int
    source: str
    credited: date
    """Of a scheduled one: its date."""
    posts: date
    rank: int
    """Order of receipt."""
    status: Literal["scheduled", "pending", "posted", "returned", "cancelled"] = "pending"
    returned_on: date | None = None
    code: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is received: for what is due and late it counts from its credit date, posted or not."""
        return self.status in ("pending", "posted")


@dataclass
class Account:
    id: str
    state: str
    opened_on: date
    payments: list[Payment] = field(default_factory=list[Payment])
    waived: dict[str, date] = field(default_factory=dict[str, date])
    """Fee id to the day of its waiver."""

    def receipts(self) -> dict[date, list[Payment]]:
        """Payments that count by credit date, in order of receipt."""
        found: defaultdict[date, list[Payment]] = defaultdict(list)
        for payment in sorted(self.payments, key=lambda payment: payment.rank):
            if payment.counts:
                found[payment.credited].append(payment)
        return found

    def returns(self) -> dict[date, list[Payment]]:
        """Returned payments by the day of their return."""
        found: defaultdict[date, list[Payment]] = defaultdict(list)
        for payment in self.payments:
            if payment.returned_on:
                found[payment.returned_on].append(payment)
        return found

    def is_waived(self, fee: str, by: date) -> bool:
        return fee in self.waived and self.waived[fee] <= by


@dataclass
class Line(Account):
    limit: int = 0
    tier: str = "A"
    cycle_day: int = 5
    draws: list[Draw] = field(default_factory=list[Draw])
    blocks: set[str] = field(default_factory=set[str])
    notice_on: date | None = None
    """Day of a change-in-terms notice: draws posting 45 days later have the tier's newer rate."""


@dataclass
class Loan(Account):
    principal: int = 0
    rate: Fraction = Fraction(0)
    term: int = 12
    origination: int = 0


@dataclass(frozen=True)
class Fee:
    id: str
    kind: Literal["late", "returned"]
    on: date
    cents: int
    waived_on: date | None = None


@dataclass
class Due:
    """What one due date asks for that no earlier one asked for."""

    on: date
    opens: date
    """First credit date of payments that can count for it."""
    cents: int
    received: int = 0
    posted: int = 0
    last: bool = False
    """The final instalment, which takes whatever is left."""


@dataclass(frozen=True)
class Move:
    """Two postings of one amount: debited here, credited there. What a borrower owes is a debit balance."""

    on: date
    what: str
    debit: str
    credit: str
    cents: int


class Ledger:
    """Journal and balances of one account; a replay writes it anew."""

    def __init__(self) -> None:
        self.moves: list[Move] = []
        self.balance: defaultdict[str, int] = defaultdict(int)
        self.rates: dict[str, Fraction] = {}
        """Rate of each principal bucket."""

    def move(self, on: date, what: str, debit: str, credit: str, cents: int) -> None:
        if cents < 0:
            raise ValueError(f"{what}: {cents}")
        if cents:
            self.moves.append(Move(on, what, debit, credit, cents))
            self.balance[debit] += cents
            self.balance[credit] -= cents

    @property
    def principal(self) -> dict[str, int]:
        return {name: self.balance[f"principal:{name}"] for name in self.rates}

    @property
    def credit(self) -> int:
        return -self.balance["credit"]

    @property
    def owed(self) -> int:
        """Everything booked as owed, less the credit balance."""
        return sum(self.principal.values()) + self.balance["interest"] + self.balance["fees"] - self.credit

    def use(self, on: date, what: str, source: str, cents: int, minimum: int) -> None:
        """Pay down what is owed from a source by the terms' order; what nothing takes becomes credit."""
        buckets = {name: (self.rates[name], cents) for name, cents in self.principal.items()}
        used = formulas.allocate(cents, minimum, self.balance["interest"], self.balance["fees"], buckets)
        self.move(on, what, source, "interest", used.interest)
        self.move(on, what, source, "fees", used.fees)
        for name, part in used.principal.items():
            self.move(on, what, source, f"principal:{name}", part)
        if source != "credit":
            self.move(on, what, source, "credit", used.credit)

    def owe(self, on: date, what: str, to: str, source: str, cents: int) -> None:
        """Add to what is owed; a credit balance pays it at once."""
        self.move(on, what, to, source, cents)
        if self.credit:
            self.use(on, "credit used", "credit", self.credit, self.balance["interest"] + self.balance["fees"])

    def waive(self, on: date, cents: int) -> None:
        """Fees still owed go first; what was paid already becomes credit and pays the rest of what is owed."""
        part = min(cents, self.balance["fees"])
        self.move(on, "waiver", "fee income", "fees", part)
        self.move(on, "waiver", "fee income", "credit", cents - part)
        if self.credit:
            self.use(on, "credit used", "credit", self.credit, self.balance["interest"])


def spread(dues: list[Due], cents: int, day: date, posted: bool) -> None:
    """Count a receipt for the dues open by that day, oldest first; more than they ask for counts for none."""
    for counter in ["received", "posted"] if posted else ["received"]:
        rest = cents
        for due in dues:
            if due.opens <= day:
                part = min(rest, due.cents - getattr(due, counter))
                setattr(due, counter, getattr(due, counter) + part)
                rest -= part


def by_rate(ledger: Ledger) -> dict[int, int]:
    """Principal by rate in basis points, without empty ones."""
    total: defaultdict[int, int] = defaultdict(int)
    for name, cents in ledger.principal.items():
        total[int(ledger.rates[name] * 10_000)] += cents
    return {bps: cents for bps, cents in sorted(total.items()) if cents}
