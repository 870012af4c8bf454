"""Writes that the ordinary writer does not know: accounts that are not open yet, and the lender's own terms."""

from dataclasses import replace

import psycopg
from fastapi.responses import JSONResponse

from accounts.commands.base import Command
from accounts.commands.pricing import LENDER
from accounts.ledger import CommandConflict
from accounts.posting.applications import next_account_id
from accounts.reads.errors import NotFound
from accounts.routes.writer import Writer

_OF_APPLICATION = "SELECT account_id, opens_account_id FROM applications WHERE application_id = %s"


class Opener(Writer):
    """A writer whose account is only opened by the command: it belongs to the caller, or to whom staff serve."""

    def owner(self, connection: psycopg.Connection, account_id: str | None) -> str:
        """The borrower who gets the account. Raises NotFound."""
        return Writer.owner(self, connection, None)


def opener(writing: Writer) -> Opener:
    """The same write request, for an account that is not open yet."""
    return Opener(writing.books, writing.caller, writing.key, writing.dry_run)


def open_numbered(writing: Writer, command: Command, product: str) -> JSONResponse:
    """Open an account under a new number; the same key again gives the first number."""
    with writing.books.connection(writing.caller) as connection:
        number = _known(connection, writing.command_id) or next_account_id(connection, product)
    try:
        return opener(writing).run(command, number, 201)
    except CommandConflict:
        # the same key at the same time: the other one took its number first
        with writing.books.connection(writing.caller) as connection:
            first = _known(connection, writing.command_id)
        if first is None or first == number:
            raise
        return opener(writing).run(command, first, 201)


def _known(connection: psycopg.Connection, command_id: str) -> str | None:
    row = connection.execute("SELECT account_id FROM commands WHERE command_id = %s", [command_id]).fetchone()
    return row[0] if row else None


def on_application(writing: Writer, command: Command, application_id: str, *, opens: bool = False) -> JSONResponse:
    """Run a command on the account that an application concerns; `opens`: on the one that its offer opens.

    An application for a new account concerns the borrower alone. Raises NotFound.
    """
    with writing.books.connection(writing.caller) as connection:
        row = connection.execute(_OF_APPLICATION, [application_id]).fetchone()
    if row is None:
        raise NotFound(f"No application {application_id} belongs to this caller; /v1/applications lists those that do.")
    account_id, number = row
    if account_id is None and opens and number is not None:
        return opener(writing).run(command, number, 201)
    return writing.run(command, account_id, 201 if opens else 200)


def for_lender(writing: Writer) -> Writer:
    """The same write request, about the lender's own terms."""
    return replace(writing, caller=replace(writing.caller, serves=LENDER))
