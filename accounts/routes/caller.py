"""What a route is given: the verified claims and a read transaction in the caller's name."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from pydantic import BeforeValidator

from accounts.auth import Claims, TokenVerifier
from accounts.reads.errors import AuditOnly, NotConfigured, NotFound, ServiceOnly
from accounts.reads.pages import Page
from accounts.reads.session import Pool, Reading, reading
from accounts.routes import parties


async def claims(
    request: Request, authorization: Annotated[str | None, Header(include_in_schema=False)] = None
) -> Claims:
    """The caller by the bearer token. Raises InvalidToken; NotFound for ids that no book can hold."""
    verifier: TokenVerifier = request.app.state.verifier
    caller = verifier.verify(authorization)
    ids = (*request.path_params.values(), caller.subject, caller.serves)
    if any("\0" in str(part) for part in ids):
        raise NotFound("No id contains a NUL character, which PostgreSQL text cannot hold.")
    return caller


async def own_reading(request: Request, caller: Annotated[Claims, Depends(claims)]) -> AsyncIterator[Reading]:
    """A transaction that sees the caller's own rows, or those of the borrower whom the caller serves.

    A third party sees what the authorisation covers. Raises NotFound.
    """
    pool: Pool = request.app.state.pool
    async with reading(pool, caller.borrower_id or "") as open_reading:
        if caller.role == "third_party":
            await parties.admit(open_reading, caller, request.scope)
        yield open_reading


async def open_reading(request: Request) -> AsyncIterator[Reading]:
    """A transaction that sees no borrower, for what needs no token."""
    pool: Pool = request.app.state.pool
    async with reading(pool) as open_reading:
        yield open_reading


async def directory_reading(request: Request, caller: Annotated[Claims, Depends(claims)]) -> AsyncIterator[Reading]:
    """A transaction that lists the seeded people, for a service's token. Raises ServiceOnly."""
    if not caller.is_service:
        raise ServiceOnly("The list of people needs a token with the role service.")
    pool: Pool = request.app.state.pool
    async with reading(pool, directory=True) as open_reading:
        yield open_reading


async def audit_reading(request: Request, caller: Annotated[Claims, Depends(claims)]) -> AsyncIterator[Reading]:
    """A transaction that sees the whole ledger, under the auditor's role. Raises AuditOnly, NotConfigured."""
    if caller.role not in ("service", "auditor"):
        raise AuditOnly("The whole ledger needs a token with the role service or auditor.")
    pool: Pool | None = request.app.state.audit_pool
    if pool is None:
        raise NotConfigured("No database role of the auditor is configured (ACCOUNTS_AUDITOR_DATABASE_URL).")
    async with reading(pool) as open_reading:
        yield open_reading


def _iso_only(given: object) -> object:
    """A day as text is ISO 8601 alone: other libraries read `7` as a day of 1970."""
    if isinstance(given, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", given, re.ASCII):
        raise ValueError("a date is written YYYY-MM-DD")
    return given


IsoDate = Annotated[date, BeforeValidator(_iso_only)]
AsOf = Annotated[
    str | None,
    Query(
        description="A past day (its end, Eastern Time) or instant (ISO 8601 with offset); absent: the business date.",
        examples=["2026-05-07", "2026-05-07T14:30:00Z"],
        max_length=40,
    ),
]
_MOST_ROWS = 500
_CURSOR = "Where to go on: `next_cursor` of the page before. Absent for the first page."
Cursor = Annotated[str | None, Query(max_length=400, description=_CURSOR)]


def page(usual: int, most: int = _MOST_ROWS) -> Callable[..., Page]:
    """A dependency that reads `?limit=&cursor=`; `usual` is the rows of a page where no limit is given."""
    asked = Query(ge=1, le=most, description="The most rows that the page has.")

    def of_request(limit: Annotated[int, asked] = usual, cursor: Cursor = None) -> Page:
        return Page(limit, cursor)

    return of_request


Own = Annotated[Reading, Depends(own_reading)]
Open = Annotated[Reading, Depends(open_reading)]
Audit = Annotated[Reading, Depends(audit_reading)]
Directory = Annotated[Reading, Depends(directory_reading)]
