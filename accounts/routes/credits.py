"""Credits: refunds of credit balances, goodwill, interest waived, recoveries."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from accounts.commands.credits import CreditGoodwill, RecordRecovery, RefundCredit, WaiveInterest
from accounts.reads import credits
from accounts.routes.caller import Own
from accounts.routes.paths import AccountId
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["credits"])


@router.get("/refunds")
async def refunds(reading: Own, account_id: str) -> credits.Refunds:
    """Credit balances paid back, and when they arrive."""
    return await credits.refunds(reading, account_id)


@router.post("/refunds", status_code=201, response_model=Receipt)
def refund_credit(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[RefundCredit, Body(examples=[{}, {"amount_cents": 2500}])],
) -> JSONResponse:
    """Have a credit balance paid back to the linked bank account; it arrives within 7 business days."""
    return writing.run(body, account_id, 201)


@router.post("/credits", status_code=201, response_model=Receipt)
def credit_goodwill(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[CreditGoodwill, Body(examples=[{"amount_cents": 2500, "why": "Long wait on the phone"}])],
) -> JSONResponse:
    """Supervisor: credit an account at the lender's cost."""
    return writing.run(body, account_id, 201)


@router.post("/interest-waivers", status_code=201, response_model=Receipt)
def waive_interest(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[WaiveInterest, Body(examples=[{"amount_cents": 850, "why": "Our statement came late"}])],
) -> JSONResponse:
    """Supervisor: waive interest that is owed."""
    return writing.run(body, account_id, 201)


@router.post("/recoveries", status_code=201, response_model=Receipt)
def record_recovery(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[RecordRecovery, Body(examples=[{"amount_cents": 10000, "source": "collection_agency"}])],
) -> JSONResponse:
    """Staff: record money that came in on a charged-off account."""
    return writing.run(body, account_id, 201)
