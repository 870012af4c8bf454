"""Who follows what changes: one LISTEN connection a process, fanned out to any number of followers.

A notification only says *that* something changed; each follower then reads what, with its own rights. So a follower
needs one flag, however far behind it is, and one that was behind hears once. After the connection was lost everybody
is told, since nobody knows what was missed.
"""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

import psycopg
import structlog
from psycopg import AsyncConnection

Channel = Literal["assistant_thread", "assistant_desk"]
CHANNELS: tuple[Channel, ...] = ("assistant_thread", "assistant_desk")
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0
_PROBE_S = 10.0
"""How long a silent connection is trusted before it has to answer."""
_log = structlog.get_logger("api")


@dataclass(eq=False)
class Follower:
    """One who waits. `changed` returns at once where something happened since it last returned."""

    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self) -> None:
        self._news.set()

    async def changed(self, within_s: float) -> bool:
        """Wait for a change, at most so long; False where none came."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._news.wait()
        told = self._news.is_set()
        self._news.clear()
        return told


class Live:
    """The hub of one process. `running` holds it open; followers may come before it is connected."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._followers: dict[tuple[str, str], set[Follower]] = {}
        self._connected = asyncio.Event()

    @contextmanager
    def following(self, channel: Channel, payload: str = "") -> Generator[Follower]:
        """Follow one payload of a channel (a thread's id), or, without one, the whole channel.

        Begin to follow before you read: what changes after that is told.
        """
        key, follower = (channel, payload), Follower()
        self._followers.setdefault(key, set()).add(follower)
        try:
            yield follower
        finally:
            self._followers[key].discard(follower)
            if not self._followers[key]:
                del self._followers[key]

    @property
    def followers(self) -> int:
        return sum(len(each) for each in self._followers.values())

    @property
    def is_connected(self) -> bool:
        return self._connected.is_set()

    async def connected(self) -> None:
        """Wait until changes are heard."""
        await self._connected.wait()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator["Live"]:
        """Listen until the block ends."""
        task = asyncio.create_task(self._listen())
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def _listen(self) -> None:
        pause = _FIRST_PAUSE_S
        while True:
            try:
                async with await AsyncConnection.connect(self._url, autocommit=True, connect_timeout=5) as connection:
                    for channel in CHANNELS:
                        await connection.execute(f"LISTEN {channel}".encode())
                    self._connected.set()
                    self._tell_all()
                    pause = _FIRST_PAUSE_S
                    await self._hear(connection)
            except (psycopg.Error, OSError) as error:
                _log.warning("live_disconnected", failure=type(error).__name__, again_in_s=pause)
            finally:
                self._connected.clear()
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    async def _hear(self, connection: AsyncConnection) -> None:
        """Tell followers until the connection is lost. Raises psycopg.Error then."""
        while True:
            async for told in connection.notifies(timeout=_PROBE_S):
                self._tell(told.channel, told.payload)
            async with asyncio.timeout(_PROBE_S):
                await connection.execute("SELECT 1")

    def _tell(self, channel: str, payload: str) -> None:
        for key in {(channel, payload), (channel, "")}:
            for follower in self._followers.get(key, ()):
                follower.tell()

    def _tell_all(self) -> None:
        for followers in self._followers.values():
            for follower in followers:
                follower.tell()
