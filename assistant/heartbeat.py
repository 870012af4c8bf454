"""The sign of life of a turn that runs: its lease is renewed until it ends."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from assistant.outages import OUTAGE, unless_cancelled
from assistant.places import Claim
from assistant.threads import Threads

_EVERY = 0.3
"""Of a lease: two renewals may be missed before another process takes over."""


@asynccontextmanager
async def kept_alive(threads: Threads, subject: str, turn_id: str, claim: Claim) -> AsyncGenerator[None]:
    """Hold the turn's place while the block runs. A place that was lost is not asked back: the end is refused then."""
    task = asyncio.create_task(_beat(threads, subject, turn_id, claim))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _beat(threads: Threads, subject: str, turn_id: str, claim: Claim) -> None:
    alive = True
    while alive:
        await asyncio.sleep(threads.lease_s * _EVERY)
        with suppress(*OUTAGE):
            alive = await threads.renew(subject, turn_id, claim)
        unless_cancelled()
