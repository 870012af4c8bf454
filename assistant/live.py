"""Who follows what changes: one LISTEN connection a process, fanned out to any number of followers.

A notification only says *that* something changed; each follower then reads what, with its own rights. So a follower
needs one flag, however far behind it is, and one that was behind hears once. After the connection was lost everybody
is told, since nobody knows what was missed.
"""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

import psycopg
import structlog
from psycopg import AsyncConnection

Channel = Literal["assistant_thread", "assistant_desk"]
CHANNELS: tuple[Channel, ...] = ("assistant_thread", "assistant_desk")
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0
_PROBE_S = 10.0
"""How long a silent connection is trusted before it has to answer."""
_MOST = 4000
_log = structlog.get_logger("api")


class TooManyFollowers(RuntimeError):
    """This process serves as many streams as it may; come again in a moment."""


@dataclass(frozen=True)
class Followed:
    """What is followed: a thread by its id, or, without a payload, the whole channel."""

    channel: Channel
    payload: str = ""


DESK = Followed("assistant_desk")


class Follower:
    """One who waits. main: what they came for; what is followed besides only bears on it."""

    def __init__(self, live: "Live", main: Followed) -> None:
        self._live = live
        self._main = main
        self._news = asyncio.Event()
        self._of_main = False

    def tell(self, followed: Followed | None = None) -> None:
        """Something happened there; None: somewhere."""
        self._of_main = self._of_main or followed == self._main
        self._news.set()

    async def changed(self, within_s: float) -> Literal["main", "beside", ""]:
        """Wait for a change, at most so long; empty where none came. At once where one did since it last returned."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._news.wait()
        told = "main" if self._of_main else "beside" if self._news.is_set() else ""
        self._of_main = False
        self._news.clear()
        return told

    def beside(self, followed: Followed, *, wanted: bool) -> bool:
        """Follow that as well, or no more; True where it is new, so that what stands there has to be read again."""
        if followed == self._main:
            return False
        return self._live.add(self, followed) if wanted else self._live.drop(self, followed)


class Live:
    """The hub of one process. `running` holds it open; followers may come before it is connected."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._followers: dict[Followed, set[Follower]] = {}
        self._open = 0
        self._connected = asyncio.Event()

    @contextmanager
    def following(self, main: Followed) -> Generator[Follower]:
        """Follow from now on. Begin before you read: what changes after that is told. Raises TooManyFollowers."""
        self.check_room()
        self._open += 1
        follower = Follower(self, main)
        self.add(follower, main)
        try:
            yield follower
        finally:
            self._open -= 1
            for each in (main, DESK):
                self.drop(follower, each)

    def check_room(self) -> None:
        """Raises TooManyFollowers."""
        if self._open >= _MOST:
            raise TooManyFollowers("Too many streams are open; come again in a moment.")

    def add(self, follower: Follower, followed: Followed) -> bool:
        """Whether it was not followed before."""
        known = self._followers.setdefault(followed, set())
        is_new = follower not in known
        known.add(follower)
        return is_new

    def drop(self, follower: Follower, followed: Followed) -> bool:
        """False: nothing new is followed."""
        if known := self._followers.get(followed):
            known.discard(follower)
            if not known:
                del self._followers[followed]
        return False

    @property
    def followers(self) -> int:
        """How many streams are open."""
        return self._open

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
        for known in CHANNELS:
            if known == channel:
                for followed in {Followed(known, payload), Followed(known)}:
                    for follower in self._followers.get(followed, ()):
                        follower.tell(followed)

    def _tell_all(self) -> None:
        for followed, followers in self._followers.items():
            for follower in followers:
                follower.tell(followed)
