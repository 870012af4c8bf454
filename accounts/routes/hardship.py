"""Hardship plans: enrolled by borrowers (`dry_run` shows what a plan would do), ended early by staff."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from accounts.commands.hardship import EndHardship, EnrolHardship, PlanEnd
from accounts.commands.military import RecordCoveredBorrower
from accounts.routes.paths import AccountId
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/accounts/{account_id}", tags=["hardship"])
_PLAN = {"plan_id": "relief-6", "income_change": "hours_cut"}
_COVER = {"opened_on": "2026-01-05", "certificate_ref": "DMDC-2026-000481"}


@router.post("/hardship", status_code=201, response_model=Receipt, operation_id="enrol_hardship")
def enrol_hardship(
    writing: Writing, account_id: AccountId, body: Annotated[EnrolHardship, Body(examples=[_PLAN])]
) -> JSONResponse:
    """Start a plan today; with `dry_run` the account before and after is shown and nothing is kept."""
    return writing.run(body, account_id, 201)


@router.post("/hardship/end", response_model=Receipt, operation_id="end_hardship")
def end_hardship(
    writing: Writing, account_id: AccountId, body: Annotated[PlanEnd, Body(examples=[{"why": "borrower_asked"}])]
) -> JSONResponse:
    """Staff: end the running plan; the agreed terms hold again from tomorrow."""
    return writing.run(EndHardship(why=body.why), account_id)


@router.post("/covered-borrower", status_code=201, response_model=Receipt, operation_id="record_covered_borrower")
def record_covered_borrower(
    writing: Writing, account_id: AccountId, body: Annotated[RecordCoveredBorrower, Body(examples=[_COVER])]
) -> JSONResponse:
    """Staff: the Military Lending Act covered the borrower at opening; an MAPR above 36% is lowered since then."""
    return writing.run(body, account_id, 201)
