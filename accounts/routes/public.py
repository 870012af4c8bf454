"""What needs no token: health and the business date."""

from fastapi import APIRouter

from accounts.reads import borrower
from accounts.routes.caller import Open

router = APIRouter(tags=["service"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers; the database is not asked."""
    return {"status": "ok"}


@router.get("/v1/business-date")
async def business_date(reading: Open) -> borrower.BusinessDate:
    """The business date and the next business day."""
    return await borrower.business_date(reading)
