"""`/v1/chat/completions` and `/v1/models`. Read tools only; the key is a sign-in token, and says who asks."""

import re
import time
import uuid
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from api import limits
from api.auth import current_caller
from api.messages import accept_text
from api.openai.completions import completion
from api.openai.errors import ErrorAnswer, OpenAIRoute, failure
from api.openai.parameters import Parameters
from api.openai.shapes import ChatRequest
from api.openai.streaming import Chunks, server_sent
from api.runs import Run, Runs
from api.serving import Counter
from assistant.assistant import Assistant
from assistant.results import TurnRequest
from stack.issuer import TokenRejected
from tools.caller import Caller

router = APIRouter(
    prefix="/v1",
    tags=["openai"],
    route_class=OpenAIRoute,
    responses={"default": {"model": ErrorAnswer, "description": "Not done"}},
)
_RUN = re.compile(r"[!-~]{1,80}")
_OTHER = ["GET", "PUT", "PATCH", "DELETE"]


async def signed_in(caller: Annotated[Caller, Depends(current_caller)]) -> Caller:
    """FastAPI dependency: the caller, who only reads here. Raises TokenRejected where nobody is signed in."""
    if caller.role == "anonymous":
        raise TokenRejected("Send your sign-in token as API key: `Authorization: Bearer <token>`.")
    return replace(caller, reads_only=True)


Who = Annotated[Caller, Depends(signed_in)]


@router.post("/chat/completions", response_model=None)
async def chat(request: Request, asked: ChatRequest, caller: Who) -> Response:
    """Answer the newest user message.

    The conversation is that of the header X-Thread-Id, else of `metadata.thread_id`, else a new one; the answer's
    X-Thread-Id names it. The header Idempotency-Key makes a repeated request the same turn.
    """
    known = Parameters.load()
    known.check(asked.given)
    known.check_model(asked.model)
    run = await _begun(request, asked, caller)
    about = {
        "id": f"chatcmpl-{run.request.run_id}",
        "created": int(time.time()),
        "model": known.model.id,
        "system_fingerprint": request.app.state.fingerprint,
    }
    base_url = str(request.base_url).rstrip("/")
    headers = {"X-Thread-Id": run.request.thread_id, "X-Request-Id": run.request.run_id, "Cache-Control": "no-store"}
    if asked.stream:
        frames = server_sent(run, Chunks(about, base_url, wants_usage=asked.wants_usage))
        unbuffered = {**headers, "X-Accel-Buffering": "no"}
        return StreamingResponse(frames, media_type="text/event-stream", headers=unbuffered)
    return JSONResponse(completion(await run.result(), about, base_url), headers=headers)


async def _begun(request: Request, asked: ChatRequest, caller: Caller) -> Run:
    """The turn, its message stored. Raises RequestRefused, MessageRefused, RateExceeded, ThreadNotFound and others."""
    runs: Runs = request.app.state.runs
    counter: Counter = request.app.state.counter
    text = accept_text(asked.newest_user_text(), request.app.state.settings.max_message_chars)
    named = request.headers.get("x-thread-id") or asked.thread_id
    await limits.take(request, "turn", caller)
    given = request.headers.get("idempotency-key", "")
    run_id = given if _RUN.fullmatch(given) else str(uuid.uuid4())
    thread_id = await _thread(request, caller, named, run_id)
    caller = await counter.take_up(caller, thread_id)
    run = runs.start(TurnRequest(caller, thread_id, run_id, text, "openai"))
    await run.begun()
    return run


async def _thread(request: Request, caller: Caller, named: str | None, run_id: str) -> str:
    """The conversation named, that of the run where it was taken before, or a new one. Raises ThreadNotFound."""
    assistant: Assistant = request.app.state.assistant
    counter: Counter = request.app.state.counter
    if named:
        return await counter.open(caller, thread_id=named)
    known = await assistant.threads.stored(caller.subject, run_id)
    return str(known["thread_id"]) if known else await counter.open(caller)


@router.get("/models")
async def models(_: Who) -> dict[str, Any]:
    """The models there are: one."""
    return {"object": "list", "data": [Parameters.load().model.card()]}


@router.get("/models/{name:path}")
async def model(name: str, _: Who) -> dict[str, Any]:
    """The one model by its name."""
    known = Parameters.load()
    known.check_model(name)
    return known.model.card()


@router.api_route("/chat/completions", methods=_OTHER, include_in_schema=False)
@router.api_route("/models", methods=["POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
@router.api_route("/models/{name:path}", methods=["POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
async def not_here(request: Request) -> JSONResponse:
    """What the protocol has elsewhere and this service does not."""
    allowed = "POST" if request.url.path.endswith("/completions") else "GET"
    return failure(405, "method_not_allowed", f"Not allowed here; use {allowed}.", headers={"Allow": allowed})
