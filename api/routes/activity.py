"""What you asked me to do: a caller's proposals and receipts over all threads, and what was put right."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from api.auth import current_caller
from assistant.assistant import Assistant
from assistant.notices import NoticeView
from assistant.proposals.view import ProposalView
from tools.caller import Caller

router = APIRouter(prefix="/v1/activity", tags=["proposals"])


class Activity(BaseModel):
    """Each newest first. corrections: where something that the assistant said earlier was wrong."""

    proposals: list[ProposalView]
    corrections: list[NoticeView]


@router.get("")
async def activity(request: Request, caller: Annotated[Caller, Depends(current_caller)]) -> Activity:
    """Everything that was proposed for the caller, with what can still be done about it."""
    assistant: Assistant = request.app.state.assistant
    proposals, corrections = await assistant.proposals.activity(caller)
    return Activity(proposals=proposals, corrections=corrections)
