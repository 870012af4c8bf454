"""The copilot beside a handed-over conversation: what is suggested to its agent, and what they are warned of."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from api import limits
from api.auth import current_caller
from api.desk_access import desk_of, permit
from api.messages import accept_text
from api.runs import Runs
from api.serving import Counter
from assistant.assistant import Assistant
from assistant.copilot import policy_search
from assistant.copilot.actions import Action
from assistant.copilot.policy_search import FoundSection
from assistant.copilot.rewrites import Change
from assistant.copilot.room import Beside, Copilot
from assistant.copilot.sections import Sections
from assistant.copilot.snapshot import Snapshot
from assistant.desk.notes import Note
from assistant.desk.suggestions import Decided, Outcome, Reason, Suggestion, Warned
from stack.callers import serving
from tools.caller import Caller

router = APIRouter(prefix="/v1/copilot", tags=["copilot"])
Who = Annotated[Caller, Depends(current_caller)]
Language = Literal["en", "es"]
Text = Annotated[str, Field(max_length=8000)]


class Actions(BaseModel):
    """Best first."""

    actions: list[Action]


class Warnings(BaseModel):
    """Those that stop first, then in the order of their places. Places count Unicode code points."""

    warnings: list[Warned]


class Found(BaseModel):
    results: list[FoundSection]


class SideThread(BaseModel):
    thread_id: str


class Wanted(BaseModel):
    """language: of the reply; absent: that of the borrower's words."""

    language: Language | None = None


class Rewriting(BaseModel):
    """suggestion_id: the suggestion that the text is, or began as."""

    text: Text
    change: Change
    language: Language | None = None
    suggestion_id: str | None = None


class Draft(BaseModel):
    text: Text


class Noting(BaseModel):
    text: Text
    suggestion_id: str | None = None


class Decision(BaseModel):
    """final: what was sent or kept; absent for `accepted` as it stands and for `rejected`."""

    outcome: Outcome
    final: Text | None = None
    reason: Reason | None = None


def _copilot(request: Request) -> Copilot:
    """One for the process: it remembers the documents that warnings cite."""
    state = request.app.state
    made: Copilot | None = getattr(state, "copilot", None)
    if made is None:
        assistant: Assistant = state.assistant
        runs: Runs = state.runs
        made = Copilot(desk_of(request), assistant.parts, Sections(state.pool), lambda turn: runs.start(turn).result())
        state.copilot = made
    return made


async def _beside(request: Request, caller: Caller, handoff_id: str, looks: str | None, *, only_own: bool) -> Beside:
    """The agent beside their conversation, with a token for its borrower alone. Raises NotPermitted,
    DeskNotConfigured, HandoffNotFound, HandoffTaken."""
    permit(caller, "serve_desk")
    hearing = await _copilot(request).hear(caller, handoff_id, looks=looks, only_own=only_own)
    if hearing.about is not None:
        caller = serving(caller, hearing.about, request.app.state.issuer)
    return Beside(caller, hearing)


def _opens(request: Request, caller: Caller) -> Callable[[str, str], Awaitable[None]]:
    """Makes the agent's side thread where it is not there; who serves whom is on record from its first moment."""
    counter: Counter = request.app.state.counter

    async def open_thread(thread_id: str, borrower: str) -> None:
        await counter.open(caller, borrower or None, thread_id)

    return open_thread


@router.get("/policies")
async def policies(request: Request, caller: Who, q: Annotated[str, Field(max_length=500)], k: int = 8) -> Found:
    """Search the policies as staff see them."""
    permit(caller, "serve_desk")
    parts = _copilot(request).parts
    today = await parts.accounts.business_date()
    return Found(results=await policy_search.found(parts.search, q, today, max(1, min(k, 20))))


@router.get("/{handoff_id}/snapshot")
async def snapshot(request: Request, handoff_id: str, caller: Who) -> Snapshot:
    """How the borrower stands, from the account system's own reads."""
    beside = await _beside(request, caller, handoff_id, "snapshot", only_own=False)
    return await _copilot(request).snapshot(beside)


@router.get("/{handoff_id}/actions")
async def actions(request: Request, handoff_id: str, caller: Who) -> Actions:
    """Next best actions, with why not where one is not possible; never a credit decision."""
    beside = await _beside(request, caller, handoff_id, None, only_own=False)
    return Actions(actions=await _copilot(request).actions(beside))


@router.post("/{handoff_id}/suggestions")
async def suggest(request: Request, handoff_id: str, caller: Who, wanted: Wanted | None = None) -> Suggestion:
    """A reply to the borrower's newest words, to insert, edit or leave. It is never sent by itself."""
    await limits.take(request, "turn", caller)
    beside = await _beside(request, caller, handoff_id, "suggest", only_own=True)
    opens = _opens(request, caller)
    return await _copilot(request).suggest(_for_borrower(beside), opens, wanted.language if wanted else None)


@router.post("/{handoff_id}/rewrites")
async def rewrite(request: Request, handoff_id: str, caller: Who, body: Rewriting) -> Suggestion:
    """The text shorter, warmer, plainer, or in the other language; every figure and source stays."""
    await limits.take(request, "turn", caller)
    beside = _for_borrower(await _beside(request, caller, handoff_id, None, only_own=True))
    made = partial(_copilot(request).rewrite, beside, _opens(request, caller))
    return await made(body.text, body.change, body.language, body.suggestion_id)


@router.post("/{handoff_id}/check")
async def check(request: Request, handoff_id: str, caller: Who, draft: Draft) -> Warnings:
    """What an own draft may not say like that, each at its place and with the policy behind it."""
    beside = await _beside(request, caller, handoff_id, None, only_own=True)
    return Warnings(warnings=await _copilot(request).check(beside, draft.text) if draft.text.strip() else [])


@router.post("/{handoff_id}/wrap-up")
async def wrap_up(request: Request, handoff_id: str, caller: Who) -> Suggestion:
    """A note on the conversation, from its summary, receipts and messages."""
    beside = await _beside(request, caller, handoff_id, None, only_own=True)
    return await _copilot(request).wrap_up(beside)


@router.post("/{handoff_id}/notes", status_code=201)
async def note(request: Request, handoff_id: str, caller: Who, body: Noting) -> Note:
    """Keep a note for colleagues; the borrower never sees it."""
    text = accept_text(body.text, request.app.state.settings.max_message_chars)
    beside = await _beside(request, caller, handoff_id, "note", only_own=True)
    return await _copilot(request).keep_note(beside, text, body.suggestion_id)


@router.post("/{handoff_id}/suggestions/{suggestion_id}/decision")
async def decide(request: Request, handoff_id: str, suggestion_id: str, caller: Who, body: Decision) -> Decided:
    """Record what became of a suggestion, and how far it was edited."""
    beside = await _beside(request, caller, handoff_id, None, only_own=True)
    return await _copilot(request).decide(beside, suggestion_id, body.outcome, body.final, body.reason)


@router.get("/{handoff_id}/side-thread")
async def side_thread(request: Request, handoff_id: str, caller: Who) -> SideThread:
    """The agent's own thread about this borrower, for drafting by `/v1/agui`; the same for as long as it lasts."""
    beside = await _beside(request, caller, handoff_id, None, only_own=True)
    return SideThread(thread_id=await _copilot(request).drafting_thread(beside, _opens(request, caller)))


def _for_borrower(beside: Beside) -> Beside:
    """What is made now is said to the borrower: nothing is proposed, and it rests on what borrowers may read."""
    return replace(beside, caller=replace(beside.caller, reads_only=True, for_borrower=True))
