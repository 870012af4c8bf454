"""Complaints: opened by borrowers, acknowledged and answered by staff."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path
from fastapi.responses import JSONResponse

from accounts.commands.complaints import (
    AcknowledgeComplaint,
    AnswerComplaint,
    ComplaintAnswer,
    Explanation,
    ExtendComplaint,
    OpenComplaint,
)
from accounts.reads import complaints
from accounts.reads.pages import Page
from accounts.routes.caller import Own, page
from accounts.routes.receipts import Receipt
from accounts.routes.writer import Writing

router = APIRouter(prefix="/v1/me/complaints", tags=["complaints"])
ComplaintPath = Annotated[str, Path(pattern=r"^CM-[0-9a-f]{10}$", examples=["CM-5f3a9c01d2"])]
_COMPLAINT = {"category": "service", "text": "I called three times and nobody called back.", "channel": "chat"}
_ANSWER = {"outcome": "explained", "answer": "We are sorry. Your calls reached a line that was closed that week."}
_WHY = {"why": "We still wait for the bank's records of the transfer."}


@router.get("", operation_id="complaints")
async def list_complaints(reading: Own, page: Annotated[Page, Depends(page(50))]) -> complaints.Complaints:
    """The borrower's complaints, by when they are answered, and the answers."""
    return await complaints.complaints(reading, page)


@router.post("", status_code=201, response_model=Receipt)
def open_complaint(writing: Writing, body: Annotated[OpenComplaint, Body(examples=[_COMPLAINT])]) -> JSONResponse:
    """Complain; acknowledged in 2 business days, answered in 15 days."""
    return writing.run(body, None, 201)


@router.post("/{complaint_id}/acknowledge", response_model=Receipt, operation_id="acknowledge_complaint")
def acknowledge_complaint(writing: Writing, complaint_id: ComplaintPath) -> JSONResponse:
    """Staff: the borrower was told that the complaint has arrived."""
    return writing.run(AcknowledgeComplaint(complaint_id=complaint_id))


@router.post("/{complaint_id}/extend", response_model=Receipt, operation_id="extend_complaint")
def extend_complaint(
    writing: Writing, complaint_id: ComplaintPath, body: Annotated[Explanation, Body(examples=[_WHY])]
) -> JSONResponse:
    """Staff: take up to 60 days in all, and say why."""
    return writing.run(ExtendComplaint(complaint_id=complaint_id, why=body.why))


@router.post("/{complaint_id}/answer", response_model=Receipt, operation_id="answer_complaint")
def answer_complaint(
    writing: Writing, complaint_id: ComplaintPath, body: Annotated[ComplaintAnswer, Body(examples=[_ANSWER])]
) -> JSONResponse:
    """Staff: answer the complaint, which closes it."""
    return writing.run(AnswerComplaint(complaint_id=complaint_id, outcome=body.outcome, answer=body.answer))
