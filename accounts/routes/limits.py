"""A line's limit lowered, the line frozen, opened again, closed, re-aged."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from accounts.commands.closure import CloseLine
from accounts.commands.limits import DecreaseLimit, FreezeLine, UnfreezeLine
from accounts.commands.reage import ReAge
from accounts.routes.paths import AccountId
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["accounts"])


@router.post("/limit/decrease", response_model=Receipt)
def decrease_limit(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[DecreaseLimit, Body(examples=[{"limit_cents": 100000}])],
) -> JSONResponse:
    """Lower the limit; by staff with `reasons` it is the lender's decision and its notice is kept."""
    return writing.run(body, account_id)


@router.post("/freeze", response_model=Receipt)
def freeze_line(
    writing: Writing, account_id: AccountId, body: Annotated[FreezeLine, Body(examples=[{"why": "I lost my phone"}])]
) -> JSONResponse:
    """Stop draws; payments go on."""
    return writing.run(body, account_id)


@router.post("/freeze/end", response_model=Receipt)
def unfreeze_line(writing: Writing, account_id: AccountId) -> JSONResponse:
    """Open a frozen line again."""
    return writing.run(UnfreezeLine(), account_id)


@router.post("/closure", response_model=Receipt)
def close_line(
    writing: Writing, account_id: AccountId, body: Annotated[CloseLine, Body(examples=[{"why": "No longer needed"}])]
) -> JSONResponse:
    """Close a line for good; what is owed stays payable."""
    return writing.run(body, account_id)


@router.post("/re-age", response_model=Receipt)
def re_age(
    writing: Writing, account_id: AccountId, body: Annotated[ReAge, Body(examples=[{"workout": False}])]
) -> JSONResponse:
    """Supervisor: what is past due no longer is; it stays owed."""
    return writing.run(body, account_id)
