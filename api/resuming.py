"""AG-UI's `resume[]`: the answers to a run's interrupts are the same decisions that `/v1/proposals/{id}` takes."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

import psycopg
import structlog
from ag_ui.core import (
    BaseEvent,
    CustomEvent,
    RunErrorEvent,
    RunFinishedEvent,
    RunStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
)
from ag_ui.encoder import EventEncoder

from api.errors import DATABASE_DOWN, UNEXPECTED, kind_of
from api.interrupts import Answer, interrupts
from api.runs import Run
from api.stream import Translator, started, told_to_a_person
from assistant.desk.messages import DeskMessage
from assistant.proposals.errors import ProposalExpired, ProposalNotFound
from assistant.proposals.service import Proposals
from assistant.proposals.states import NotPossible
from assistant.proposals.view import ProposalView
from tools.caller import Caller

_log = structlog.get_logger("api")
Next = Callable[[], Awaitable[Run | DeskMessage]]
"""Takes the message that came with the answers, once they are decided: a turn, or said to the person who speaks."""


class Resumed:
    """A run that takes decisions, and after them the message that came with them, if one did.

    Clients of the protocol answer every interrupt with the next run, so whoever writes on without a yes sends a no and
    the message together.
    """

    def __init__(
        self, proposals: Proposals, caller: Caller, thread_id: str, run_id: str, following: Next | None = None
    ) -> None:
        self._proposals = proposals
        self._caller = caller
        self._thread_id = thread_id
        self._run_id = run_id
        self._following = following

    async def stream(self, answers: Sequence[Answer]) -> AsyncGenerator[str]:
        """The decisions as SSE frames, one message each; the first that is refused ends the run with its problem, and
        the message is not taken then."""
        encoder = EventEncoder()
        try:
            async for event in self._events(answers):
                yield encoder.encode(event)
        except (RuntimeError, LookupError, ValueError, OSError, psycopg.Error) as error:
            kind = kind_of(error)
            words = str(error) if kind else DATABASE_DOWN if isinstance(error, psycopg.Error) else UNEXPECTED
            _log.warning("resume_refused", run_id=self._run_id, failure=type(error).__name__)
            yield encoder.encode(RunErrorEvent(message=words, code=kind or "failed"))

    async def _events(self, answers: Sequence[Answer]) -> AsyncGenerator[BaseEvent]:
        yield started(self._thread_id, self._run_id)
        for answer in answers:
            view = await self._decided(answer)
            message_id = f"{self._run_id}-{view.proposal_id}"
            yield TextMessageStartEvent(message_id=message_id, role="assistant")
            yield TextMessageContentEvent(message_id=message_id, delta=view.says)
            yield TextMessageEndEvent(message_id=message_id)
            yield CustomEvent(name="proposal", value=view.model_dump(mode="json"))
        async for event in self._turn(self._following) if self._following else self._end():
            yield event

    async def _turn(self, following: Next) -> AsyncGenerator[BaseEvent]:
        """The turn of the message, in the run that has begun."""
        taken = await following()
        if isinstance(taken, DeskMessage):
            for event in told_to_a_person(self._thread_id, self._run_id, taken):
                yield event
            return
        translator = Translator(self._run_id)
        async for told in taken.follow():
            for event in translator.translate(told):
                if not isinstance(event, RunStartedEvent):
                    yield event

    async def _end(self) -> AsyncGenerator[BaseEvent]:
        """The end of a run without a message: what is left open waits on."""
        left = [
            view.model_dump(mode="json")
            for view in await self._proposals.listed(self._caller, state="open", thread_id=self._thread_id)
            if "confirm" in view.can
        ]
        yield RunFinishedEvent(thread_id=self._thread_id, run_id=self._run_id, outcome=interrupts(left))

    async def _decided(self, answer: Answer) -> ProposalView:
        """Raises what the service raises; a proposal of another thread is as if it were not there."""
        known = await self._proposals.one(self._caller, answer.interrupt_id)
        if known.thread_id != self._thread_id:
            raise ProposalNotFound(f"There is no proposal {answer.interrupt_id!r} in this conversation.")
        if answer.status == "cancelled":
            return await self._set_aside(known, answer.digest)
        return await self._proposals.confirm(self._caller, known.proposal_id, answer.digest or "")

    async def _set_aside(self, known: ProposalView, digest: str | None) -> ProposalView:
        """The no; where it was decided or has expired by now, what became of it: a client cannot go on without."""
        if known.state != "open":
            return known
        try:
            return await self._proposals.reject(self._caller, known.proposal_id, digest)
        except (NotPossible, ProposalExpired):
            return await self._proposals.one(self._caller, known.proposal_id)
