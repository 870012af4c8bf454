"""The caller's accounts."""

from fastapi import APIRouter

from accounts.reads import account
from accounts.routes.caller import Own

router = APIRouter(prefix="/v1/accounts", tags=["accounts"])


@router.get("")
async def accounts(reading: Own) -> account.Accounts:
    """Every account of the caller."""
    return await account.accounts_of_caller(reading)


@router.get("/{account_id}")
async def one_account(reading: Own, account_id: str) -> account.Account:
    """One account of the caller."""
    return account.as_account(await account.account_row(reading, account_id))
