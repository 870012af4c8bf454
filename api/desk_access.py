"""Who may go into the rooms where people serve and look, and the database connection that they look through."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import Request
from psycopg import AsyncConnection

from assistant.conversations import Row
from assistant.desk.desk import Desk, DeskNotConfigured
from assistant.proposals.errors import NotPermitted
from tools.authorize import Permissions
from tools.caller import Caller
from tools.permission_request import House


def permit(caller: Caller, action: str) -> None:
    """Raises NotPermitted unless the caller's role may do `action` (docs/permissions.md)."""
    decision = Permissions.load().decide(caller, action, House())
    if not decision.allowed:
        raise NotPermitted(" ".join(decision.says) or "Your role may not look here; sign in as somebody who may.")


def desk_of(request: Request) -> Desk:
    """Raises DeskNotConfigured where this service has no database role for staff."""
    desk: Desk | None = request.app.state.desk
    if desk is None:
        raise DeskNotConfigured(DeskNotConfigured.__doc__)
    return desk


@asynccontextmanager
async def looking(request: Request, caller: Caller, action: str) -> AsyncGenerator[AsyncConnection[Row]]:
    """A transaction of a caller who may do `action`. Raises NotPermitted, DeskNotConfigured."""
    permit(caller, action)
    async with desk_of(request).pool.looking(caller) as connection:
        yield connection
