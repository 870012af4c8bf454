"""Transactions, payments, schedule and draws."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from accounts.reads import activity
from accounts.reads import payments as payment_reads
from accounts.reads.pages import Page
from accounts.routes.caller import IsoDate, Own, page

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["activity"])


@router.get("/transactions")
async def transactions(
    reading: Own,
    account_id: str,
    page: Annotated[Page, Depends(page(100))],
    since: Annotated[IsoDate | None, Query(alias="from")] = None,
    until: Annotated[IsoDate | None, Query(alias="to")] = None,
    kind: activity.Kind | None = None,
) -> activity.Transactions:
    """Pending and posted transactions."""
    return await activity.transactions(reading, account_id, since, until, kind, page)


@router.get("/payments")
async def payments(reading: Own, account_id: str, page: Annotated[Page, Depends(page(50))]) -> payment_reads.Payments:
    """Payments of every status."""
    return await payment_reads.payments(reading, account_id, page)


@router.get("/schedule", responses={409: {"description": "A Cash Line has no schedule."}})
async def schedule(reading: Own, account_id: str) -> payment_reads.Schedule:
    """A loan's instalments; a Cash Line has none (409)."""
    return await payment_reads.schedule(reading, account_id)


@router.get("/draws")
async def draws(reading: Own, account_id: str, page: Annotated[Page, Depends(page(200))]) -> activity.Draws:
    """Draws and when they arrive."""
    return await activity.draws(reading, account_id, page)
