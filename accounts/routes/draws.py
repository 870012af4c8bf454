"""Draws: asking for one, taking it back, voiding one that the bank rejected."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from accounts.commands.content import Text
from accounts.commands.draws import CancelDraw, RequestDraw, VoidDraw
from accounts.routes.paths import AccountId, DrawPath
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["draws"])


class Rejection(BaseModel):
    """Why a draw was not paid out, and since when that is known to the bank."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    why: Text
    rejected_on: date | None = None


@router.post("/draws", status_code=201, response_model=Receipt)
def request_draw(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[RequestDraw, Body(examples=[{"amount_cents": 20000}])],
) -> JSONResponse:
    """Ask for a draw; it is pending until it arrives, and holds its part of the available credit."""
    return writing.run(body, account_id, 201)


@router.post("/draws/{draw_id}/cancel", response_model=Receipt)
def cancel_draw(writing: Writing, account_id: AccountId, draw_id: DrawPath) -> JSONResponse:
    """Take a pending draw back, until its cut-off."""
    return writing.run(CancelDraw(draw_id=draw_id), account_id)


@router.post("/draws/{draw_id}/void", response_model=Receipt)
def void_draw(
    writing: Writing,
    account_id: AccountId,
    draw_id: DrawPath,
    body: Annotated[Rejection, Body(examples=[{"why": "The bank account is closed"}])],
) -> JSONResponse:
    """Staff: void a draw that the bank rejected."""
    return writing.run(VoidDraw(draw_id=draw_id, why=body.why, rejected_on=body.rejected_on), account_id)
