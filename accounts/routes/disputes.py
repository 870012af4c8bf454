"""Disputes: opened, proven and withdrawn by borrowers; acknowledged, credited and settled by staff."""

from typing import Annotated

from fastapi import APIRouter, Body, Path
from fastapi.responses import JSONResponse

from accounts.commands.dispute_outcomes import Credit, ProvisionalCredit, Resolution, ResolveDispute
from accounts.commands.disputes import AcknowledgeDispute, AddDisputeEvidence, Evidence, OpenDispute, WithdrawDispute
from accounts.reads import disputes
from accounts.routes.caller import Own
from accounts.routes.paths import AccountId
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}/disputes", tags=["disputes"])
DisputePath = Annotated[str, Path(pattern=r"^DP-[0-9a-f]{10}$", examples=["DP-5f3a9c01d2"])]
_OPENED = {
    "dispute_kind": "billing_error",
    "amount_cents": 12000,
    "description": "I did not make this draw.",
    "transaction_id": "5f0c7a52-3c0e-5d0e-9f52-9d1f6c1f2a10",
}
_EVIDENCE = {"evidence_kind": "receipt", "description": "The receipt of the store.", "document_ref": "DOC-8814"}


@router.post("", status_code=201, response_model=Receipt)
def open_dispute(
    writing: Writing, account_id: AccountId, body: Annotated[OpenDispute, Body(examples=[_OPENED])]
) -> JSONResponse:
    """Dispute something; the amount is neither due nor reported while the case is open."""
    return writing.run(body, account_id, 201)


@router.get("/{dispute_id}")
async def get_dispute(reading: Own, account_id: AccountId, dispute_id: DisputePath) -> disputes.WholeDispute:
    """One dispute with its evidence and events."""
    return await disputes.dispute(reading, account_id, dispute_id)


@router.get("/{dispute_id}/clock", operation_id="dispute_clock")
async def get_dispute_clock(reading: Own, account_id: AccountId, dispute_id: DisputePath) -> disputes.Clock:
    """By when the law wants what in this dispute, and what is overdue."""
    return await disputes.clock(reading, account_id, dispute_id)


@router.post("/{dispute_id}/evidence", status_code=201, response_model=Receipt, operation_id="add_dispute_evidence")
def add_dispute_evidence(
    writing: Writing,
    account_id: AccountId,
    dispute_id: DisputePath,
    body: Annotated[Evidence, Body(examples=[_EVIDENCE])],
) -> JSONResponse:
    """Add evidence; more information may give the investigation more days."""
    return writing.run(AddDisputeEvidence(dispute_id=dispute_id, **body.model_dump()), account_id, 201)


@router.post("/{dispute_id}/withdraw", response_model=Receipt, operation_id="withdraw_dispute")
def withdraw_dispute(writing: Writing, account_id: AccountId, dispute_id: DisputePath) -> JSONResponse:
    """Take the dispute back; the amount is owed as billed."""
    return writing.run(WithdrawDispute(dispute_id=dispute_id), account_id)


@router.post("/{dispute_id}/acknowledge", response_model=Receipt, operation_id="acknowledge_dispute")
def acknowledge_dispute(writing: Writing, account_id: AccountId, dispute_id: DisputePath) -> JSONResponse:
    """Staff: the dispute was acknowledged in writing."""
    return writing.run(AcknowledgeDispute(dispute_id=dispute_id), account_id)


@router.post("/{dispute_id}/provisional-credit", response_model=Receipt)
def provisional_credit(
    writing: Writing,
    account_id: AccountId,
    dispute_id: DisputePath,
    body: Annotated[Credit, Body(examples=[{"amount_cents": 12000}])],
) -> JSONResponse:
    """Supervisor: credit the disputed amount while the investigation takes longer."""
    return writing.run(ProvisionalCredit(dispute_id=dispute_id, **body.model_dump()), account_id)


@router.post("/{dispute_id}/resolve", response_model=Receipt, operation_id="resolve_dispute")
def resolve_dispute(
    writing: Writing,
    account_id: AccountId,
    dispute_id: DisputePath,
    body: Annotated[Resolution, Body(examples=[{"outcome": "for_borrower"}])],
) -> JSONResponse:
    """Staff: end the dispute, with the error corrected since it was made, or as billed."""
    return writing.run(ResolveDispute(dispute_id=dispute_id, **body.model_dump()), account_id)
