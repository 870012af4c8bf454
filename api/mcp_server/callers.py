"""Who asks over MCP: the bearer token says so, and for staff the conversation that they serve a borrower in."""

from dataclasses import dataclass, replace

from fastapi import Request

from api.auth import current_caller, current_identity
from api.serving import Counter
from assistant.assistant import Assistant
from stack.issuer import TokenRejected
from tools.caller import Caller


@dataclass(frozen=True)
class Asking:
    """One request's caller, who only reads, with what serves them. address: the client's, for the limits."""

    caller: Caller
    assistant: Assistant
    address: str


async def asking(request: Request) -> Asking:
    """The caller of a request.

    Staff name a conversation of their own in the header X-Thread-Id, and read the accounts of the borrower whom it
    serves; a borrower reads their own accounts whatever the header says. Raises TokenRejected, ThreadNotFound,
    NotPermitted.
    """
    caller = await current_caller(request, await current_identity(request))
    if caller.role == "anonymous":
        raise TokenRejected("Sign in: send your token as `Authorization: Bearer <token>`.")
    if caller.is_staff and (thread_id := request.headers.get("x-thread-id")):
        counter: Counter = request.app.state.counter
        caller = await counter.take_up(caller, thread_id)
    address = request.client.host if request.client else ""
    return Asking(replace(caller, reads_only=True), request.app.state.assistant, address)
