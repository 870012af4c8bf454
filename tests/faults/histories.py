"""Random histories lived twice in one book: by one account with all known in time, by its twin late or after errors."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

import psycopg

from accounts.closeday import close_day, start_on
from accounts.commands.base import Actor, Command, Refused
from accounts.commands.draws import RequestDraw
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import MakePayment, RecordPayment
from accounts.commands.returns import ReturnPayment, entered
from accounts.commands.run import Given, run
from accounts.roles import Role
from accounts.terms.calendar import EASTERN
from tests.integration.accounts.desk import CommandDesk

STARTS = (date(2025, 6, 10), date(2025, 9, 17), date(2025, 12, 20), date(2026, 1, 8))
DAYS = 75
Way = Literal["late", "again"]
"""A payment that becomes known late; one that was known, taken back as an error, and entered again."""


@dataclass
class Letter:
    """A payment by mail: the day of its receipt, when the twin's is entered (or entered again)."""

    on: int
    cents: int
    known: int
    way: Way


@dataclass
class Twins:
    """Two accounts with one history; `made`: the twin's payments by day of receipt."""

    timely: str
    late: str
    letters: list[Letter]
    other: dict[int, list[tuple[str, int]]]
    made: dict[int, str] = field(default_factory=dict[int, str])

    @property
    def both(self) -> tuple[str, str]:
        return self.timely, self.late


@dataclass
class Histories:
    """Several pairs in one book that starts empty. Raises AssertionError where twins end differently."""

    connection: psycopg.Connection
    chance: random.Random
    pairs: int
    given: int = 0
    twins: list[Twins] = field(default_factory=list[Twins])

    def live(self) -> None:
        self.start = self.chance.choice(STARTS)
        self.desk = CommandDesk(self.connection)
        start_on(self.connection, self.start)
        for number in range(self.pairs):
            self._open(number)
        for day in range(DAYS):
            for twins in self.twins:
                self._day(twins, day)
            close_day(self.connection, self.start + timedelta(day))

    def _open(self, number: int) -> None:
        chance, line = self.chance, self.chance.random() < 0.6
        state = chance.choice(["OH", "CA", "NY", "TX", "FL"])
        terms: dict[str, Any] = {"tier": chance.choice("ABCD"), "state": state, "bank_last4": "1234"}
        if line:
            cycle = {"cycle_day": chance.choice([5, 12, 19, 26]), "promotional": chance.random() < 0.3}
            terms |= {"product": "cash_line", "limit_cents": 10_000 * chance.randint(10, 50), **cycle}
        else:
            amounts = {"principal_cents": 10_000 * chance.randint(10, 80), "term_months": chance.randint(12, 24)}
            terms |= {"product": "instalment_loan", "due_day": chance.randint(1, 28), **amounts}
        kind, names = "CL" if line else "IL", list[str]()
        for twin in range(2):
            name = f"{kind}-{100001 + 2 * number + twin}"
            self.desk.person(f"B-{name}", state, self.start)
            self._give(OpenAccount.model_validate(terms), name, 0, "supervisor")
            names.append(name)
        letters, other = self._plan(line)
        self.twins.append(Twins(names[0], names[1], letters, other))

    def _plan(self, line: bool) -> tuple[list[Letter], dict[int, list[tuple[str, int]]]]:
        """Letters, one a day at most, with what else happens by day of the history."""
        chance = self.chance
        other = dict[int, list[tuple[str, int]]]()
        if line:
            for day in [0, *chance.sample(range(1, 60), 2)]:
                other.setdefault(day, []).append(("draw", 1_000 * chance.randint(5, 90)))
        for day in chance.sample(range(1, DAYS - 5), 2):
            other.setdefault(day, []).append((chance.choice(["pay", "schedule"]), 100 * chance.randint(20, 400)))
        if chance.random() < 0.4:
            other.setdefault(chance.randint(30, 70), []).append(("return", 0))
        letters = list[Letter]()
        for on in chance.sample(range(1, 60), chance.randint(1, 2)):
            way: Way = chance.choice(["late", "again"])
            known = min(on + chance.randint(1, 45), DAYS - 1)
            letters.append(Letter(on, 100 * chance.randint(10, 600), known, way))
        return letters, other

    def _day(self, twins: Twins, day: int) -> None:
        for kind, cents in twins.other.get(day, ()):
            self._both(twins, day, kind, cents)
        for letter in twins.letters:
            if letter.on == day:
                command = RecordPayment(amount_cents=letter.cents, received_on=self.start + timedelta(day))
                self._give(command, twins.timely, day)
                if letter.way == "again":
                    made = self._give(command, twins.late, day)
                    twins.made[day] = str(made["payment_id"])
            if letter.known == day:
                if letter.way == "again":
                    error = entered(self.connection, twins.late, twins.made[letter.on], "entered in error")
                    self._give(error, twins.late, day)
                received = self.start + timedelta(letter.on)
                self._give(RecordPayment(amount_cents=letter.cents, received_on=received), twins.late, day)

    def _both(self, twins: Twins, day: int, kind: str, cents: int) -> None:
        """What both do or, where one of them cannot, neither."""
        try:
            with self.connection.transaction():
                for account in twins.both:
                    if command := self._command(kind, cents, account):
                        role: Role = "service" if kind == "return" else "borrower"
                        self._give(command, account, day, role)
        except Refused:
            return

    def _command(self, kind: str, cents: int, account: str) -> Command | None:
        if kind == "draw":
            return RequestDraw(amount_cents=cents)
        if kind == "pay":
            return MakePayment(amount_cents=cents)
        if kind == "schedule":
            day = self.desk.today + timedelta(3)
            return MakePayment(amount_cents=cents, scheduled_for=day)
        row = self.connection.execute(
            "SELECT payment_id FROM payments WHERE account_id = %s AND status = 'posted' AND source = 'one_time' "
            "ORDER BY submitted_at LIMIT 1",
            [account],
        ).fetchone()
        return ReturnPayment(payment_id=row[0], code="R01") if row else None

    def _give(self, command: Command, account: str, day: int, role: Role = "service") -> dict[str, object]:
        """At three in the afternoon: letters count at noon of their day, whenever they are entered."""
        self.given += 1
        at = datetime.combine(self.start + timedelta(day), time(15), EASTERN)
        owner = f"B-{account}"
        actor = Actor(owner if role == "borrower" else "desk", role)
        return run(self.connection, Given(f"{account}:{self.given}", actor, at, owner, command, account)).result

    def compare(self) -> int:
        """Twins have the same statements, interest rows, dues, fees and balances. Gives the statements compared."""
        statements = 0
        for twins in self.twins:
            timely, late = (ending(self.connection, account) for account in twins.both)
            for name, rows in timely.items():
                assert late[name] == rows, f"{twins}\n{name}\ntimely {rows}\nlate   {late[name]}"
            statements += len(timely["statements"])
        return statements

    def recomputed(self) -> int:
        row = self.connection.execute("SELECT count(*) FROM replays").fetchone()
        return row[0] if row else 0


