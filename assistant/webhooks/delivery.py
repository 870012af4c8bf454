"""Sends what the outbox holds, from inside every API process. No connection or lock is held while a receiver is waited
for; a receiver may hear of an event twice and tells by `webhook-id` that it did."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import httpx
import structlog

from assistant.conversations import Pool
from assistant.outages import OUTAGE, unless_cancelled
from assistant.settings import Settings
from assistant.webhooks import schedule, store
from assistant.webhooks.endpoint import Endpoint, Event, client
from assistant.webhooks.schedule import Schedule
from tools.context import utc_now

_GONE = 410
"""The receiver wants no more of it. Source: Standard Webhooks 1.0, "Delivery"."""
_log = structlog.get_logger("assistant")


@dataclass
class Delivery:
    """pool: of role assistant_desk. clock: aware UTC instants, for the signature. chance: 0 to 1, for the jitter."""

    pool: Pool
    endpoint: Endpoint
    http: httpx.AsyncClient
    schedule: Schedule = field(default_factory=schedule.load)
    clock: Callable[[], datetime] = utc_now
    chance: Callable[[], float] = random.random

    async def watch(self) -> None:
        """Look and send every second, until cancelled."""
        while True:
            sent = 0
            try:
                sent = await self.sweep()
            except OUTAGE as error:
                _log.warning("webhooks_wait", failure=type(error).__name__)
            unless_cancelled()
            if sent < self.schedule.at_once:
                await asyncio.sleep(self.schedule.every_s)

    async def sweep(self) -> int:
        """Send what is due, several side by side; how many were tried."""
        plan = self.schedule
        async with self.pool.connection() as connection:
            due, stale = await store.claim(connection, plan.at_once, plan.lease_s, plan.stale_after_s)
            for event in stale:
                await store.settle(connection, event, "failed", None)
        for event in stale:
            _log.warning("webhook_given_up", event_id=event.event_id, why="stale")
        await asyncio.gather(*(self._deliver(event) for event in due))
        return len(due)

    async def _deliver(self, event: Event) -> None:
        """One attempt, unless earlier ones used them up and their process died before it said so."""
        status = None
        if event.attempts <= self.schedule.attempts:
            status = await self.endpoint.send(self.http, event, self.clock(), self.schedule.timeout_s)
        state = self._state(event, status)
        pause_s = self.schedule.pause_s(event.attempts, self.chance())
        async with self.pool.connection() as connection:
            await store.settle(connection, event, state, status, pause_s)
        if state == "failed":
            _log.warning("webhook_given_up", event_id=event.event_id, attempts=event.attempts, status=status)

    def _state(self, event: Event, status: int | None) -> store.State:
        if status is not None and 200 <= status < 300:
            return "delivered"
        return "failed" if status == _GONE or event.attempts >= self.schedule.attempts else "pending"


@asynccontextmanager
async def delivering(pool: Pool, settings: Settings) -> AsyncGenerator[None]:
    """Deliver while the block is open, where an outside desk is configured. Raises WebhookRefused."""
    if settings.webhook_url is None:
        yield
        return
    secret = settings.webhook_secret
    endpoint, plan = Endpoint.of(settings.webhook_url, secret.get_secret_value() if secret else None), schedule.load()
    async with client(plan.timeout_s) as http:
        task = asyncio.create_task(Delivery(pool, endpoint, http, plan).watch())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])
