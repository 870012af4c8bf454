"""What a tool may reach during one turn: the caller's token, the account client, policy search, the business date."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from tools.caller import Caller
from tools.client import AccountsClient, JsonObject
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


@dataclass
class ToolContext:
    """One turn's reach. The accounts list is read once per turn, whichever tool needs it first."""

    caller: Caller
    accounts: AccountsClient
    policies: PolicyLookup
    business_date: date
    handoffs: Mapping[str, Mapping[str, Any]]
    language: str = "en"
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