_ENDING = {
    "statements": """
SELECT to_jsonb(s) - ARRAY['statement_id', 'account_id', 'borrower_id', 'version', 'corrected_on']
FROM statements s WHERE account_id = %s ORDER BY period_end""",
    "interest": """
SELECT s.period_end, to_jsonb(i) - ARRAY['statement_id', 'account_id', 'borrower_id']
FROM statement_interest i JOIN statements s USING (statement_id) WHERE i.account_id = %s
ORDER BY 1, i.line""",
    "balances": """
SELECT to_jsonb(p) - ARRAY['account_id', 'borrower_id'] FROM positions p WHERE account_id = %s""",
    "principal": """
SELECT rate_bucket, effective_on, sum(amount_cents)::bigint FROM postings WHERE account_id = %s
AND bucket = 'principal' GROUP BY 1, 2 HAVING sum(amount_cents) <> 0 ORDER BY 1, 2""",
    "dues": """
SELECT number, due_date, amount_cents, paid_cents, paid_on, late_fee_on, cancelled_why FROM due_status
WHERE account_id = %s ORDER BY number""",
    "fees": """
SELECT kind, amount_cents, assessed_on, due_date_missed, status, why FROM fees WHERE account_id = %s ORDER BY 3, 1""",
    "payments": """
SELECT credited_on, posted_on, amount_cents, status, interest_cents, fees_cents, principal_cents, credit_cents
FROM payments WHERE account_id = %s ORDER BY 1, 3""",
    "account": "SELECT status, credit_limit_cents, paid_off_on FROM accounts WHERE account_id = %s",
}


def ending(connection: psycopg.Connection, account: str) -> dict[str, list[tuple[Any, ...]]]:
    """How an account stands at the end, without what only names it."""
    return {name: connection.execute(query.encode(), [account]).fetchall() for name, query in _ENDING.items()}
