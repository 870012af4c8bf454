"""What an account of the model consists of, and the double-entry ledger that follows from it."""

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
    at: datetime
    arrives: date
    cutoff: datetime
    bucket: str = "standard"
    status: Literal["pending", "settled", "cancelled"] = "pending"


@dataclass
class Payment:
    id: str
    cents: int
    source: str
    at: datetime
    credited: date
    """Of a scheduled one: its date."""
    posts: date
    status: Literal["scheduled", "pending", "posted", "returned", "cancelled"] = "pending"
    returned_on: date | None = None
    used: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    """Once posted: how many cents went to which bucket."""

    @property
    def place(self) -> tuple[date, datetime, str]:
        """Its place in the order of posting."""
        return self.credited, self.at, self.id


@dataclass(frozen=True)
class FeeKey:
    """What a fee is for: a due date missed, or a payment returned."""

    kind: Literal["late", "returned"]
    about: date | str


@dataclass
class Fee:
    key: FeeKey
    on: date
    cents: int
    waived_on: date | None = None


@dataclass
class Due:
    """What one due date asks for that no earlier one asked for."""

    on: date
    cents: int
    fee_on: date
    """The day at whose close the late fee comes: the one after the last day of grace."""
    fee_at_most: int
    late_fees: int = 0
    """Late fees within it: missing these alone is not late. Source: 16 CFR 444.4."""
    parts: dict[str, tuple[date, int]] = field(default_factory=dict[str, tuple[date, int]])
    """By payment: its credit date and what it paid of this."""
    covered_on: date | None = None
    cancelled: bool = False

    @property
    def missing(self) -> int:
        return self.cents - sum(cents for _, cents in self.parts.values())

    @property
    def full(self) -> bool:
        return formulas.counts_as_full(self.cents - self.missing, self.cents)

    @property
    def waits(self) -> bool:
        return self.covered_on is None and not self.cancelled

    def missing_before(self, day: date) -> int:
        """What payments credited before the day left open."""
        return self.cents - sum(cents for credited, cents in self.parts.values() if credited < day)


@dataclass(frozen=True)
class Statement:
    """Cents. previous + draws + fees + interest - payments = new balance (negative: credit); waivers are payments."""

    close: date
    due: date
    previous: int
    payments: int
    draws: int
    fees: int
    interest: int
    new_balance: int
    past_due: int
    minimum_due: int


@dataclass(frozen=True)
class RateTerm:
    """The yearly rate of a bucket from a day to a day, both included; None: without end."""

    bucket: str
    start: date
    end: date | None
    rate: Fraction


@dataclass(frozen=True)
class Move:
    """Two postings of one amount: debited here, credited there. What a borrower owes is a debit balance."""

    on: date
    what: str
    debit: str
    credit: str
    cents: int


class Ledger:
    """Journal and balances of one account. Principal is kept by rate bucket, with the day from which it counts."""

    def __init__(self) -> None:
        self.moves: list[Move] = []
        self.balance: defaultdict[str, int] = defaultdict(int)
        self.changes: defaultdict[str, list[tuple[date, int]]] = defaultdict(list)

    def move(self, on: date, what: str, debit: str, credit: str, cents: int) -> None:
        if cents < 0:
            raise ValueError(f"{what}: {cents}")
        if not cents:
            return
        self.moves.append(Move(on, what, debit, credit, cents))
        for name, sign in ((debit, 1), (credit, -1)):
            self.balance[name] += sign * cents
            if name.startswith("principal:"):
                self.changes[name.removeprefix("principal:")].append((on, sign * cents))

    @property
    def principal(self) -> dict[str, int]:
        """By rate bucket, without empty ones."""
        found = {name: self.balance[f"principal:{name}"] for name in sorted(self.changes)}
        return {name: cents for name, cents in found.items() if cents}

    @property
    def credit(self) -> int:
        return -self.balance["credit"]

    @property
    def owed(self) -> int:
        """Everything booked as owed, less the credit balance."""
        return sum(self.principal.values()) + self.balance["interest"] + self.balance["fees"] - self.credit

    def owe(self, on: date, what: str, to: str, source: str, cents: int) -> None:
        """Add to what is owed; a credit balance pays it first."""
        part = min(self.credit, cents)
        self.move(on, what, "credit", source, part)
        self.move(on, what, to, source, cents - part)

    def old_credit(self, since: date) -> int:
        """What has been a credit balance since that day: each payment from credit used the oldest of it."""
        old = 0
        for move in self.moves:
            if move.debit == "credit":
                old -= move.cents
            elif move.credit == "credit" and move.on <= since:
                old += move.cents
        return min(old, self.credit)
