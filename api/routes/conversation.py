"""A conversation beside its turns: what people say in it, asking for a person, and a stream that tells of changes."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from api import changes, limits
from api.auth import current_caller
from api.changes import News
from api.messages import RunId, accept_text
from assistant.assistant import Assistant
from assistant.conversations import thread_uuid
from assistant.desk.handoffs import HandoffState
from assistant.desk.messages import DeskMessage
from assistant.live import Followed, Live
from tools.caller import Caller

router = APIRouter(prefix="/v1/threads/{thread_id}", tags=["threads"])
Who = Annotated[Caller, Depends(current_caller)]


class Wish(BaseModel):
    """language: in which the person would like to be served; absent takes that of what they wrote."""

    language: Literal["en", "es"] | None = None


class ToPerson(BaseModel):
    """A message to the agent who has the floor. run_id: its idempotency key."""

    text: str = Field(examples=["Thank you. Can the fee be taken back?"])
    run_id: RunId


@router.post("/handoff")
async def ask_for_person(request: Request, thread_id: str, caller: Who, wish: Wish | None = None) -> HandoffState:
    """Ask for a person, without a model; asked again, it is the same hand-off."""
    assistant: Assistant = request.app.state.assistant
    await limits.take(request, "turn", caller)
    return await assistant.reception.ask(caller, thread_id, wish.language if wish else None)


@router.delete("/handoff")
async def withdraw(request: Request, thread_id: str, caller: Who) -> HandoffState:
    """Leave the queue, while nobody has taken the conversation."""
    assistant: Assistant = request.app.state.assistant
    return await assistant.reception.withdraw(caller, thread_id)


@router.post("/messages")
async def say(request: Request, thread_id: str, message: ToPerson, caller: Who) -> DeskMessage:
    """Say something to the agent who has the floor; 409 `assistant-speaks` where nobody has it."""
    assistant: Assistant = request.app.state.assistant
    await limits.take(request, "turn", caller)
    text = accept_text(message.text, request.app.state.settings.max_message_chars)
    return await assistant.reception.say(caller, thread_id, text, message.run_id)


@router.get("/events", response_class=StreamingResponse)
async def events(request: Request, thread_id: str, caller: Who) -> StreamingResponse:
    """Server-sent `changed` events, one at once and one after each change; `GET /v1/threads/{id}?after=` tells what."""
    assistant: Assistant = request.app.state.assistant
    live: Live = request.app.state.live

    async def read() -> News:
        standing = await assistant.reception.standing(caller, thread_id)
        waits = standing.handoff is not None and standing.handoff.state == "waiting"
        return News(standing.model_dump_json(), standing.order, waits, ages=standing.floor == "agent")

    return await changes.stream(live, Followed("assistant_thread", str(thread_uuid(thread_id))), read)
