"""The account system slow, failing or cut off, before and after it committed: one effect each, and the truth told."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import httpx

from assistant.sealing import Keyring
from stack.issuer import DevelopmentIssuer
from tests.acting import writable
from tests.conftest import PORTFOLIO, Database
from tests.faults.executions import Payers, wrong
from tests.faults.report import full, record
from tests.integration.execution.booking import Desk

RUNS = 60 if full() else 8
SEED = 20_260_515
FAULTS = ("slow before", "slow after", "500 before", "500 after", "cut before", "cut after", "429 before", "none")


class Between(httpx.AsyncBaseTransport):
    """Stands between the executor and the real account system, and does something to half of what passes."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._through = httpx.AsyncHTTPTransport()
        self.done = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        fault = self._random.choice(FAULTS) if self._random.random() < 0.5 else "none"
        self.done += fault != "none"
        kind, _, when = fault.partition(" ")
        if when == "before" and (answer := await self._fault(kind, request)):
            return answer
        response = await self._through.handle_async_request(request)
        if when == "after":
            await response.aread()
            return await self._fault(kind, request) or response
        return response

    @staticmethod
    async def _fault(kind: str, request: httpx.Request) -> httpx.Response | None:
        if kind == "slow":
            await asyncio.sleep(0.8)
            return None
        if kind == "cut":
            raise httpx.RemoteProtocolError("cut", request=request)
        return httpx.Response(int(kind))


async def test_a_faulty_account_system_leaves_one_effect_each(
    assistant_db: Database,
    durable_db: Database,
    clone_database: Callable[[str], Database],
    issuer: DevelopmentIssuer,
    tmp_path: Path,
) -> None:
    desk = Desk(assistant_db, durable_db, Keyring.load_or_create(tmp_path / "keys.json"))
    between = Between(Random(SEED))

    def mint(subject: str, role: str, borrower: str | None) -> str:
        return issuer.delegate(subject, role, write=True, borrower=borrower)

    with writable(clone_database(PORTFOLIO), issuer) as books:
        payers = Payers(books)
        drafts = [payers.draft() for _ in range(RUNS)]
        ended: list[Awaitable[str]] = []
        async with desk.executing(transport=between, url=books.url, minting=mint):
            for draft in drafts:
                ended.append(desk.ended(await desk.confirmed(draft), 120))
            await asyncio.gather(*ended)
        failures = wrong(desk, payers, drafts)
    record("account system slow, failing, cut off", RUNS, len(failures), f"{between.done} faults between", SEED)
    assert failures == []
    assert between.done > RUNS / 2
