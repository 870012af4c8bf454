"""`POST /v1/agui`: one AG-UI run over server-sent events. Only the newest user text of the input is believed."""

from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from api import limits
from api.auth import current_caller
from api.errors import MessageRefused
from api.interrupts import Answer
from api.messages import RunId, accept_text
from api.resuming import Next, Resumed
from api.runs import Run, Runs
from api.serving import Counter
from api.stream import delivered, server_sent
from assistant.assistant import Assistant
from assistant.desk.errors import AgentSpeaks, AssistantSpeaks
from assistant.desk.messages import DeskMessage
from assistant.results import TurnRequest
from tools.caller import Caller

router = APIRouter(prefix="/v1", tags=["ag-ui"])
_TURNS_OF_THE_FLOOR = 3
"""How often a message is tried with whoever has the floor, where that changes just then."""


class AguiMessage(BaseModel):
    """A message as clients send it; only role and content are looked at."""

    model_config = ConfigDict(extra="ignore")

    role: str
    content: str | list[dict[str, Any]] | None = None


class AguiInput(BaseModel):
    """The part of RunAgentInput that is read. State, tools, context and earlier messages of a client are ignored:
    the thread's own record is in the database."""

    model_config = ConfigDict(extra="ignore", alias_generator=to_camel, populate_by_name=True)

    thread_id: str | None = None
    run_id: RunId
    messages: list[AguiMessage] = Field(default_factory=list[AguiMessage])
    resume: list[Answer] | None = Field(None, max_length=20)

    @property
    def goes_on(self) -> bool:
        """Whether a message of the user's follows everything that was said before."""
        return bool(self.messages) and self.messages[-1].role == "user"


@router.post("/agui")
async def agui(
    request: Request, body: AguiInput, caller: Annotated[Caller, Depends(current_caller)]
) -> StreamingResponse:
    """Run one turn; or take the decisions in `resume`, and then the message that follows them, if one does.

    The thread id is minted, or taken if it is the caller's own; the run id is the idempotency key.
    """
    assistant: Assistant = request.app.state.assistant
    runs: Runs = request.app.state.runs
    counter: Counter = request.app.state.counter
    if body.resume:
        return await _resumed(request, body, caller)
    await limits.take(request, "turn", caller)
    text = accept_text(_newest_user_text(body), request.app.state.settings.max_message_chars)
    thread_id = await _thread(assistant, counter, caller, body)
    caller = await counter.take_up(caller, thread_id)
    frames = await _frames(assistant, runs, TurnRequest(caller, thread_id, body.run_id, text))
    headers = _headers(thread_id)
    if caller.role == "anonymous":
        headers["X-Anonymous-Key"] = caller.subject.removeprefix("anon:")
    return StreamingResponse(frames, media_type="text/event-stream", headers=headers)


async def _frames(assistant: Assistant, runs: Runs, asked: TurnRequest) -> AsyncIterator[str]:
    """The answer's frames, once the message is stored; those of a message to a person, where one has the floor."""
    begun = await _begun(assistant, runs, asked)
    return server_sent(begun) if isinstance(begun, Run) else delivered(asked, begun)


async def _begun(assistant: Assistant, runs: Runs, asked: TurnRequest) -> Run | DeskMessage:
    """The turn, once its message is stored; the message to a person, where one has the floor.

    Raises AgentSpeaks where the floor changes hands again and again.
    """
    for _ in range(_TURNS_OF_THE_FLOOR):
        run = runs.start(asked)
        try:
            await run.begun()
        except AgentSpeaks:
            with suppress(AssistantSpeaks):
                return await assistant.reception.say(asked.caller, asked.thread_id, asked.text, asked.run_id)
        else:
            return run
    raise AgentSpeaks("The conversation is changing hands at this moment; send the message again.")


async def _resumed(request: Request, body: AguiInput, caller: Caller) -> StreamingResponse:
    """Raises ThreadNotFound, RateExceeded, MessageRefused."""
    assistant: Assistant = request.app.state.assistant
    thread_id = body.thread_id or ""
    await assistant.threads.about(caller.subject, thread_id)
    for _ in body.resume or ():
        await limits.take(request, "confirmation", caller)
    following = await _following(request, body, caller) if body.goes_on else None
    frames = Resumed(assistant.proposals, caller, thread_id, body.run_id, following).stream(body.resume or ())
    return StreamingResponse(frames, media_type="text/event-stream", headers=_headers(thread_id))


async def _following(request: Request, body: AguiInput, caller: Caller) -> Next:
    """What begins the turn of the message that came with the answers. Raises RateExceeded, MessageRefused, others."""
    assistant: Assistant = request.app.state.assistant
    runs: Runs = request.app.state.runs
    counter: Counter = request.app.state.counter
    await limits.take(request, "turn", caller)
    text = accept_text(_newest_user_text(body), request.app.state.settings.max_message_chars)
    thread_id = body.thread_id or ""
    serving = await counter.take_up(caller, thread_id)

    return partial(_begun, assistant, runs, TurnRequest(serving, thread_id, body.run_id, text))


def _headers(thread_id: str) -> dict[str, str]:
    return {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Thread-Id": thread_id}


async def _thread(assistant: Assistant, counter: Counter, caller: Caller, body: AguiInput) -> str:
    """The thread named, that of the run where it was taken before, or a new one. Raises ThreadNotFound."""
    if body.thread_id:
        return await counter.open(caller, thread_id=body.thread_id)
    known = await assistant.threads.stored(caller.subject, body.run_id)
    return str(known["thread_id"]) if known else await counter.open(caller)


def _newest_user_text(body: AguiInput) -> str:
    for message in reversed(body.messages):
        if message.role == "user":
            if isinstance(message.content, list):
                return "\n".join(str(part.get("text", "")) for part in message.content if part.get("type") == "text")
            return message.content or ""
    raise MessageRefused("message-empty", "There is no user message in this run.")
