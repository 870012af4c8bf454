"""From a request's token to a Caller. Nothing else a client sends can say who is asking."""

import asyncio
from collections.abc import Callable
from typing import Annotated, ParamSpec, TypeVar

from fastapi import Depends, Request

from stack.callers import anonymous, caller_of
from stack.issuer import Identity, Issuer, TokenRejected
from tools.caller import Caller

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


async def asking(issuer: Issuer, call: Callable[Given, Answer], *given: Given.args, **named: Given.kwargs) -> Answer:
    """What a call answers that may ask the issuer; off the event loop where that is another machine."""
    return await asyncio.to_thread(call, *given, **named) if issuer.remote else call(*given, **named)


async def current_identity(request: Request) -> Identity | None:
    """FastAPI dependency: whom the bearer token names, None without a token. Raises TokenRejected."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRejected("The Authorization header must be `Bearer <token>`.")
    issuer: Issuer = request.app.state.issuer
    return await asking(issuer, issuer.verify, token.strip())


async def current_caller(request: Request, identity: Annotated[Identity | None, Depends(current_identity)]) -> Caller:
    """FastAPI dependency. No token is anonymous; a token that does not verify is an error, never anonymous.

    An anonymous client that wants to come back to its thread sends the key it was given as `X-Anonymous-Key`.
    Raises TokenRejected.
    """
    if identity is None:
        key = request.headers.get("x-anonymous-key")
        return anonymous(key if key and 24 <= len(key) <= 64 else None)
    issuer: Issuer = request.app.state.issuer
    return await asking(issuer, caller_of, identity, issuer)
