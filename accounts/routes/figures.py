"""What an account owes, when, and at which rate."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from accounts.reads import as_of as past
from accounts.reads import balance as balances
from accounts.reads import delinquency as delinquencies
from accounts.reads import due, rates
from accounts.reads.pages import Page
from accounts.routes.caller import AsOf, IsoDate, Own, page
from accounts.routes.etags import AUTOPAY, tag_answer

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["accounts"])


@router.get("/balance")
async def balance(reading: Own, account_id: str, as_of: AsOf = None) -> balances.Balance:
    """What is owed today, and the credit that is available; or what the ledger had at a past instant."""
    if as_of is not None:
        return await past.balance_as_of(reading, account_id, as_of)
    return await balances.balance(reading, account_id)


@router.get("/payoff-quote")
async def payoff_quote(
    reading: Own, account_id: str, on: Annotated[IsoDate | None, Query(alias="date")] = None
) -> balances.PayoffQuote:
    """The total that pays the account off on a date."""
    return await balances.payoff(reading, account_id, on)


@router.get("/amount-due")
async def amount_due(reading: Own, account_id: str) -> due.AmountDue:
    """Minimum or instalment, past due amount, due date."""
    return await due.amount_due(reading, account_id)


@router.get("/autopay")
async def autopay(reading: Own, response: Response, account_id: str) -> due.Autopay:
    """Autopay's enrolment and next debit; its `ETag` goes into the `If-Match` of a change."""
    shown = await due.autopay(reading, account_id)
    await tag_answer(reading, response, AUTOPAY, account_id)
    return shown


@router.get("/delinquency")
async def delinquency(reading: Own, account_id: str) -> delinquencies.Delinquency:
    """Days past due and what follows from them."""
    return await delinquencies.delinquency(reading, account_id)


@router.get("/rate-terms")
async def rate_terms(reading: Own, account_id: str) -> rates.RateTerms:
    """Today's rate and its history."""
    return await rates.rate_terms(reading, account_id)


@router.get("/fees")
async def fees(reading: Own, account_id: str, page: Annotated[Page, Depends(page(200))]) -> rates.Fees:
    """Fees with the reason of each."""
    return await rates.fees(reading, account_id, page)
