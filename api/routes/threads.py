"""Threads and their turns as JSON, for clients that do not stream."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from api import limits
from api.auth import current_caller
from api.errors import NotFound
from api.messages import RunId, accept_text
from api.runs import Runs
from api.serving import Counter
from assistant.assistant import Assistant
from assistant.results import TurnRequest, TurnResult
from tools.caller import Caller

router = APIRouter(prefix="/v1/threads", tags=["threads"])
Who = Annotated[Caller, Depends(current_caller)]
After = Annotated[int, Query(ge=0, le=2**62)]


class NewThread(BaseModel):
    """`anonymous_key` is there for callers who are not signed in: send it as X-Anonymous-Key to come back."""

    thread_id: str
    anonymous_key: str | None = None


class Opening(BaseModel):
    """borrower: for staff, whom this conversation is about, by handle or id. It cannot be changed later."""

    borrower: str | None = Field(None, max_length=100)


class Message(BaseModel):
    """`run_id`: the turn's idempotency key; the same id again answers the same turn."""

    text: str
    run_id: RunId = Field(default_factory=lambda: str(uuid.uuid4()))


@router.post("", status_code=201)
async def create(request: Request, caller: Who, opening: Opening | None = None) -> NewThread:
    """Start a conversation; staff may name the borrower whom they serve in it."""
    counter: Counter = request.app.state.counter
    key = caller.subject.removeprefix("anon:") if caller.role == "anonymous" else None
    thread_id = await counter.open(caller, opening.borrower if opening else None)
    return NewThread(thread_id=thread_id, anonymous_key=key)


@router.get("")
async def listed(request: Request, caller: Who) -> dict[str, Any]:
    """The caller's conversations, newest first."""
    assistant: Assistant = request.app.state.assistant
    return {"threads": await assistant.threads.listed(caller.subject)}


@router.get("/{thread_id}")
async def read(request: Request, thread_id: str, caller: Who, after: After = 0) -> dict[str, Any]:
    """A conversation: turns, notices (receipts, approvals, corrections), messages to and from people; `order` puts them
    in one row. What has ended up to `order` of the whole stays as it is: pass that as `after` to read on. What is
    newest may come once more; its id is the same."""
    assistant: Assistant = request.app.state.assistant
    standing = await assistant.reception.standing(caller, thread_id)
    return {
        "thread_id": thread_id,
        **standing.model_dump(mode="json"),
        "turns": await assistant.threads.turns(caller.subject, thread_id, after),
        "notices": await assistant.proposals.notices_of(caller, thread_id, after),
        "messages": await assistant.reception.messages(caller, thread_id, after),
    }


@router.post("/{thread_id}/turns")
async def say(request: Request, thread_id: str, message: Message, caller: Who) -> TurnResult:
    """Say something and wait for the answer. A lost connection loses nothing: ask again with the same run id."""
    runs: Runs = request.app.state.runs
    counter: Counter = request.app.state.counter
    await limits.take(request, "turn", caller)
    text = accept_text(message.text, request.app.state.settings.max_message_chars)
    caller = await counter.take_up(caller, thread_id)
    return await runs.start(TurnRequest(caller, thread_id, message.run_id, text)).result()


@router.post("/{thread_id}/runs/{run_id}/stop", status_code=204)
async def stop(request: Request, thread_id: str, run_id: str, caller: Who) -> None:
    """Stop a running turn: the model call is cancelled and the turn is stored as stopped."""
    runs: Runs = request.app.state.runs
    run = runs.find(caller.subject, run_id)
    if run is None or run.request.thread_id != thread_id:
        raise NotFound("No such run is in progress.")
    await run.stop()
