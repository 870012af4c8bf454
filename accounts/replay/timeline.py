"""An account's whole life again: its commands in the order in which they count, with the closings between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import psycopg

from accounts.closeday import close_accounts
from accounts.commands.base import Actor, Books, Command, Result
from accounts.posting.payments import NewPayment, submit
from accounts.posting.state import DAY
from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Told:
    """A command as it was kept."""

    command_id: str
    kind: str
    actor: str
    actor_role: Role
    at: datetime
    recorded_on: date
    value_on: date
    content: Mapping[str, object]


_TOLD = """
SELECT command_id, kind, actor, actor_role, at, recorded_on, value_on, content FROM commands
WHERE borrower_id = %s AND (account_id = %s OR account_id IS NULL) AND undone_by IS NULL ORDER BY value_on, seq
"""
_DEBITED = """
SELECT payment_id, submitted_at, amount_cents, submitted_on FROM accounts.payments
WHERE account_id = %s AND source = 'autopay' AND submitted_on <= %s
"""


def commands_of(connection: psycopg.Connection, account_id: str, borrower_id: str) -> list[Told]:
    """The account's and its borrower's commands, in the order in which they count, without those undone."""
    return [Told(*row) for row in connection.execute(_TOLD, [borrower_id, account_id])]


def live(books: Books, told: Sequence[Told], opened_on: date) -> dict[str, Result]:
    """Run the commands and close the days from `opened_on` up to today; results by command id.

    Debits of autopay are facts: they are taken as they were, not computed anew.
    """
    results = dict[str, Result]()
    debits = dict[date, list[tuple[str, datetime, int]]]()
    for payment_id, at, cents, on in books.connection.execute(_DEBITED, [books.account, books.today]):
        debits.setdefault(on, []).append((payment_id, at, cents))
    waiting, day = list(told), opened_on
    while day <= books.today:
        while waiting and waiting[0].value_on <= day:
            each = waiting.pop(0)
            results[each.command_id] = _again(books, each, day)
        if day < books.today:
            _debit(books, debits.get(day, ()))
            close_accounts(books.connection, day, [books.account], autopay=False)
        day += DAY
    return results


def _again(books: Books, told: Told, day: date) -> Result:
    command = Command.registry[told.kind].model_validate(told.content)
    then = replace(
        books, command_id=told.command_id, actor=Actor(told.actor, told.actor_role), at=told.at, today=day, value_on=day
    )
    return command.apply(then)


def _debit(books: Books, debits: Sequence[tuple[str, datetime, int]]) -> None:
    taken = [
        NewPayment(f"autopay:{books.account}:{at:%Y-%m-%d}", books.account, at, cents, "autopay")
        for _, at, cents in debits
    ]
    submit(books.connection, taken)
