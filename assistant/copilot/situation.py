"""How a borrower stands, by the account system's own reads under the agent's token for that borrower alone."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tools.caller import Caller
from tools.client import AccountsClient, JsonObject
from tools.errors import ToolFailure

_OF_ACCOUNT = {
    "balance": "balance",
    "due": "amount-due",
    "delinquency": "delinquency",
    "rates": "rate-terms",
    "autopay": "autopay",
    "fees": "fees",
    "disputes": "disputes",
    "hardship": "hardship",
    "payments": "payments?limit=10",
}
_OF_BORROWER = {
    "profile": "/v1/me",
    "flags": "/v1/me/flags",
    "complaints": "/v1/me/complaints",
    "applications": "/v1/applications",
}
_AT_ONCE = 6
"""Reads of one snapshot that run side by side; the account system serves others meanwhile."""


@dataclass(frozen=True)
class Standing:
    """One account with what was read of it; a read that does not apply to it is an empty object."""

    account: JsonObject
    reads: Mapping[str, JsonObject]
    dispute_clocks: Sequence[JsonObject] = ()

    @property
    def account_id(self) -> str:
        return str(self.account["account_id"])


@dataclass(frozen=True)
class Situation:
    """as_of: the business date. borrower: reads that are not of one account."""

    as_of: date
    borrower: Mapping[str, JsonObject]
    accounts: Sequence[Standing] = ()
    results: Sequence[JsonObject] = field(default=())

    @property
    def flags(self) -> list[JsonObject]:
        """Those that hold today."""
        return [row for row in self.flags_ever if row.get("holds")]

    @property
    def flags_ever(self) -> list[JsonObject]:
        """Also those that have ended or are still to begin."""
        return rows_of(self.borrower.get("flags", {}), "flags")


class Reader:
    """Reads under one caller's token, a few at a time."""

    def __init__(self, accounts: AccountsClient, caller: Caller) -> None:
        self._accounts, self._token = accounts, caller.token
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def read(self, path: str) -> JsonObject:
        """Raises ToolFailure where the account system is out of reach; what does not apply is an empty object."""
        async with self._turn:
            try:
                return await self._accounts.read(path, self._token)
            except ToolFailure as failure:
                if failure.kind == "temporary":
                    raise
                return {}

    async def situation(self) -> Situation:
        """All of it. Raises ToolFailure."""
        today = await self._accounts.business_date()
        listed, *rest = await asyncio.gather(self.read("/v1/accounts"), *map(self.read, _OF_BORROWER.values()))
        borrower: dict[str, JsonObject] = dict(zip(_OF_BORROWER, rest, strict=True))
        rows: list[JsonObject] = listed.get("accounts", [])
        standings = await asyncio.gather(*(self._standing(row) for row in rows))
        results = [*borrower.values(), *(read for one in standings for read in (one.account, *one.reads.values()))]
        return Situation(today, borrower, standings, [result for result in results if result])

    async def _standing(self, account: JsonObject) -> Standing:
        base = f"/v1/accounts/{account['account_id']}"
        reads = await asyncio.gather(*(self.read(f"{base}/{path}") for path in _OF_ACCOUNT.values()))
        named: dict[str, JsonObject] = dict(zip(_OF_ACCOUNT, reads, strict=True))
        running = [one for one in rows_of(named["disputes"], "disputes") if one["status"] == "open"]
        clocks = await asyncio.gather(*(self.read(f"{base}/disputes/{one['dispute_id']}/clock") for one in running))
        return Standing(account, named, [{**clock, "dispute": one} for clock, one in zip(clocks, running, strict=True)])


def rows_of(answer: Mapping[str, Any], name: str) -> list[JsonObject]:
    """The answer's list of that name; empty where the read did not apply."""
    rows: list[JsonObject] = answer.get(name, [])
    return rows
