"""Turns whose process died: taken up from their checkpoint by whichever process notices, or ended with the truth.

Nothing is lost by a crash: the message was stored before anything ran. A turn that cannot be taken up (nobody's token
can be had, it failed its processes before, it is too old, its records do not open) ends as `interrupted`: its person
is told so, and the same run id again begins it again.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from assistant.assistant import Assistant
from assistant.memory import Place
from assistant.outages import OUTAGE, unless_cancelled
from assistant.threads import Interrupted
from tools.caller import Caller

Delegate = Callable[[Caller], str | None]
"""A fresh token for the account reads of a caller, as sign-in would give it; None where there is none to have."""
EVERY_S = 2.0
_MOST_ATTEMPTS = 3
"""A turn that was with so many processes when they died is not tried again: it may be what ends them."""
_WITHIN = timedelta(minutes=15)
"""Older questions are not answered out of the blue."""
_AT_ONCE = 4
_log = structlog.get_logger("assistant")


def no_token(caller: Caller) -> str | None:
    """For a process that can sign nobody in: it only ends such turns, and takes up those that need no token."""
    return None


@dataclass
class Recovery:
    """Looks after the turns of all processes from inside one. clock: aware UTC instants."""

    assistant: Assistant
    clock: Callable[[], datetime]
    delegate: Delegate = no_token
    _taken: dict[Place, asyncio.Task[None]] = field(default_factory=dict[Place, asyncio.Task[None]], init=False)

    async def watch(self) -> None:
        """Sweep now and every few seconds, until cancelled; then let go of what was taken up."""
        try:
            while True:
                try:
                    await self.sweep()
                except OUTAGE as error:
                    _log.warning("recovery_waits", failure=type(error).__name__)
                unless_cancelled()
                await asyncio.sleep(EVERY_S)
        finally:
            for task in self._taken.values():
                task.cancel()
            await asyncio.gather(*self._taken.values(), return_exceptions=True)

    async def sweep(self) -> None:
        """Take up the turns that lapsed, a few at a time."""
        for place in await self.assistant.threads.lapsed():
            if place not in self._taken and len(self._taken) < _AT_ONCE:
                self._taken[place] = asyncio.create_task(self._take(place))
                self._taken[place].add_done_callback(lambda _, place=place: self._taken.pop(place, None))

    async def idle(self) -> None:
        """Wait until everything that was taken up has ended."""
        while self._taken:
            await asyncio.gather(*self._taken.values(), return_exceptions=True)

    async def _take(self, place: Place) -> None:
        with suppress(*OUTAGE):
            found = await self.assistant.threads.take_over(place)
            if found is None:
                return
            ready = self._ready(found)
            _log.warning("turn_recovered", turn_id=place.turn_id, attempts=found.claim.attempts, resumed=bool(ready))
            if ready:
                await self.assistant.take_up(ready.request, ready.accepted)
            else:
                await self.assistant.give_up(found.request, found.accepted)

    def _ready(self, found: Interrupted) -> Interrupted | None:
        """The turn with a token to go on under; None where it can only be ended."""
        caller = found.request.caller
        late = self.clock() - found.received_at > _WITHIN
        if not found.opens or found.claim.attempts > _MOST_ATTEMPTS or late:
            return None
        if caller.about is None:
            return found
        token = self.delegate(caller)
        return replace(found, request=replace(found.request, caller=replace(caller, token=token))) if token else None
