"""Disputes and hardship."""

from fastapi import APIRouter

from accounts.reads import care
from accounts.routes.caller import Own

router = APIRouter(prefix="/v1/accounts/{account_id}")


@router.get("/disputes")
async def disputes(reading: Own, account_id: str) -> care.Disputes:
    """Open and closed disputes with their clocks."""
    return await care.disputes(reading, account_id)


@router.get("/hardship")
async def hardship(reading: Own, account_id: str) -> care.Hardship:
    """The running plan and the plans the record allows."""
    return await care.hardship(reading, account_id)
