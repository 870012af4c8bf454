"""From a request's token to a Caller. Nothing else a client sends can say who is asking."""

import secrets
from typing import cast

from fastapi import Request

from stack.issuer import DevelopmentIssuer, Identity, TokenRejected
from tools.caller import Caller, Role

_ROLES: frozenset[str] = frozenset({"borrower", "support_agent", "supervisor", "analyst", "auditor"})
_ANONYMOUS_COOKIE = "assist_anonymous"


def caller_of(identity: Identity, issuer: DevelopmentIssuer) -> Caller:
    """The Caller that a verified identity makes, with a delegated token for its own account reads."""
    if identity.role not in _ROLES:
        raise TokenRejected(f"The role {identity.role!r} cannot use this service.")
    role = cast(Role, identity.role)
    token = issuer.delegate(identity.subject, role) if role == "borrower" else None
    return Caller(identity.subject, role, identity.assurance, token, identity.name)


def anonymous(key: str | None = None) -> Caller:
    """A caller who is not signed in; `key` keeps their own thread reachable, and guessing it is hopeless."""
    return Caller(f"anon:{key or secrets.token_urlsafe(24)}", "anonymous")


async def current_caller(request: Request) -> Caller:
    """FastAPI dependency. No token is anonymous; a token that does not verify is an error, never anonymous.

    An anonymous client that wants to come back to its thread sends the key it was given as `X-Anonymous-Key`.
    Raises TokenRejected.
    """
    header = request.headers.get("authorization")
    if header is None:
        key = request.headers.get("x-anonymous-key")
        return anonymous(key if key and 24 <= len(key) <= 64 else None)
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRejected("The Authorization header must be `Bearer <token>`.")
    issuer: DevelopmentIssuer = request.app.state.issuer
    return caller_of(issuer.verify(token.strip()), issuer)
