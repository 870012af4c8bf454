"""Payments: made, recorded, cancelled, returned by the bank, taken back as entered in error."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from accounts.commands.content import Text
from accounts.commands.payments import CancelPayment, MakePayment, RecordPayment
from accounts.commands.returns import ReturnPayment, entered
from accounts.routes.paths import AccountId, PaymentPath
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["payments"])


class Return(BaseModel):
    """The bank's return reason code."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Annotated[str, Field(pattern=r"^R[0-9]{2}$")]


class Correction(BaseModel):
    """Why something is taken back."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    why: Text


@router.post("/payments", status_code=201, response_model=Receipt)
def make_payment(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[MakePayment, Body(examples=[{"amount_cents": 12500, "scheduled_for": "2026-05-29"}])],
) -> JSONResponse:
    """Pay from the linked bank account, now or on a business day up to 60 days ahead."""
    return writing.run(body, account_id, 201)


@router.post("/payments/received", status_code=201, response_model=Receipt)
def record_payment(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[
        RecordPayment, Body(examples=[{"amount_cents": 12500, "source": "mail", "received_on": "2026-05-12"}])
    ],
) -> JSONResponse:
    """Staff: record a payment that came by mail or phone; it counts from the day of receipt."""
    return writing.run(body, account_id, 201)


@router.post("/payments/{payment_id}/cancel", response_model=Receipt)
def cancel_payment(writing: Writing, account_id: AccountId, payment_id: PaymentPath) -> JSONResponse:
    """Cancel a scheduled payment, until 8:00 p.m. ET on the business day before its date."""
    return writing.run(CancelPayment(payment_id=payment_id), account_id)


@router.post("/payments/{payment_id}/return", response_model=Receipt)
def return_payment(
    writing: Writing,
    account_id: AccountId,
    payment_id: PaymentPath,
    body: Annotated[Return, Body(examples=[{"code": "R01"}])],
) -> JSONResponse:
    """Staff: a posted payment came back from the bank."""
    return writing.run(ReturnPayment(payment_id=payment_id, code=body.code), account_id)


@router.post("/payments/{payment_id}/reverse", response_model=Receipt)
def reverse_payment(
    writing: Writing,
    account_id: AccountId,
    payment_id: PaymentPath,
    body: Annotated[Correction, Body(examples=[{"why": "The check belongs to another account"}])],
) -> JSONResponse:
    """Staff: take back a payment that was entered on this account in error, as if it had never been there."""
    with writing.books.connection(writing.caller) as connection:
        command = entered(connection, account_id, payment_id, body.why)
    return writing.run(command, account_id)
