"""Due dates moved, instalments deferred, loans modified; and all of an account's changes so far."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from accounts.commands.deferrals import DeferInstalment
from accounts.commands.due_dates import ChangeDueDate
from accounts.commands.modifications import ModifyLoan
from accounts.reads import lifecycle
from accounts.routes.caller import Own
from accounts.routes.paths import AccountId
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["accounts"])


@router.post("/due-date", response_model=Receipt)
def change_due_date(
    writing: Writing, account_id: AccountId, body: Annotated[ChangeDueDate, Body(examples=[{"due_day": 20}])]
) -> JSONResponse:
    """Move the due date of a line or loan to another day of the month."""
    return writing.run(body, account_id)


@router.post("/deferrals", status_code=201, response_model=Receipt)
def defer_instalment(writing: Writing, account_id: AccountId) -> JSONResponse:
    """Move the next instalment to the end of the loan."""
    return writing.run(DeferInstalment(), account_id, 201)


@router.post("/modification", status_code=201, response_model=Receipt)
def modify_loan(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[ModifyLoan, Body(examples=[{"why": "Lower income", "rate_bps": 1499, "remaining_months": 36}])],
) -> JSONResponse:
    """Supervisor: lower a loan's rate or spread it over another number of instalments."""
    return writing.run(body, account_id, 201)


@router.get("/changes")
async def account_changes(reading: Own, account_id: AccountId) -> lifecycle.Changes:
    """Re-ages, moved due dates, deferrals and modifications, newest first."""
    return await lifecycle.changes(reading, account_id)
