"""Applications for accounts and for more credit, and accounts that are opened."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from accounts.commands.applications import (
    CompleteApplication,
    Items,
    RequestIncrease,
    RequestItems,
    SubmitApplication,
    WithdrawApplication,
)
from accounts.commands.content import Cents
from accounts.commands.decisions import DEFAULT_CYCLE_DAY, DEFAULT_DUE_DAY, AcceptOffer, DecideApplication
from accounts.commands.lifecycle import BankLast4, CycleDay, DueDay, Reasons, TermMonths, Tier
from accounts.commands.opening import OpenAccount
from accounts.reads import lifecycle
from accounts.routes.caller import Own
from accounts.routes.opening import on_application, open_numbered
from accounts.routes.paths import AccountId
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1", tags=["applications"])
ApplicationPath = Annotated[str, Path(pattern=r"^AP-[0-9a-f]{10}$", examples=["AP-5f3a9c01d2"])]
_LINE = {
    "product": "cash_line",
    "tier": "B",
    "state": "OH",
    "bank_last4": "4321",
    "limit_cents": 200000,
    "cycle_day": 12,
}


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Missing(_Body):
    """What an application lacks."""

    items: Items


class DecisionMade(_Body):
    """What underwriting decided, with the principal reasons as they are given to the borrower."""

    decision: Literal["approved", "declined", "counteroffer"]
    reasons: Reasons = ()
    offered_cents: Cents | None = None
    tier: Tier | None = None
    term_months: TermMonths | None = None


class Acceptance(_Body):
    """What the account that an offer opens needs: the linked bank account, and the day of cycles or instalments."""

    bank_last4: BankLast4 | None = None
    cycle_day: CycleDay = DEFAULT_CYCLE_DAY
    due_day: DueDay = DEFAULT_DUE_DAY


@router.post("/applications", status_code=201, response_model=Receipt)
def submit_application(
    writing: Writing,
    body: Annotated[SubmitApplication, Body(examples=[{"product": "cash_line", "requested_cents": 300000}])],
) -> JSONResponse:
    """Apply for a line or a loan; it is decided within 30 days."""
    return writing.run(body, None, 201)


@router.post("/accounts/{account_id}/limit/increase", status_code=201, response_model=Receipt)
def request_increase(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[RequestIncrease, Body(examples=[{"requested_cents": 400000}])],
) -> JSONResponse:
    """Apply for a higher limit on a line."""
    return writing.run(body, account_id, 201)


@router.get("/applications/{application_id}")
async def one_application(reading: Own, application_id: ApplicationPath) -> lifecycle.ApplicationOffer:
    """One application with what is missing, its clocks, its recorded reasons and its offer."""
    return await lifecycle.application(reading, application_id)


@router.post("/applications/{application_id}/items", response_model=Receipt)
def request_items(
    writing: Writing,
    application_id: ApplicationPath,
    body: Annotated[Missing, Body(examples=[{"items": ["Proof of income from the last 60 days"]}])],
) -> JSONResponse:
    """Staff: say what is missing; the application closes after 30 days without it."""
    return on_application(writing, RequestItems(application_id=application_id, items=body.items), application_id)


@router.post("/applications/{application_id}/complete", response_model=Receipt)
def complete_application(writing: Writing, application_id: ApplicationPath) -> JSONResponse:
    """Staff: nothing is missing any more; the decision is due within 30 days."""
    return on_application(writing, CompleteApplication(application_id=application_id), application_id)


@router.post("/applications/{application_id}/decision", response_model=Receipt)
def decide_application(
    writing: Writing,
    application_id: ApplicationPath,
    body: Annotated[DecisionMade, Body(examples=[{"decision": "approved", "tier": "B"}])],
) -> JSONResponse:
    """Service, supervisor: record the decision of underwriting with its reasons."""
    command = DecideApplication(application_id=application_id, **body.model_dump())
    return on_application(writing, command, application_id)


@router.post("/applications/{application_id}/acceptance", status_code=201, response_model=Receipt)
def accept_offer(
    writing: Writing,
    application_id: ApplicationPath,
    body: Annotated[Acceptance, Body(examples=[{"bank_last4": "4321"}])],
) -> JSONResponse:
    """Take up an offer: the account is opened, or the limit raised."""
    command = AcceptOffer(application_id=application_id, **body.model_dump())
    return on_application(writing, command, application_id, opens=True)


@router.post("/applications/{application_id}/withdrawal", response_model=Receipt)
def withdraw_application(writing: Writing, application_id: ApplicationPath) -> JSONResponse:
    """Take an application or an offer back."""
    return on_application(writing, WithdrawApplication(application_id=application_id), application_id)


@router.post("/accounts", status_code=201, response_model=Receipt)
def open_account(writing: Writing, body: Annotated[OpenAccount, Body(examples=[_LINE])]) -> JSONResponse:
    """Service, supervisor: open a line or a loan for the borrower served, with terms agreed elsewhere."""
    return open_numbered(writing, body, body.product)
