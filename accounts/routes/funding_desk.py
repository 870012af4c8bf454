"""What a funding route is given: connections under the roles that may see the whole portfolio, for services only."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import psycopg
from fastapi import Depends, Request
from fastapi.responses import JSONResponse
from psycopg_pool import ConnectionPool

from accounts.auth import Claims
from accounts.commands.base import Reason, Refused
from accounts.funding.once import Done, Order
from accounts.funding.remittance import DoesNotTie
from accounts.reads.errors import AuditOnly, NotConfigured
from accounts.routes.caller import claims
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing, open_write_pool

Pool = ConnectionPool[psycopg.Connection]
SETTINGS = {"writes": "ACCOUNTS_OPS_DATABASE_URL", "reads": "ACCOUNTS_AUDITOR_DATABASE_URL"}
_MOST_CONNECTIONS = 2


@dataclass(frozen=True, slots=True)
class FundingBooks:
    """The pools of accounts_ops (writes) and accounts_auditor (reads), where they are configured."""

    ops: Pool | None
    auditor: Pool | None

    def open(self) -> None:
        for pool in filter(None, (self.ops, self.auditor)):
            pool.open(wait=False)

    def close(self) -> None:
        for pool in filter(None, (self.ops, self.auditor)):
            pool.close()


def funding_books(ops_url: str | None, auditor_url: str | None, wait_s: float) -> FundingBooks:
    """Pools that are not open yet; None for a role without a URL."""
    ops, auditor = (open_write_pool(url, _MOST_CONNECTIONS, wait_s) if url else None for url in (ops_url, auditor_url))
    return FundingBooks(ops, auditor)


@contextmanager
def _connection(pool: Pool | None, purpose: str) -> Generator[psycopg.Connection]:
    if pool is None:
        raise NotConfigured(f"No database role is configured for funding {purpose} ({SETTINGS[purpose]}).")
    with pool.connection() as connection:
        yield connection


def reading(request: Request, caller: Annotated[Claims, Depends(claims)]) -> Generator[psycopg.Connection]:
    """A transaction that reads the whole portfolio. Raises AuditOnly, NotConfigured."""
    if caller.role not in ("service", "auditor"):
        raise AuditOnly("Funding needs a token with the role service or auditor.")
    books: FundingBooks = request.app.state.funding_books
    with _connection(books.auditor, "reads") as connection:
        yield connection


@dataclass(frozen=True, slots=True)
class Desk:
    """A funding write: its order, and whether it is only tried out."""

    books: FundingBooks
    order: Order
    dry_run: bool

    def run(self, write: Callable[[psycopg.Connection, Order], Done], status: int = 200) -> JSONResponse:
        """Do the write in a transaction and answer its receipt. Raises Refused, CommandConflict, NotConfigured."""
        try:
            with (
                _connection(self.books.ops, "writes") as connection,
                connection.transaction(force_rollback=self.dry_run),
            ):
                done = write(connection, self.order)
        except DoesNotTie as error:
            raise Refused("does-not-tie", [Reason("does-not-tie", str(error))]) from error
        receipt = Receipt(
            command_id=done.command_id,
            status="preview" if self.dry_run else "done",
            business_date=done.recorded_on,
            value_on=done.recorded_on,
            resource=done.result,
        )
        headers = {"Idempotent-Replayed": "true"} if done.repeated else None
        return JSONResponse(receipt.model_dump(mode="json"), 200 if self.dry_run else status, headers)


def desk(request: Request, writing: Writing) -> Desk:
    """The write of this request, for a service's token with accounts:write. Raises Refused."""
    if not writing.caller.is_service:
        raise Refused("not-permitted", [Reason("role", "Funding is written by services only.")])
    order = Order(writing.command_id, writing.caller.subject, writing.books.clock())
    return Desk(request.app.state.funding_books, order, writing.dry_run)


Reading = Annotated[psycopg.Connection, Depends(reading)]
Ordering = Annotated[Desk, Depends(desk)]
