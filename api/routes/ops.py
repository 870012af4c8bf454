"""Operations: what the turns came to, conversations with their audit record, releases of the prompt."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.auth import current_caller
from api.desk_access import desk_of, looking
from api.errors import NotFound
from assistant.assistant import Assistant
from assistant.memory import Memory
from assistant.monitors import releases, search
from assistant.monitors.figures import Figures, Monitors, Slice, SliceFigures, Step
from assistant.monitors.period import Period, instant
from assistant.monitors.releases import CanaryView, Folder, Live, ReleaseView
from assistant.monitors.search import Results
from assistant.monitors.transcript import Looking, Transcript
from assistant.reconstruction import TurnUnknown, reconstruct
from assistant.results import Outcome
from policies.show import UnknownDocument, show
from prompts.bundle import PromptBundle
from tools.caller import Caller
from tools.context import utc_now

router = APIRouter(prefix="/v1/ops", tags=["operations"])
Who = Annotated[Caller, Depends(current_caller)]
_DAY = "A day (UTC) or an instant, ISO 8601."


class MonitorsView(BaseModel):
    """since, until: the period, `from` and `to` in JSON. slices: empty where no `slice` was asked for."""

    model_config = ConfigDict(populate_by_name=True)

    since: str = Field(serialization_alias="from")
    until: str = Field(serialization_alias="to")
    totals: Figures
    series: list[Step]
    slices: list[SliceFigures]


class ReleasesView(BaseModel):
    """forged: approvals that version control says somebody else wrote. canary: the one that runs or ran last."""

    prompt: str
    live: Live
    releases: list[ReleaseView]
    forged: list[str]
    canary: CanaryView | None


@dataclass(frozen=True)
class Span:
    """The days that a request is about."""

    since: Annotated[str | None, Query(alias="from", max_length=40, description=_DAY)] = None
    until: Annotated[str | None, Query(alias="to", max_length=40, description=f"{_DAY} A day counts whole.")] = None

    def period(self) -> Period:
        """Raises PeriodRefused."""
        return Period.of(self.since, self.until, utc_now())


@dataclass(frozen=True)
class Filters:
    """Which conversations. borrower: an id, or part of a name."""

    q: Annotated[str, Query(max_length=200, description="Words that one message or its answer has.")] = ""
    borrower: Annotated[str | None, Query(max_length=100, description="An id, or part of a name.")] = None
    outcome: Annotated[Outcome | None, Query(description="Of one of its turns.")] = None
    reason: Annotated[str | None, Query(max_length=60, description="Of one of its hand-offs.")] = None
    limit: Annotated[int, Query(ge=1, le=100)] = 25
    before: Annotated[str | None, Query(max_length=200, description="An earlier answer's `next`.")] = None


@router.get("/monitors")
async def monitors(
    request: Request,
    caller: Who,
    span: Annotated[Span, Depends()],
    by: Annotated[Slice | None, Query(alias="slice")] = None,
) -> MonitorsView:
    """Figures of at most 92 days: in all, in about 24 steps, and by slice. Without a period: the last seven days."""
    period = span.period()
    async with looking(request, caller, "read_monitors") as connection:
        opened = Monitors(connection, period)
        return MonitorsView(
            since=period.since.isoformat(),
            until=period.until.isoformat(),
            totals=await opened.totals(),
            series=await opened.series(),
            slices=await opened.slices(by) if by else [],
        )


@router.get("/conversations")
async def conversations(
    request: Request, caller: Who, span: Annotated[Span, Depends()], filters: Annotated[Filters, Depends()]
) -> Results:
    """Search in conversations, newest first, whatever accents and capitals. Each search is on record.

    One request looks at a bounded number of conversations; where `more` is true, `before=next` goes on.
    """
    since = instant(span.since) if span.since else None
    until = instant(span.until, whole_day=True) if span.until else None
    async with looking(request, caller, "search_conversations") as connection:
        return await search.Search(connection, Memory(desk_of(request).keyring), caller).run(
            search.Query(
                words=filters.q,
                borrower=filters.borrower or None,
                outcome=filters.outcome,
                reason=filters.reason or None,
                since=since,
                until=until,
                limit=filters.limit,
                before=filters.before,
            )
        )


@router.get("/conversations/{thread_id}")
async def conversation(request: Request, thread_id: str, caller: Who) -> Transcript:
    """One conversation with notices, messages, hand-offs, opinions and proposals. Each look is on record."""
    assistant: Assistant = request.app.state.assistant
    async with looking(request, caller, "search_conversations") as connection:
        memory = Memory(desk_of(request).keyring)
        seen = Looking(connection, memory, assistant.proposals, assistant.prompt, caller, utc_now())
        return await seen.into(thread_id)


@router.get("/turns/{turn_id}/audit")
async def audit(request: Request, turn_id: str, caller: Who) -> dict[str, Any]:
    """One turn as it was seen, said and done, held against its audit record. The reading is on record."""

    async def open_passage(document: str, version: int, section: str) -> str | None:
        try:
            found = await show(request.app.state.pool, document, str(version), audience="staff")
        except UnknownDocument:
            return None
        return next((each["text"] for each in found["sections"] if each["section"] == section), None)

    async with looking(request, caller, "read_audit") as connection:
        try:
            found = await reconstruct(connection, desk_of(request).keyring, turn_id, caller.subject, open_passage)
        except TurnUnknown as error:
            raise NotFound("There is no turn and no audit record of that id.") from error
    return found.shown()


@router.get("/releases")
async def released(request: Request, caller: Who) -> ReleasesView:
    """The prompt's versions with why, gate and approval; which one is served; and the canary."""
    assistant: Assistant = request.app.state.assistant
    settings = request.app.state.settings
    folder = Folder(settings.prompts_dir) if settings.prompts_dir else Folder()
    async with looking(request, caller, "read_releases") as connection:
        canary = await releases.canary(connection)
    return await asyncio.to_thread(_releases, folder, assistant.prompt, settings.model, settings.environment, canary)


def _releases(
    folder: Folder, prompt: PromptBundle, model: str, environment: str, canary: CanaryView | None
) -> ReleasesView:
    return ReleasesView(
        prompt=prompt.name,
        live=Live(
            reference=prompt.reference,
            version=prompt.version,
            hash=prompt.hash,
            status=folder.status(prompt.name, prompt.version, prompt.hash),
            model=model,
            environment=environment,
        ),
        releases=folder.releases(prompt.name),
        forged=folder.forged(),
        canary=canary,
    )
