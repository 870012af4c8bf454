"""`GET /v1/starters`: what an empty conversation offers to ask, from the borrower's own situation."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from api.auth import current_caller
from assistant.assistant import Assistant
from assistant.starters.offering import Starter, offered
from tools.caller import Caller

router = APIRouter(prefix="/v1/starters", tags=["threads"])


class Offered(BaseModel):
    """Best first."""

    starters: list[Starter]


@router.get("")
async def starters(
    request: Request, caller: Annotated[Caller, Depends(current_caller)], language: Literal["en", "es"] = "en"
) -> Offered:
    """Questions to begin with; for whoever is not signed in, those that policies alone answer."""
    assistant: Assistant = request.app.state.assistant
    return Offered(starters=offered(await assistant.signs(caller), language))
