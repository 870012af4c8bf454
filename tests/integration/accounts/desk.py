"""A book for tests: people and accounts, commands given by them through the real bus, days closed."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import psycopg

from accounts import rows
from accounts.closeday import business_date, close_day, start_on
from accounts.commands.base import Actor, Command
from accounts.commands.run import Given, Outcome, preview, run
from accounts.posting.opening import Opening, open_accounts
from accounts.roles import Role
from accounts.terms.calendar import EASTERN
from tests.conftest import Database

LINE, LOAN, OTHER_LINE = "CL-100001", "IL-200001", "CL-100002"
OPENED = date(2026, 1, 5)


@dataclass
class CommandDesk:
    """The account system of a test, at its business date; commands get ids of their own unless one is given."""

    connection: psycopg.Connection
    hour: int = 10
    given: int = 0
    owners: dict[str, str] = field(default_factory=dict[str, str])

    def person(self, borrower_id: str = "B-1", state: str = "OH", since: date = OPENED) -> str:
        row = {
            "borrower_id": borrower_id,
            "handle": borrower_id.lower(),
            "name": f"Person {borrower_id}",
            "state": state,
        }
        rows.insert(self.connection, "borrowers", [{**row, "member_since": since, "situation": []}], skip_existing=True)
        return borrower_id

    def line(self, account_id: str = LINE, borrower_id: str = "B-1", on: date = OPENED, **terms: Any) -> str:
        """Open a Cash Line of $2,000, tier C, closing on the 12th unless told otherwise."""
        return self._open(account_id, borrower_id, on, {"limit_cents": 200_000, "cycle_day": 12} | terms)

    def loan(self, account_id: str = LOAN, borrower_id: str = "B-1", on: date = OPENED, **terms: Any) -> str:
        """Open a loan of $6,000 over 24 months, tier C, due on the 10th unless told otherwise."""
        return self._open(
            account_id, borrower_id, on, {"principal_cents": 600_000, "term_months": 24, "due_day": 10} | terms
        )

    def _open(self, account_id: str, borrower_id: str, on: date, terms: dict[str, Any]) -> str:
        start_on(self.connection, on)
        state, tier = terms.pop("state", "OH"), terms.pop("tier", "C")
        self.person(borrower_id, state, on)
        self.owners[account_id] = borrower_id
        open_accounts(self.connection, [Opening(account_id, borrower_id, state, tier, on, "1234", **terms)])
        return account_id

    @property
    def today(self) -> date:
        return business_date(self.connection)

    def asked(
        self, command: Command, account_id: str | None, role: Role, borrower_id: str | None, command_id: str | None
    ) -> Given:
        self.given += 1
        at = datetime.combine(self.today, time(self.hour), EASTERN)
        owner = borrower_id or self.owners.get(account_id or "", "B-1")
        subject = owner if role == "borrower" else f"{role}-1"
        return Given(command_id or f"{subject}:{self.given}", Actor(subject, role), at, owner, command, account_id)

    def give(
        self,
        command: Command,
        account_id: str | None = LINE,
        role: Role = "borrower",
        borrower_id: str | None = None,
        command_id: str | None = None,
    ) -> Outcome:
        """Give a command today at `hour` o'clock Eastern Time. Raises what `accounts.commands.run.run` raises."""
        return run(self.connection, self.asked(command, account_id, role, borrower_id, command_id))

    def preview(self, command: Command, account_id: str | None = LINE, role: Role = "borrower") -> Outcome:
        return preview(self.connection, self.asked(command, account_id, role, None, None))

    def close_until(self, until: date) -> None:
        """Close days so that the business date is `until`."""
        while (day := self.today) < until:
            close_day(self.connection, day)

    def all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(query.encode(), values).fetchall()

    def one(self, query: str, *values: object) -> tuple[Any, ...]:
        found = self.all(query, *values)
        assert len(found) == 1, found
        return found[0]


@contextmanager
def command_desk(database: Database, role: str = "accounts_ops") -> Generator[CommandDesk]:
    """A desk over a fresh database; closing days needs the role accounts_ops."""
    with psycopg.connect(database.url(role)) as connection:
        yield CommandDesk(connection)
