"""Transactions, payments, schedule and draws."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from accounts.reads import activity
from accounts.reads import payments as payment_reads
from accounts.routes.caller import Own

router = APIRouter(prefix="/v1/accounts/{account_id}")
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/transactions")
async def transactions(
    reading: Own,
    account_id: str,
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
    kind: activity.Kind | None = None,
    limit: Limit = 100,
) -> activity.Transactions:
    """Pending and posted transactions."""
    return await activity.transactions(reading, account_id, since, until, kind, limit)


@router.get("/payments")
async def payments(reading: Own, account_id: str, limit: Limit = 50) -> payment_reads.Payments:
    """Payments of every status."""
    return await payment_reads.payments(reading, account_id, limit)


@router.get("/schedule")
async def schedule(reading: Own, account_id: str) -> payment_reads.Schedule:
    """A loan's instalments; a Cash Line has none (409)."""
    return await payment_reads.schedule(reading, account_id)


@router.get("/draws")
async def draws(reading: Own, account_id: str) -> activity.Draws:
    """Draws and when they arrive."""
    return await activity.draws(reading, account_id)
