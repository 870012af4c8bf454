"""Fees given back: waived by courtesy, or reversed as charged in error."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from accounts.commands.fees import WaiveFee, charged_in_error
from accounts.routes.paths import AccountId, FeePath
from accounts.routes.payments import Correction
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}/fees/{fee_id}", tags=["fees"])


@router.post("/waive", response_model=Receipt)
def waive_fee(
    writing: Writing,
    account_id: AccountId,
    fee_id: FeePath,
    body: Annotated[Correction, Body(examples=[{"why": "Courtesy, first in 12 months"}])],
) -> JSONResponse:
    """Staff: waive a fee by courtesy; what was paid of it becomes a credit."""
    return writing.run(WaiveFee(fee_id=fee_id, why=body.why), account_id)


@router.post("/reverse", response_model=Receipt)
def reverse_fee(
    writing: Writing,
    account_id: AccountId,
    fee_id: FeePath,
    body: Annotated[Correction, Body(examples=[{"why": "The payment had arrived in time"}])],
) -> JSONResponse:
    """Staff: take back a fee that was charged in error, as if it had never been charged."""
    with writing.books.connection(writing.caller) as connection:
        command = charged_in_error(connection, account_id, fee_id, body.why)
    return writing.run(command, account_id)
