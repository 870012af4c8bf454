"""Fifty confirmations of one proposal at once, with two executors alive: one execution, and all are told the same."""

import asyncio
import time
from pathlib import Path
from statistics import median

import httpx

from assistant.sealing import Keyring
from tests.acting import Acting, executor_process
from tests.faults.executions import Payers, wrong
from tests.faults.report import full, record
from tests.integration.execution.booking import Desk
from tools.drafting import Draft

RUNS = 20 if full() else 2
AT_ONCE = 50
_PATIENCE_S = 30.0


async def confirmed(http: httpx.AsyncClient, draft: Draft) -> httpx.Response:
    return await http.post(f"/v1/proposals/{draft.proposal_id}/confirm", json={"digest": draft.digest})


async def test_fifty_confirmations_at_once_are_one_execution(acting: Acting, tmp_path: Path) -> None:
    desk = Desk(acting.database, acting.durable, Keyring.parse(acting.keys))
    payers, drafts, failures = Payers(acting.books), list[Draft](), list[str]()
    alone_ms = list[float]()
    second = executor_process(
        tmp_path / "second", acting.database, acting.durable, acting.books, acting.keys, "executor-2"
    )
    with second:
        for _ in range(RUNS):
            draft = payers.draft()
            drafts.append(draft)
            await desk.opened(draft)
            async with acting.signed_in(draft.maker) as http:
                answers = await asyncio.gather(*(confirmed(http, draft) for _ in range(AT_ONCE)))
                await desk.ended(draft.proposal_id, _PATIENCE_S)
                last = await confirmed(http, draft)
            failures += [f"{answer.status_code}" for answer in answers if answer.status_code not in (200, 202)]
            told = [answer.json()["receipt"] for answer in answers if answer.status_code == 200]
            failures += [] if last.status_code == 200 and last.json()["receipt"] else ["no receipt"]
            failures += [] if all(receipt == last.json()["receipt"] for receipt in told) else ["told differently"]
            alone_ms.append(await _alone(acting, desk, payers, drafts))
    failures += wrong(desk, payers, drafts)
    figure = f"{AT_ONCE} at once, two executors; one alone {median(alone_ms):.0f} ms from yes to receipt"
    record("confirmations of one proposal at once", RUNS, len(failures), figure, 0)
    assert failures == []


async def _alone(acting: Acting, desk: Desk, payers: Payers, drafts: list[Draft]) -> float:
    """How long one confirmation takes until its receipt is there, in milliseconds."""
    draft = payers.draft()
    drafts.append(draft)
    await desk.opened(draft)
    async with acting.signed_in(draft.maker) as http:
        started = time.perf_counter()
        answer = await confirmed(http, draft)
        took_ms = (time.perf_counter() - started) * 1000
    assert (answer.status_code, answer.json()["state"]) == (200, "done"), answer.text
    return took_ms
