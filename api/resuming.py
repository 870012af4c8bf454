"""AG-UI's `resume[]`: the answers to a run's interrupts are the same decisions that `/v1/proposals/{id}` takes."""

from collections.abc import AsyncGenerator, Sequence
from typing import Annotated, Any, Literal

import psycopg
import structlog
from ag_ui.core import (
    BaseEvent,
    CustomEvent,
    Interrupt,
    RunErrorEvent,
    RunFinishedEvent,
    RunFinishedInterruptOutcome,
    RunStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
)
from ag_ui.encoder import EventEncoder
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.errors import DATABASE_DOWN, UNEXPECTED, kind_of
from assistant.proposals.errors import ProposalNotFound
from assistant.proposals.service import Proposals
from assistant.proposals.view import ProposalView
from tools.caller import Caller

_log = structlog.get_logger("api")
_ANSWER = {
    "type": "object",
    "properties": {"digest": {"type": "string", "description": "The proposal's digest, as it was shown"}},
    "required": ["digest"],
}


class Answer(BaseModel):
    """One answer. resolved: yes, to what the payload's digest names; cancelled: no."""

    model_config = ConfigDict(extra="ignore", alias_generator=to_camel, populate_by_name=True)

    interrupt_id: Annotated[str, Field(max_length=64)]
    status: Literal["resolved", "cancelled"]
    payload: Any = None

    @property
    def digest(self) -> str | None:
        """What it agrees to, where it says so."""
        match self.payload:
            case {"digest": str(said)}:
                return said
            case _:
                return None


def interrupts(shown: Sequence[dict[str, Any]]) -> RunFinishedInterruptOutcome | None:
    """What a run waits for: an interrupt for each proposal, as docs/acting.md shows it; None where there is none."""
    if not shown:
        return None
    return RunFinishedInterruptOutcome(
        interrupts=[
            Interrupt(
                id=view["proposal_id"],
                reason="confirmation",
                message=view["title"],
                response_schema=_ANSWER,
                expires_at=view["expires_at"],
                metadata={"proposal": view},
            )
            for view in shown
        ]
    )


class Resumed:
    """A run that takes decisions instead of a message."""

    def __init__(self, proposals: Proposals, caller: Caller, thread_id: str, run_id: str) -> None:
        self._proposals = proposals
        self._caller = caller
        self._thread_id = thread_id
        self._run_id = run_id

    async def stream(self, answers: Sequence[Answer]) -> AsyncGenerator[str]:
        """The decisions as SSE frames, one message each; the first that is refused ends the run with its problem."""
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
        yield RunStartedEvent(thread_id=self._thread_id, run_id=self._run_id)
        for answer in answers:
            view = await self._decided(answer)
            message_id = f"{self._run_id}-{view.proposal_id}"
            yield TextMessageStartEvent(message_id=message_id, role="assistant")
            yield TextMessageContentEvent(message_id=message_id, delta=view.says)
            yield TextMessageEndEvent(message_id=message_id)
            yield CustomEvent(name="proposal", value=view.model_dump(mode="json"))
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
            return await self._proposals.reject(self._caller, known.proposal_id, answer.digest)
        return await self._proposals.confirm(self._caller, known.proposal_id, answer.digest or "")
