"""The borrower's complaints with their clocks."""

from datetime import date
from typing import Literal

from accounts.reads.answers import Answer, Maybe
from accounts.reads.pages import Page
from accounts.reads.session import Reading


class Complaint(Answer):
    """A complaint in the borrower's own words, by when it is answered, and the answer; overdue on the business date."""

    complaint_id: str
    account_id: Maybe[str] = None
    channel: str
    category: str
    text: str
    status: Literal["open", "acknowledged", "answered"]
    opened_on: date
    acknowledge_by: date
    acknowledged_on: Maybe[date] = None
    answer_by: date
    extended_on: Maybe[date] = None
    explanation: Maybe[str] = None
    answered_on: Maybe[date] = None
    outcome: Maybe[Literal["explained", "corrected", "credited", "declined"]] = None
    answer: Maybe[str] = None
    overdue: bool


class Complaints(Answer):
    """Complaints, newest first."""

    complaints: list[Complaint]
    next_cursor: Maybe[str] = None


_COMPLAINTS = """
SELECT c.*, w.texts ->> 'text' AS text, w.texts ->> 'explanation' AS explanation, w.texts ->> 'answer' AS answer,
  (c.acknowledged_on IS NULL AND c.acknowledge_by < d.business_date)
    OR (c.answered_on IS NULL AND c.answer_by < d.business_date) AS overdue
FROM complaints c CROSS JOIN business_day d
CROSS JOIN LATERAL (SELECT jsonb_object_agg(x.part, x.content) AS texts FROM words x
  WHERE x.subject_id = c.complaint_id) w
WHERE %(after)s::text[] IS NULL
  OR (c.opened_on, c.complaint_id) < ((%(after)s::text[])[1]::date, (%(after)s::text[])[2])
ORDER BY c.opened_on DESC, c.complaint_id DESC LIMIT %(limit)s
"""


async def complaints(reading: Reading, page: Page) -> Complaints:
    """The borrower's complaints. Raises BadCursor."""
    rows = await reading.all(_COMPLAINTS, page.bounds("complaints"))
    shown, cursor = page.cut(rows, "complaints", lambda row: (row["opened_on"], row["complaint_id"]))
    return Complaints(complaints=[Complaint.model_validate(row) for row in shown], next_cursor=cursor)
