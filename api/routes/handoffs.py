"""The desk over HTTP: the board of hand-offs, and the conversations that agents take over."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from api import changes
from api.auth import current_caller
from api.changes import News
from api.desk_access import desk_of, permit
from api.messages import RunId, accept_text
from assistant.desk.board import BoardRow
from assistant.desk.conversation import Conversation
from assistant.desk.desk import Desk
from assistant.desk.messages import DeskMessage
from assistant.live import DESK, Followed, Live
from assistant.proposals.errors import NotPermitted
from tools.caller import Caller

router = APIRouter(prefix="/v1/handoffs", tags=["desk"])
_NOTE_CHARS = 4000


def _serves(request: Request, caller: Annotated[Caller, Depends(current_caller)]) -> Caller:
    """Who takes conversations over. Raises NotPermitted."""
    permit(caller, "serve_desk")
    return caller


def _looks(request: Request, caller: Annotated[Caller, Depends(current_caller)]) -> Caller:
    """Who serves, or looks into conversations. Raises NotPermitted."""
    try:
        permit(caller, "serve_desk")
    except NotPermitted:
        permit(caller, "search_conversations")
    return caller


Serving = Annotated[Caller, Depends(_serves)]
Looking = Annotated[Caller, Depends(_looks)]
Serves = Annotated[Desk, Depends(desk_of)]
State = Literal["waiting", "accepted", "returned", "withdrawn"]


class Board(BaseModel):
    """What waits first, in the order in which it is taken."""

    handoffs: list[BoardRow]


class Reply(BaseModel):
    """run_id: the idempotency key. suggestion_id: of the suggestion that the text was made from."""

    text: str
    run_id: RunId
    suggestion_id: str | None = Field(None, max_length=64)


class Returning(BaseModel):
    """note: for colleagues, kept with the conversation; the borrower does not see it."""

    note: str | None = Field(None, max_length=_NOTE_CHARS)


class Transfer(BaseModel):
    """queue: by its name in assistant/desk/hours.yaml."""

    queue: str = Field(max_length=64, examples=["special_servicing"])


@router.get("")
async def listed(
    desk: Serves,
    caller: Looking,
    state: State | None = None,
    queue: Annotated[str | None, Query(max_length=64)] = None,
    mine: bool = False,
) -> Board:
    """The board. Whose a conversation is, and the borrower's last words, only where the caller may open it."""
    return Board(handoffs=await desk.board(caller, state=state, queue=queue, mine=mine))


@router.get("/events", response_class=StreamingResponse)
async def board_events(request: Request, desk: Serves, caller: Looking) -> StreamingResponse:
    """Server-sent `changed` events with how many wait: one at once, one after every change of the board."""
    live: Live = request.app.state.live

    async def read() -> News:
        return News(f'{{"waiting": {await desk.waiting(caller)}}}', ages=True)

    return await changes.stream(live, DESK, read)


@router.get("/{handoff_id}")
async def read(
    desk: Serves, caller: Looking, handoff_id: str, after: Annotated[int, Query(ge=0, le=2**62)] = 0
) -> Conversation:
    """The conversation with its summary; `after` as of `GET /v1/threads/{id}`."""
    return await desk.look(caller, handoff_id, after)


@router.get("/{handoff_id}/events", response_class=StreamingResponse)
async def events(request: Request, desk: Serves, caller: Looking, handoff_id: str) -> StreamingResponse:
    """Server-sent `changed` events of the conversation, as its borrower gets them; who has it is there meanwhile."""
    live: Live = request.app.state.live
    thread_id = await desk.thread_of(caller, handoff_id)

    async def now() -> News:
        standing = await desk.standing(caller, handoff_id)
        waits = standing.handoff is not None and standing.handoff.state == "waiting"
        return News(standing.model_dump_json(), standing.order, waits, ages=standing.floor == "agent")

    return await changes.stream(live, Followed("assistant_thread", thread_id), now)


@router.post("/{handoff_id}/accept")
async def accept(desk: Serves, caller: Serving, handoff_id: str) -> Conversation:
    """Take the conversation over: the assistant is silent from now on. 409 `handoff-taken` says who was faster."""
    return await desk.accept(caller, handoff_id)


@router.post("/{handoff_id}/messages")
async def say(request: Request, desk: Serves, caller: Serving, handoff_id: str, reply: Reply) -> DeskMessage:
    """Say something to the borrower; 409 `assistant-speaking` while the assistant still answers."""
    text = accept_text(reply.text, request.app.state.settings.max_message_chars)
    return await desk.say(caller, handoff_id, text, reply.run_id, reply.suggestion_id)


@router.post("/{handoff_id}/return")
async def give_back(desk: Serves, caller: Serving, handoff_id: str, returning: Returning | None = None) -> BoardRow:
    """Hand the conversation back to the assistant."""
    return await desk.give_back(caller, handoff_id, (returning.note or "").strip() or None if returning else None)


@router.post("/{handoff_id}/transfer")
async def transfer(desk: Serves, caller: Serving, handoff_id: str, to: Transfer) -> BoardRow:
    """Pass the conversation to another queue."""
    return await desk.transfer(caller, handoff_id, to.queue)
