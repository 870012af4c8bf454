"""The development issuer's sign-in, for the seeded people only; not mounted in production."""

import asyncio
from typing import Any

import httpx
from fastapi import APIRouter, Request
from pydantic import BaseModel

from api.errors import NotFound
from stack.people import PersonUnknown, find, identity_of, people
from tools.client import AccountsUnavailable

router = APIRouter(prefix="/v1/development", tags=["development"])


class SignIn(BaseModel):
    """`handle` as `assist people` lists it."""

    handle: str


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


async def _people(request: Request) -> list[dict[str, Any]]:
    try:
        return await asyncio.to_thread(people, request.app.state.accounts_url, request.app.state.issuer)
    except httpx.HTTPError as error:
        raise AccountsUnavailable(str(error)) from error
