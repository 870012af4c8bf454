"""The whole ledger, for a service's or an auditor's token."""

from fastapi import APIRouter

from accounts.reads import as_of as past
from accounts.routes.caller import AsOf, Audit

router = APIRouter(prefix="/v1", tags=["ledger"])


@router.get("/trial-balance")
async def trial_balance(reading: Audit, as_of: AsOf = None) -> past.TrialBalance:
    """Every general-ledger account with its debits and credits; they add up to zero, now and at every past instant."""
    return await past.trial_balance(reading, as_of)
