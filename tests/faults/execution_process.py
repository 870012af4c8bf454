"""Executors that kill themselves at a named point: `python -m tests.faults.execution_process` reads one order a line.

A server that forks: what is slow to import is imported once, and each order runs in a process of its own. An order is
JSON: the databases, the account system, the issuer's and the sealing keys, the executor's id, which proposal is to be
interrupted where (`point`, absent for none, and after how long, `delay_s`), and which ones to wait for. How the process
ended is one line: `killed` or `done`.
"""

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from assistant.conversations import Pool
from assistant.execution.loop import Loop
from assistant.execution.running import Place, running
from assistant.execution.steps import Execution
from assistant.notices import Notice
from assistant.proposals.records import Proposal, Receipt
from assistant.sealing import Keyring
from stack.issuer import DevelopmentIssuer
from tools.authorize import Permissions
from tools.client import AccountsClient, JsonObject
from tools.drafting import Operation

POINTS = (
    "taken",
    "begin",
    "begun",
    "perform",
    "asking",
    "asked",
    "sending",
    "on the wire",
    "answered",
    "performed",
    "settle",
    "settling",
    "settled",
    "ending",
    "any moment",
)
"""From the confirmation to the receipt; `on the wire`, `ending` and `any moment` are hit after a while, not exactly."""


@dataclass(frozen=True)
class Death:
    """When this process dies: at that proposal's point, or `delay_s` after it where it is no place in the code."""

    point: str | None
    proposal_id: str
    delay_s: float

    def at(self, point: str, proposal_id: str) -> None:
        if (point, proposal_id) == (self.point, self.proposal_id):
            os.kill(os.getpid(), signal.SIGKILL)

    def soon_after(self, point: str, proposal_id: str) -> None:
        if (point, proposal_id) == (self.point, self.proposal_id):
            asyncio.get_running_loop().call_later(self.delay_s, os.kill, os.getpid(), signal.SIGKILL)


class Accounts(AccountsClient):
    """The account system's client; the writes of one proposal may be its last."""

    def __init__(self, url: str, death: Death) -> None:
        super().__init__(url)
        self._death = death

    async def command(self, key: str, token: str) -> JsonObject | None:
        self._death.at("asking", key)
        known = await super().command(key, token)
        self._death.at("asked", key)
        return known

    async def perform(self, operation: Operation, token: str, key: str) -> JsonObject:
        self._death.at("sending", key)
        self._death.soon_after("on the wire", key)
        answer = await super().perform(operation, token, key)
        self._death.at("answered", key)
        return answer


@dataclass(frozen=True)
class Mortal(Execution):
    """The steps, with death at their ends and within the last transaction."""

    death: Death

    async def begin(self, proposal_id: str) -> str:
        self.death.at("begin", proposal_id)
        found = await super().begin(proposal_id)
        self.death.at("begun", proposal_id)
        return found

    async def perform(self, proposal_id: str) -> str:
        self.death.at("perform", proposal_id)
        found = await super().perform(proposal_id)
        self.death.at("performed", proposal_id)
        return found

    async def settle(self, proposal_id: str, outcome: str) -> str:
        self.death.at("settle", proposal_id)
        found = await super().settle(proposal_id, outcome)
        self.death.at("settled", proposal_id)
        self.death.soon_after("ending", proposal_id)
        return found

    def notice(self, proposal: Proposal, receipt: Receipt) -> Notice:
        self.death.at("settling", proposal.proposal_id)
        return super().notice(proposal, receipt)


async def execute(order: dict[str, Any]) -> None:
    """Run the executor of the order until what it waits for has ended, or it dies."""
    death = Death(order.get("point"), order.get("proposal_id", ""), order.get("delay_s", 0.0))
    issuer = DevelopmentIssuer(Path(order["issuer"]))
    keyring = Keyring.parse(order["keys"])
    place = Place(order["database_url"], order["durable_url"], order["executor_id"], keyring)
    accounts = Accounts(order["accounts_url"], death)

    def mint(subject: str, role: str, borrower: str | None) -> str:
        return issuer.delegate(subject, role, write=True, borrower=borrower)

    def over(pool: Pool) -> Execution:
        return Mortal(pool, accounts, mint, keyring, Permissions.load(), death)

    async with running(place, over) as loop:
        _dying(loop, death)
        await _ended(order["watch_url"], order["wait_for"])


def _dying(loop: Loop, death: Death) -> None:
    """Let it die between taking a proposal and starting its workflow, or at any moment from now on."""
    take_up = loop.take_up

    async def taken(proposal_id: str) -> None:
        death.at("taken", proposal_id)
        await take_up(proposal_id)

    vars(loop)["take_up"] = taken
    death.soon_after("any moment", death.proposal_id)


async def _ended(url: str, proposals: list[str]) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        while True:
            cursor = await connection.execute(
                "SELECT count(*) FROM assistant.proposals WHERE proposal_id = ANY(%s::uuid[]) "
                "AND state IN ('confirmed', 'executing')",
                [proposals],
            )
            if await cursor.fetchone() == (0,):
                return
            await asyncio.sleep(0.02)


def main() -> None:
    """Serve orders until the input ends."""
    Permissions.load()
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        child = os.fork()
        if child == 0:
            asyncio.run(execute(order))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        ended = "killed" if os.WIFSIGNALED(status) else "done" if status == 0 else f"failed {status}"
        sys.stdout.write(ended + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
