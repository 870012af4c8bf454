"""What people think of an answer."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from api import limits
from api.auth import current_caller
from api.errors import NotFound
from assistant.assistant import Assistant
from assistant.feedback import Reason
from tools.caller import Caller

router = APIRouter(prefix="/v1/feedback", tags=["feedback"])


class Opinion(BaseModel):
    """turn_id: of the answer. reason: why it was not liked."""

    turn_id: uuid.UUID
    liked: bool
    reason: Reason | None = None


@router.post("", status_code=204)
async def give(request: Request, opinion: Opinion, caller: Annotated[Caller, Depends(current_caller)]) -> None:
    """Say whether an answer helped; said again, it takes the place of what was said before."""
    assistant: Assistant = request.app.state.assistant
    await limits.take(request, "feedback", caller)
    if not await assistant.take_feedback(caller, str(opinion.turn_id), liked=opinion.liked, reason=opinion.reason):
        raise NotFound("There is no such answer of yours.")
