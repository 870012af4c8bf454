"""`POST /v1/agui`: one AG-UI run over server-sent events. Only the newest user text of the input is believed."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from api import limits
from api.auth import current_caller
from api.errors import MessageRefused
from api.messages import RunId, accept_text
from api.resuming import Answer, Resumed
from api.runs import Runs
from api.serving import Counter
from api.stream import server_sent
from assistant.assistant import Assistant
from assistant.results import TurnRequest
from tools.caller import Caller

router = APIRouter(prefix="/v1", tags=["ag-ui"])


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


@router.post("/agui")
async def agui(
    request: Request, body: AguiInput, caller: Annotated[Caller, Depends(current_caller)]
) -> StreamingResponse:
    """Run one turn; or take the decisions in `resume`, which no message goes with.

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
    run = runs.start(TurnRequest(caller, thread_id, body.run_id, text))
    await run.begun()
    headers = _headers(thread_id)
    if caller.role == "anonymous":
        headers["X-Anonymous-Key"] = caller.subject.removeprefix("anon:")
    return StreamingResponse(server_sent(run), media_type="text/event-stream", headers=headers)


async def _resumed(request: Request, body: AguiInput, caller: Caller) -> StreamingResponse:
    """Raises ThreadNotFound, RateExceeded."""
    assistant: Assistant = request.app.state.assistant
    thread_id = body.thread_id or ""
    await assistant.threads.about(caller.subject, thread_id)
    for _ in body.resume or ():
        await limits.take(request, "confirmation", caller)
    frames = Resumed(assistant.proposals, caller, thread_id, body.run_id).stream(body.resume or ())
    return StreamingResponse(frames, media_type="text/event-stream", headers=_headers(thread_id))


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
