"""What a route is given: the verified claims and a read transaction in the caller's name."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import Depends, Header, Query, Request

from accounts.auth import Claims, TokenVerifier
from accounts.reads.errors import NotFound, ServiceOnly
from accounts.reads.pages import Page
from accounts.reads.session import Pool, Reading, reading


async def claims(request: Request, authorization: Annotated[str | None, Header()] = None) -> Claims:
    """The caller by the bearer token. Raises InvalidToken."""
    verifier: TokenVerifier = request.app.state.verifier
    return verifier.verify(authorization)


async def own_reading(request: Request, caller: Annotated[Claims, Depends(claims)]) -> AsyncIterator[Reading]:
    """A transaction that sees the caller's own rows, or those of the borrower whom the caller serves."""
    if any("\0" in str(part) for part in (*request.path_params.values(), caller.subject)):
        raise NotFound("No id contains a NUL character, which PostgreSQL text cannot hold.")
    pool: Pool = request.app.state.pool
    async with reading(pool, caller.borrower_id or "") as open_reading:
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
Directory = Annotated[Reading, Depends(directory_reading)]
