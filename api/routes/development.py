"""The development issuer's sign-in and step-up, for the seeded people only; not mounted in production."""

import asyncio
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from api.auth import current_identity
from api.errors import NotFound
from assistant.assistant import Assistant
from stack.callers import caller_of
from stack.issuer import DevelopmentIssuer, Identity, TokenRejected
from stack.people import PersonUnknown, find, identity_of, people
from tools.client import AccountsUnavailable

router = APIRouter(prefix="/v1/development", tags=["development"])


class SignIn(BaseModel):
    """`handle` as `assist people` lists it."""

    handle: str


class Code(BaseModel):
    """The one-time code that the person's authenticator shows (`assist code --as PERSON`)."""

    code: str = Field(max_length=20)


@router.get("/people")
async def listed(request: Request) -> dict[str, Any]:
    """Who can be signed in as."""
    return {"people": await _people(request)}


@router.post("/sign-in")
async def sign_in(request: Request, body: SignIn) -> dict[str, str]:
    """A token for one of the seeded people."""
    try:
        person = find(await _people(request), body.handle)
    except PersonUnknown as error:
        raise NotFound(str(error)) from error
    return {"token": request.app.state.issuer.sign_in(identity_of(person)), "token_type": "Bearer"}


@router.post("/step-up")
async def step_up(
    request: Request, body: Code, identity: Annotated[Identity | None, Depends(current_identity)]
) -> dict[str, str]:
    """A token with assurance 2 for ten minutes, for who is signed in and has the code. Each code is taken once."""
    if identity is None:
        raise TokenRejected("Sign in first; a second factor is given by who is signed in.")
    issuer: DevelopmentIssuer = request.app.state.issuer
    assistant: Assistant = request.app.state.assistant
    await assistant.step_ups.take(
        caller_of(identity, issuer), issuer.codes.step_of(identity.subject, body.code.strip())
    )
    return {"token": issuer.step_up(identity), "token_type": "Bearer"}


async def _people(request: Request) -> list[dict[str, Any]]:
    try:
        return await asyncio.to_thread(people, request.app.state.accounts_url, request.app.state.issuer)
    except httpx.HTTPError as error:
        raise AccountsUnavailable(str(error)) from error
