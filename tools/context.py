"""What a tool may reach during one turn: the caller's token, the account client, policy search, the business date."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from tools.caller import Caller
from tools.client import AccountsClient, JsonObject
from tools.drafting import Draft
from tools.errors import ToolFailure


@dataclass(frozen=True)
class PolicyQuestion:
    """A policy search as the tools ask it: words, and what decides which edition governs."""

    text: str
    as_of: date
    product: str | None = None
    state: str | None = None
    agreement_date: date | None = None
    audience: str = "borrower"
    language: str = "en"


class PolicyLookup(Protocol):
    """Finds passages; each is a JSON object as docs/rooms.md describes, without its label."""

    async def __call__(self, question: PolicyQuestion) -> JsonObject: ...


class OwnWords(Protocol):
    """What the person said in this thread, and nothing else: the only words that may fill a sensitive argument."""

    def amount(self, cents: int) -> bool:
        """Whether they named this amount."""
        ...

    def day(self, day: date) -> bool:
        """Whether they named this day, in figures or in words counted from the business date."""
        ...

    def asks_for_later(self, today: date) -> bool:
        """Whether a day after `today` is named, and not in passing, by somebody who does not name today itself."""
        ...

    def day_of_month(self, number: int) -> bool:
        """Whether they named this day of the month."""
        ...

    def contains(self, text: str) -> bool:
        """Whether they wrote this (a phone number, an address), spaces, case and punctuation aside."""
        ...

    def chose(self, tool: str, argument: str, value: str) -> bool:
        """Whether they named this value of a tool's argument, by one of the words that the prompts list for it.

        The newest message that names any value of the argument decides.
        """
        ...

    @property
    def last(self) -> str:
        """Their newest message, normalised, at most 1,000 characters."""
        ...

    @property
    def newest(self) -> "OwnWords":
        """Their newest message alone."""
        ...


class NothingSaid:
    """For callers from whom no write can come."""

    last = ""

    def amount(self, cents: int) -> bool:
        return False

    def day(self, day: date) -> bool:
        return False

    def asks_for_later(self, today: date) -> bool:
        return False

    def day_of_month(self, number: int) -> bool:
        return False

    def contains(self, text: str) -> bool:
        return False

    def chose(self, tool: str, argument: str, value: str) -> bool:
        return False

    @property
    def newest(self) -> "OwnWords":
        return self


class Picked(NothingSaid):
    """For a button that a person presses on one of their own proposals: they name its ids by that, and nothing else."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = frozenset(ids)

    def contains(self, text: str) -> bool:
        return text in self._ids


def asks_for_nothing(tool: str) -> bool:
    """The intent of somebody who asked for no write."""
    return False


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class ToolContext:
    """One turn's reach. The accounts list is read once per turn, whichever tool needs it first.

    words, asked_for: what the person's own words state, and whether they ask for a write tool.
    drafts: what the write tools of this turn made; they become proposals when the turn is stored.
    drafting: held by the one write tool that runs, so that each sees the drafts before it.
    withdraws_open: the thread's open proposals are taken back when the turn is stored.
    """

    caller: Caller
    accounts: AccountsClient
    policies: PolicyLookup
    business_date: date
    handoffs: Mapping[str, Mapping[str, Any]]
    language: str = "en"
    words: OwnWords = field(default_factory=NothingSaid)
    asked_for: Callable[[str], bool] = asks_for_nothing
    clock: Callable[[], datetime] = utc_now
    drafts: list[Draft] = field(default_factory=list[Draft])
    withdraws_open: bool = False
    drafting: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _accounts: asyncio.Task[list[JsonObject]] | None = field(default=None, init=False)
    _profile: asyncio.Task[JsonObject] | None = field(default=None, init=False)

    async def read(self, path: str, **params: str | None) -> JsonObject:
        """A read under the caller's own token. Raises ToolFailure when nobody is signed in."""
        if not self.caller.has_accounts:
            raise ToolFailure("not_allowed", "Account data is only shown to the borrower who is signed in.")
        given = {key: value for key, value in params.items() if value is not None}
        return await self.accounts.read(path, self.caller.token, given)

    async def own_accounts(self) -> list[JsonObject]:
        if self._accounts is None:
            self._accounts = asyncio.create_task(self._list_accounts())
        return await asyncio.shield(self._accounts)

    async def profile(self) -> JsonObject:
        if self._profile is None:
            self._profile = asyncio.create_task(self.read("/v1/me"))
        return await asyncio.shield(self._profile)

    async def close(self) -> None:
        """End what is still being read: a turn that was stopped leaves nothing running."""
        running = [task for task in (self._accounts, self._profile) if task is not None and not task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)

    async def _list_accounts(self) -> list[JsonObject]:
        answer = await self.read("/v1/accounts")
        accounts: list[JsonObject] = answer["accounts"]
        return accounts


async def gather(reads: Sequence[Awaitable[JsonObject]]) -> list[JsonObject]:
    """Run reads side by side and keep their order; the first failure is raised after all have ended."""
    results = await asyncio.gather(*reads, return_exceptions=True)
    done: list[JsonObject] = []
    for result in results:
        if isinstance(result, BaseException):
            raise result
        done.append(result)
    return done
