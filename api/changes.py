"""Streams that tell that something changed: one `changed` event when a client comes, and one after every change.

What changed is read with the client's own rights, and clients then fetch what is new. A client that was behind gets
one event with how things stand now.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

import psycopg
from fastapi.responses import StreamingResponse
from psycopg_pool import PoolTimeout

from assistant.live import DESK, Followed, Live

BEAT_S = 15.0
"""How often a silent stream shows that it is there."""
_AGAIN_S = 1.0
_LASTS_S = 1800.0
"""After how long a stream ends, so that its client comes again with a token that still holds."""
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True)
class News:
    """How things stand. order: of the newest thing, None where there is none. data: JSON.

    waits: whether a place in a queue is part of it, which changes with what happens to others.
    ages: whether it may change as time goes by, so that it is read anew with each sign of life.
    """

    data: str
    order: int | None = None
    waits: bool = False
    ages: bool = False

    def frame(self) -> str:
        number = "" if self.order is None else f"id: {self.order}\n"
        return f"event: changed\n{number}data: {self.data}\n\n"


async def stream(live: Live, followed: Followed, read: Callable[[], Awaitable[News]]) -> StreamingResponse:
    """The stream over what `followed` names.

    Raises TooManyFollowers, and what `read` raises the first time, before anything is sent.
    """
    live.check_room()
    first = await read()
    return StreamingResponse(_frames(live, followed, read, first), media_type="text/event-stream", headers=_HEADERS)


async def _frames(
    live: Live, followed: Followed, read: Callable[[], Awaitable[News]], first: News
) -> AsyncGenerator[str]:
    ends_at = asyncio.get_running_loop().time() + _LASTS_S
    with live.following(followed) as follower:
        sent = first
        yield first.frame()
        follower.tell()
        while asyncio.get_running_loop().time() < ends_at:
            told = await follower.changed(BEAT_S)
            if not told:
                yield ": here\n\n"
                if not sent.ages:
                    continue
            try:
                news = await read()
                if follower.beside(DESK, wanted=news.waits):
                    news = await read()
            except (LookupError, PermissionError):
                return  # no longer theirs: they are told so when they come again
            except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout):
                follower.tell(followed)
                await asyncio.sleep(_AGAIN_S)
                continue
            if told == "main" or news != sent:
                sent = news
                yield news.frame()
