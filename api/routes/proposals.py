"""Proposals: seen, confirmed, rejected, cancelled, approved and taken back by people, never by a model."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from api import limits
from api.auth import current_caller
from api.names import Names
from assistant.assistant import Assistant
from assistant.proposals.service import Proposals
from assistant.proposals.states import State
from assistant.proposals.view import ProposalView
from tools.caller import Caller

router = APIRouter(prefix="/v1/proposals", tags=["proposals"])
Who = Annotated[Caller, Depends(current_caller)]
_Digest = Annotated[str, Field(max_length=128)]
_ENDED: frozenset[State] = frozenset({"done", "refused"})


class Yes(BaseModel):
    """digest: of the proposal as it was shown; it says what is agreed to."""

    digest: _Digest


class No(BaseModel):
    """digest: of the proposal as it was shown, where the client has it."""

    digest: _Digest | None = None


def _proposals(request: Request) -> Proposals:
    assistant: Assistant = request.app.state.assistant
    return assistant.proposals


Service = Annotated[Proposals, Depends(_proposals)]


def _names(request: Request) -> Names:
    return request.app.state.names


async def _named(request: Request, caller: Caller, view: ProposalView) -> ProposalView:
    [named] = await _names(request).put(caller, [view])
    return named


@router.get("")
async def listed(
    request: Request, proposals: Service, caller: Who, state: State | None = None, thread_id: str | None = None
) -> dict[str, list[ProposalView]]:
    """The caller's own and those about them, newest first; a supervisor's also those that await approval."""
    found = await proposals.listed(caller, state=state, thread_id=thread_id)
    return {"proposals": await _names(request).put(caller, found)}


@router.get("/{proposal_id}")
async def one(request: Request, proposals: Service, proposal_id: str, caller: Who) -> ProposalView:
    """One proposal with its receipt, where it has one."""
    return await _named(request, caller, await proposals.one(caller, proposal_id))


_NOT_YET: dict[int | str, dict[str, Any]] = {202: {"model": ProposalView, "description": "It is not done yet"}}


@router.post("/{proposal_id}/confirm", responses=_NOT_YET)
async def confirm(
    request: Request, response: Response, proposals: Service, proposal_id: str, yes: Yes, caller: Who
) -> ProposalView:
    """The maker's yes: 200 with the receipt, 202 while it executes or waits for a second person. Safe to repeat."""
    await limits.take(request, "confirmation", caller)
    view = await proposals.confirm(caller, proposal_id, yes.digest)
    return _answer(response, await _named(request, caller, view))


@router.post("/{proposal_id}/approve", responses=_NOT_YET)
async def approve(
    request: Request, response: Response, proposals: Service, proposal_id: str, yes: Yes, caller: Who
) -> ProposalView:
    """A second person's yes, answered like a confirmation."""
    await limits.take(request, "confirmation", caller)
    view = await proposals.approve(caller, proposal_id, yes.digest)
    return _answer(response, await _named(request, caller, view))


@router.post("/{proposal_id}/reject")
async def reject(
    request: Request, proposals: Service, proposal_id: str, caller: Who, no: No | None = None
) -> ProposalView:
    """The maker's no to what is open, or a second person's to what awaits approval."""
    await limits.take(request, "confirmation", caller)
    view = await proposals.reject(caller, proposal_id, no.digest if no else None)
    return await _named(request, caller, view)


@router.post("/{proposal_id}/cancel")
async def cancel(
    request: Request, proposals: Service, proposal_id: str, caller: Who, no: No | None = None
) -> ProposalView:
    """The maker takes back what awaits approval."""
    await limits.take(request, "confirmation", caller)
    return await proposals.cancel(caller, proposal_id, no.digest if no else None)


@router.post("/{proposal_id}/undo")
async def undo(request: Request, proposals: Service, proposal_id: str, caller: Who) -> ProposalView:
    """A new open proposal that takes back what was done; it is confirmed like any other."""
    await limits.take(request, "confirmation", caller)
    return await proposals.undo(caller, proposal_id)


def _answer(response: Response, view: ProposalView) -> ProposalView:
    response.status_code = 200 if view.state in _ENDED else 202
    return view
