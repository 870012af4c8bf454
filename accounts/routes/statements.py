"""Statements."""

from typing import Annotated

from fastapi import APIRouter, Depends

from accounts.reads import statements as documents
from accounts.reads.pages import Page
from accounts.routes.caller import Own, page

router = APIRouter(prefix="/v1/accounts/{account_id}/statements", tags=["statements"])


@router.get("")
async def statements(
    reading: Own, account_id: str, page: Annotated[Page, Depends(page(24, 100))]
) -> documents.StatementList:
    """The account's statements, newest first."""
    return await documents.statements(reading, account_id, page)


@router.get("/{which}")
async def statement(reading: Own, account_id: str, which: str) -> documents.Statement:
    """One statement by id, `latest` or month, with line items and interest."""
    return await documents.statement(reading, account_id, which)
