"""The shape of a command: who may give it, when it is refused, what it records, what it does to an account's books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

import psycopg
from pydantic import BaseModel, ConfigDict

from accounts.posting import state as states
from accounts.posting.state import AccountState
from accounts.roles import BORROWER, Role

Result = dict[str, object]
"""A JSON object: the resource that a command made or changed, as its reads show it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a command is not possible: a stable code and a sentence for the person who asked."""

    code: str
    text: str


class Refused(ValueError):
    """The command is not possible now; nothing was written and its id may be used again.

    `code` names the problem (kebab-case), `reasons` say why and what to do.
    """

    def __init__(self, code: str, reasons: Sequence[Reason]) -> None:
        super().__init__("; ".join(reason.text for reason in reasons))
        self.code = code
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command: the verified subject and role of the token, or `service` for the lender's own processes."""

    subject: str
    role: Role


@dataclass(frozen=True, slots=True)
class Books:
    """The transaction in which a command runs, and all that it may know of its circumstances.

    at: when it was given (aware). today: the business date. value_on: the day on which it counts, today or earlier.
    """

    connection: psycopg.Connection
    command_id: str
    actor: Actor
    at: datetime
    today: date
    value_on: date
    borrower_id: str
    account_id: str | None = None

    @property
    def account(self) -> str:
        """The account's id. Raises LookupError for a command about the borrower alone."""
        if self.account_id is None:
            raise LookupError(f"command {self.command_id} concerns no account")
        return self.account_id

    def state(self) -> AccountState:
        """The account as its postings have it now, locked until the transaction ends."""
        return states.load(self.connection, [self.account])[self.account]


class Command(BaseModel):
    """What somebody asks; its fields are the content that a repeat must have again.

    Subclasses set `kind` (unique, snake_case), `roles` and override `check`, `record`, `apply` as needed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str] = ""
    roles: ClassVar[frozenset[Role]] = BORROWER
    registry: ClassVar[dict[str, type["Command"]]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.kind:
            if cls.kind in Command.registry:
                raise TypeError(f"two commands are called {cls.kind}")
            Command.registry[cls.kind] = cls

    def counts_on(self, today: date) -> date:
        """The day on which the command counts; an earlier one than `today` makes the account be recomputed."""
        return today

    def undoes(self) -> str | None:
        """The id of the command that this one makes as if it had never been given; the account is recomputed."""
        return None

    def check(self, books: Books) -> None:
        """Raise Refused where the command is not possible. Not asked again in a recomputation: what happened, did."""

    def record(self, books: Books) -> Result:
        """Write, once, what is no part of an account's timeline: flags, disputes, consents, cases."""
        return {}

    def apply(self, books: Books) -> Result:
        """Write the effect on `books.account_id`, by posting code and timeline tables alone, dated `books.value_on`.

        Runs again, in another schema, whenever the account is recomputed: it must follow from the command, the
        account's tables and `books` only. A command about the borrower is applied to each of the borrower's accounts.
        """
        return {}
