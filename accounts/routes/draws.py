"""Draws: asking for one and taking it back."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from accounts.commands.draws import RequestDraw
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["draws"])


@router.post("/draws", status_code=201, response_model=Receipt)
def request_draw(
    writing: Writing,
    account_id: str,
    body: Annotated[RequestDraw, Body(examples=[{"amount_cents": 20000}])],
) -> JSONResponse:
    """Ask for a draw; it is pending until it arrives, and holds its part of the available credit."""
    return writing.run(body, account_id, 201)
