"""What a write route is given: the caller's rights, the idempotency key, and one way to run a command."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import psycopg
from fastapi import Depends, Header, Query, Request
from fastapi.responses import JSONResponse
from psycopg_pool import ConnectionPool

from accounts.auth import Claims
from accounts.closeday import business_date
from accounts.commands.base import Actor, Command
from accounts.commands.run import Given, Outcome, preview, run
from accounts.reads.errors import NotFound
from accounts.routes.caller import claims
from accounts.routes.etags import Edited, current_tag, require_match
from accounts.routes.parties import may_pay
from accounts.routes.receipts import Receipt
from accounts.terms.calendar import EASTERN

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern=r"^[!-~]+$",
        description="Your id of this request: the same key and content again gives the first answer, no second effect.",
        examples=["5f0c7a52-3c0e-4d0e-9f52-9d1f6c1f2a10"],
    ),
]
DryRun = Annotated[bool, Query(description="Try it out: the answer has before and after, and nothing is kept.")]
_IDENTIFY = "SELECT set_config('accounts.borrower_id', %s, true), set_config('accounts.staff_id', %s, true)"
_OPTIONS = "-c search_path=accounts -c statement_timeout=15000 -c lock_timeout=10000 -c jit=off"
_LOCK = """
SELECT account_id FROM accounts WHERE borrower_id = %s AND (%s::text IS NULL OR account_id = %s)
ORDER BY account_id FOR UPDATE
"""
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class WriteBooks:
    """The pools of the write side: borrowers' own role, and staff's.

    clock: an aware instant. Its time of day in Eastern Time, on the business date, is the instant of a command, so that
    cut-offs follow the lender's day and the books stay in one order of time.
    """

    borrower: ConnectionPool[psycopg.Connection]
    staff: ConnectionPool[psycopg.Connection]
    clock: Clock

    @contextmanager
    def connection(self, caller: Claims) -> Generator[psycopg.Connection]:
        """A transaction in the caller's name; a third party who may not pay is nobody. Raises PoolTimeout."""
        own = caller.role in ("borrower", "third_party")
        with (self.borrower if own else self.staff).connection() as connection:
            connection.execute(_IDENTIFY, [caller.borrower_id or "", "" if own else caller.subject])
            if caller.role == "third_party" and not may_pay(connection, caller):
                connection.execute(_IDENTIFY, ["", ""])
            yield connection


def open_write_pool(database_url: str, max_size: int, wait_s: float) -> ConnectionPool[psycopg.Connection]:
    """A pool that is not open yet, for one role of the write side."""
    return ConnectionPool(
        database_url,
        connection_class=psycopg.Connection,
        kwargs={"options": _OPTIONS, "application_name": "accounts-write", "prepare_threshold": 1},
        min_size=0,
        max_size=max_size,
        timeout=wait_s,
        open=False,
        name="accounts-write",
    )


@dataclass(frozen=True, slots=True)
class Writer:
    """One write request: who asks, under which key, for real or to try out."""

    books: WriteBooks
    caller: Claims
    key: str
    dry_run: bool

    def run(self, command: Command, account_id: str | None = None, status: int = 200) -> JSONResponse:
        """Run the command and answer its receipt with `status`. Raises NotFound and what `commands.run` raises."""
        with self.books.connection(self.caller) as connection:
            outcome = self._run(connection, command, self.owner(connection, account_id), account_id)
        return answer(outcome, status, preview=self.dry_run)

    def edit(
        self, command: Command, edited: Edited, if_match: str | None, account_id: str | None = None, status: int = 200
    ) -> JSONResponse:
        """Run the command on the state that the caller saw (`if_match`), and answer its receipt with the new `ETag`.

        A repeat is not asked again what it saw. Raises MatchMissing, MatchStale and what `run` raises.
        """
        with self.books.connection(self.caller) as connection:
            owner = self.owner(connection, account_id)
            connection.execute(_LOCK, [owner, account_id, account_id])
            known = connection.execute("SELECT 1 FROM commands WHERE command_id = %s", [self.command_id]).fetchone()
            if known is None or if_match is None:
                require_match(if_match, current_tag(connection, edited, owner, account_id), edited.name)
            outcome = self._run(connection, command, owner, account_id)
            tag = current_tag(connection, edited, owner, account_id)
        done = answer(outcome, status, preview=self.dry_run)
        done.headers["ETag"] = tag
        return done

    @property
    def command_id(self) -> str:
        return f"{self.caller.subject}:{self.key}"

    def _run(self, connection: psycopg.Connection, command: Command, owner: str, account_id: str | None) -> Outcome:
        actor = Actor(self.caller.subject, self.caller.actor_role)
        time_of_day = self.books.clock().astimezone(EASTERN).time()
        at = datetime.combine(business_date(connection), time_of_day, EASTERN)
        given = Given(self.command_id, actor, at, owner, command, account_id)
        return (preview if self.dry_run else run)(connection, given)

    def owner(self, connection: psycopg.Connection, account_id: str | None) -> str:
        """The borrower concerned: the caller, whom staff serve, or the account's. Raises NotFound."""
        if account_id is None:
            if not self.caller.borrower_id:
                raise NotFound("The token names no borrower; staff tokens carry the claim `borrower`.")
            return self.caller.borrower_id
        row = connection.execute("SELECT borrower_id FROM accounts WHERE account_id = %s", [account_id]).fetchone()
        if row is None:
            raise NotFound(f"No account {account_id} belongs to this caller; /v1/accounts lists those that do.")
        return row[0]


def answer(outcome: Outcome, status: int, *, preview: bool) -> JSONResponse:
    """The receipt of an outcome; a repeat says so in a header."""
    receipt = Receipt.model_validate(
        {
            "command_id": outcome.command_id,
            "status": "preview" if preview else "done",
            "business_date": outcome.recorded_on,
            "value_on": outcome.value_on,
            "resource": outcome.result,
            "before": outcome.before and json.loads(json.dumps(outcome.before, default=str)),
            "after": outcome.after and json.loads(json.dumps(outcome.after, default=str)),
        }
    )
    headers = {"Idempotent-Replayed": "true"} if outcome.repeated else None
    return JSONResponse(receipt.model_dump(mode="json"), 200 if preview else status, headers)


def writing(request: Request, caller: Annotated[Claims, Depends(claims)], key: Key, dry_run: DryRun = False) -> Writer:
    """The writer of this request. Raises ScopeMissing where the token may not do this."""
    caller.require_write(preview=dry_run)
    books: WriteBooks = request.app.state.write_books
    return Writer(books, caller, key, dry_run)


Writing = Annotated[Writer, Depends(writing)]


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)
