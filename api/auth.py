"""From a request's token to a Caller. Nothing else a client sends can say who is asking."""

from typing import Annotated

from fastapi import Depends, Request

from stack.callers import anonymous, caller_of
from stack.issuer import DevelopmentIssuer, Identity, TokenRejected
from tools.caller import Caller


async def current_identity(request: Request) -> Identity | None:
    """FastAPI dependency: whom the bearer token names, None without a token. Raises TokenRejected."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRejected("The Authorization header must be `Bearer <token>`.")
    issuer: DevelopmentIssuer = request.app.state.issuer
    return issuer.verify(token.strip())


async def current_caller(request: Request, identity: Annotated[Identity | None, Depends(current_identity)]) -> Caller:
    """FastAPI dependency. No token is anonymous; a token that does not verify is an error, never anonymous.

    An anonymous client that wants to come back to its thread sends the key it was given as `X-Anonymous-Key`.
    Raises TokenRejected.
    """
    if identity is None:
        key = request.headers.get("x-anonymous-key")
        return anonymous(key if key and 24 <= len(key) <= 64 else None)
    return caller_of(identity, request.app.state.issuer)
