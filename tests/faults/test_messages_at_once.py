"""Fifty messages at once on one thread, over two processes' worth of pools: all kept, answered one by one, in order."""

import asyncio
import uuid
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random

from assistant.places import Claim
from assistant.results import TurnRequest, TurnResult
from assistant.threads import AcceptedTurn, Threads
from tests.conftest import Database
from tests.faults.report import full, record
from tests.integration.assistant.memory_desk import threads_at
from tools.caller import Caller

RUNS, MESSAGES = (20, 50) if full() else (2, 30)
SEED = 20_260_515
CALLER = Caller("B-1", "borrower", 1)


@dataclass
class Watched:
    """What happened on one thread: who ran beside whom, and in which order."""

    running: int = 0
    together: int = 0
    order: list[int] = field(default_factory=list[int])
    known: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


async def say(threads: Threads, thread_id: str, text: str, seen: Watched) -> None:
    """One message, answered by a process of its own pool."""
    accepted = await threads.accept(TurnRequest(CALLER, thread_id, str(uuid.uuid4()), text))
    claim = accepted.claim or await threads.wait_for_place(CALLER.subject, accepted.turn_id, 120)
    assert isinstance(claim, Claim)
    seen.running += 1
    seen.together = max(seen.together, seen.running)
    seen.order.append(accepted.seq)
    history, _ = await threads.history(CALLER.subject, thread_id, accepted.seq)
    seen.known.append((len(history), min(len(seen.order) - 1, 5)))
    await asyncio.sleep(0)
    seen.running -= 1
    assert await threads.finish(CALLER.subject, answer(thread_id, accepted, text), "finished", claim=claim)


def answer(thread_id: str, accepted: AcceptedTurn, text: str) -> TurnResult:
    return TurnResult(
        thread_id=thread_id, turn_id=accepted.turn_id, outcome="answered", answer=text, prompt="p", model="m"
    )


async def test_every_message_is_kept_and_answered_in_its_turn(assistant_db: Database) -> None:
    random, failures = Random(SEED), list[str]()
    async with AsyncExitStack() as stack:
        pools = [await stack.enter_async_context(threads_at(assistant_db.url("assistant_app"))) for _ in range(2)]
        for run in range(RUNS):
            thread_id, seen = await pools[0].create(CALLER.subject), Watched()
            texts = [f"message {number}" for number in range(MESSAGES)]
            await asyncio.gather(*(say(random.choice(pools), thread_id, text, seen) for text in texts))
            turns = await pools[1].turns(CALLER.subject, thread_id)
            kept = sorted(turn["user_text"] for turn in turns)
            if kept != sorted(texts) or any(turn["result"]["answer"] != turn["user_text"] for turn in turns):
                failures.append(f"{run}: not all kept with their answers")
            if seen.order != sorted(seen.order) or seen.together != 1:
                failures.append(f"{run}: {seen.together} at once, order {seen.order}")
            if any(known != before for known, before in seen.known):
                failures.append(f"{run}: a turn did not know those before it")
    record("messages at once on one thread", RUNS, len(failures), f"{MESSAGES} messages over two pools", SEED)
    assert failures == []
