"""Statements."""

from typing import Annotated

from fastapi import APIRouter, Query

from accounts.reads import statements as documents
from accounts.routes.caller import Own

router = APIRouter(prefix="/v1/accounts/{account_id}/statements")


@router.get("")
async def statements(
    reading: Own, account_id: str, limit: Annotated[int, Query(ge=1, le=100)] = 24
) -> documents.StatementList:
    """The account's statements, newest first."""
    return await documents.statements(reading, account_id, limit)


@router.get("/{which}")
async def statement(reading: Own, account_id: str, which: str) -> documents.Statement:
    """One statement by id, `latest` or month, with line items and interest."""
    return await documents.statement(reading, account_id, which)
