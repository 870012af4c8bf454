"""The linked bank account."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from accounts.commands.bank_accounts import LinkBankAccount
from accounts.routes.paths import AccountId
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["payments"])


@router.post("/bank-account", response_model=Receipt)
def link_bank_account(
    writing: Writing,
    account_id: AccountId,
    body: Annotated[LinkBankAccount, Body(examples=[{"bank_last4": "4321"}])],
) -> JSONResponse:
    """Staff: link another bank account in place of the present one."""
    return writing.run(body, account_id)
