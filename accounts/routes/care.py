"""Disputes and hardship."""

from typing import Annotated

from fastapi import APIRouter, Depends

from accounts.reads import care
from accounts.reads.pages import Page
from accounts.routes.caller import Own, page

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["care"])


@router.get("/disputes")
async def disputes(reading: Own, account_id: str, page: Annotated[Page, Depends(page(50))]) -> care.Disputes:
    """Open and closed disputes with their clocks."""
    return await care.disputes(reading, account_id, page)


@router.get("/hardship")
async def hardship(reading: Own, account_id: str) -> care.Hardship:
    """The running plan and the plans the record allows."""
    return await care.hardship(reading, account_id)
