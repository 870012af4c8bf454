"""The counter at which the seeded people ask: every wish of theirs is a command of the day."""

from dataclasses import dataclass
from datetime import date, datetime, time

import psycopg

from accounts.commands.base import Actor, Command, Refused
from accounts.commands.run import Given, Outcome, run
from accounts.roles import Role
from accounts.terms.calendar import EASTERN

_STAFF: dict[Role, str] = {"support_agent": "S-101", "supervisor": "S-201", "service": "system"}


@dataclass(slots=True)
class Counter:
    """Takes the commands of one business day, in the order in which they come."""

    connection: psycopg.Connection
    day: date

    def at(self, hour: int, minute: int = 0) -> datetime:
        """An instant of the day, Eastern Time."""
        return datetime.combine(self.day, time(hour, minute), EASTERN)

    def give(
        self,
        command_id: str,
        command: Command,
        borrower_id: str,
        account_id: str | None = None,
        *,
        role: Role = "borrower",
        at: datetime | None = None,
    ) -> Outcome:
        """Give a command at 10:00 unless `at` says when. Raises Refused."""
        actor = Actor(_STAFF.get(role, borrower_id), role)
        return run(self.connection, Given(command_id, actor, at or self.at(10), borrower_id, command, account_id))

    def try_to(
        self,
        command_id: str,
        command: Command,
        borrower_id: str,
        account_id: str,
        *,
        role: Role = "borrower",
        at: datetime | None = None,
    ) -> Outcome | None:
        """Give a command that may be refused, as in life; None when it is."""
        try:
            return self.give(command_id, command, borrower_id, account_id, role=role, at=at)
        except Refused:
            return None
