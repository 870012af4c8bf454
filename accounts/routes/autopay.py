"""Autopay: set or changed with `If-Match`, stopped."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from accounts.commands.autopay import SetAutopay, StopAutopay
from accounts.routes.etags import AUTOPAY, IfMatch
from accounts.routes.paths import AccountId
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["autopay"])


@router.put("/autopay", response_model=Receipt)
def set_autopay(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[SetAutopay, Body(examples=[{"amount_kind": "minimum"}])],
    if_match: IfMatch = None,
) -> JSONResponse:
    """Enrol or change; less than 3 business days before a due date it counts from the day after it."""
    return writing.edit(body, AUTOPAY, if_match, account_id)


@router.post("/autopay/stop", response_model=Receipt)
def stop_autopay(writing: Writing, account_id: AccountId) -> JSONResponse:
    """Stop autopay; less than 3 business days before a due date that debit still takes place."""
    return writing.run(StopAutopay(), account_id)
