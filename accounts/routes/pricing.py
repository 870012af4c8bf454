"""Prices by date, and changes in terms."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from fastapi.responses import JSONResponse

from accounts.commands.pricing import AnnounceTermsChange, RejectTermsChange, SetPrice
from accounts.reads import pricing
from accounts.routes.caller import IsoDate, Own
from accounts.routes.opening import for_lender
from accounts.routes.paths import AccountId
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1", tags=["accounts"])
NoticePath = Annotated[str, Path(pattern=r"^TN-[0-9a-f]{10}$", examples=["TN-5f3a9c01d2"])]
_PRICE = {"product": "cash_line", "tier": "C", "effective_from": "2026-09-01", "apr_bps": 2549}
_CHANGE = {"new_apr_bps": 2599, "effective_on": "2026-09-01", "why": "Cost of funds"}
_CHANGES = {**_CHANGE, "tier": "C", "agreed_before": "2026-05-01"}


@router.get("/prices")
async def prices(reading: Own, on: Annotated[IsoDate | None, Query()] = None) -> pricing.Prices:
    """What new agreements cost on a day (absent: the business date), and promotions."""
    return await pricing.prices(reading, on)


@router.post("/prices", status_code=201, response_model=Receipt)
def set_price(writing: Writing, body: Annotated[SetPrice, Body(examples=[_PRICE])]) -> JSONResponse:
    """Service, supervisor: set a price from a later day on."""
    return for_lender(writing).run(body, None, 201)


@router.post("/terms-changes", status_code=201, response_model=Receipt)
def announce_terms_changes(
    writing: Writing, body: Annotated[AnnounceTermsChange, Body(examples=[_CHANGES])]
) -> JSONResponse:
    """Service, supervisor: announce another rate for new draws to the lines of a tier; notices go out at day's end."""
    return for_lender(writing).run(body, None, 201)


@router.get("/accounts/{account_id}/terms-changes")
async def terms_changes(reading: Own, account_id: AccountId) -> pricing.TermsChanges:
    """Changes in terms that the account was told of, newest first."""
    return await pricing.terms_changes(reading, account_id)


@router.post("/accounts/{account_id}/terms-changes", status_code=201, response_model=Receipt)
def announce_terms_change(
    writing: Writing, account_id: AccountId, body: Annotated[AnnounceTermsChange, Body(examples=[_CHANGE])]
) -> JSONResponse:
    """Service, supervisor: announce another rate for new draws to one line, at least 45 days ahead."""
    return writing.run(body, account_id, 201)


@router.post("/accounts/{account_id}/terms-changes/{notice_id}/rejection", response_model=Receipt)
def reject_terms_change(writing: Writing, account_id: AccountId, notice_id: NoticePath) -> JSONResponse:
    """Reject a change before its day: the old rate stays, the line is closed to draws."""
    return writing.run(RejectTermsChange(notice_id=notice_id), account_id)
