"""One dispute whole: its evidence, what happened, and the days by which the law wants something done."""

from datetime import date
from typing import Literal

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.care import Dispute
from accounts.reads.errors import NotFound
from accounts.reads.session import Reading, Row
from accounts.terms.clocks import DisputeDates, dispute_milestones


class Evidence(Answer):
    """Something that bears on a dispute."""

    evidence_id: str
    kind: str
    description: Maybe[str] = None
    document_ref: Maybe[str] = None
    received_on: date


class Event(Answer):
    """Something that happened in a dispute, and in which role it was done."""

    happened_on: date
    kind: str
    amount_cents: Maybe[int] = None
    by_role: str


class WholeDispute(Dispute):
    """A dispute with its evidence and events, oldest first."""

    account_id: str
    currency: Currency = "USD"
    channel: str
    written_on: Maybe[date] = None
    notice_last_day: Maybe[date] = None
    provisional_cents: Maybe[int] = None
    provisional_on: Maybe[date] = None
    resolved_on: Maybe[date] = None
    corrected_cents: Maybe[int] = None
    evidence: list[Evidence]
    events: list[Event]


class ClockMilestone(Answer):
    """Something to be done by a day; `source` is the rule."""

    name: Literal["acknowledge", "resolve_or_credit", "resolve"]
    due_on: date
    done_on: Maybe[date] = None
    standing: Literal["done", "done_late", "ahead", "overdue"]
    source: str


class Clock(Answer):
    """The clock of a dispute on the business date.

    rights_kept: whether notice came in the form and time that keep the legal rights (a billing error: in writing,
    within 60 days of the first statement that shows it); absent while it can still come.
    """

    account_id: str
    dispute_id: str
    as_of: date
    milestones: list[ClockMilestone]
    overdue: bool
    extended_on: Maybe[date] = None
    notice_last_day: Maybe[date] = None
    rights_kept: Maybe[bool] = None


_DISPUTE = """
SELECT *, entry_id::text AS transaction_id,
  (SELECT w.content FROM words w WHERE w.subject_id = dispute_id AND w.part = 'description') AS description
FROM disputes WHERE account_id = %(account_id)s AND dispute_id = %(dispute_id)s
"""
_EVIDENCE = """
SELECT e.*, w.content AS description FROM dispute_evidence e
LEFT JOIN words w ON w.subject_id = e.evidence_id AND w.part = 'description'
WHERE e.dispute_id = %(dispute_id)s ORDER BY e.received_on, e.evidence_id LIMIT 500
"""
_EVENTS = "SELECT * FROM dispute_events WHERE dispute_id = %(dispute_id)s ORDER BY number LIMIT 500"


async def dispute(reading: Reading, account_id: str, dispute_id: str) -> WholeDispute:
    """One dispute. Raises NotFound."""
    row = await _row(reading, account_id, dispute_id)
    evidence = await reading.all(_EVIDENCE, {"dispute_id": dispute_id})
    events = await reading.all(_EVENTS, {"dispute_id": dispute_id})
    return WholeDispute.model_validate({**row, "evidence": evidence, "events": events})


async def clock(reading: Reading, account_id: str, dispute_id: str) -> Clock:
    """What is due by when in a dispute, and what is overdue. Raises NotFound."""
    as_of = (await account_row(reading, account_id))["as_of"]
    row = await _row(reading, account_id, dispute_id)
    dates = DisputeDates(
        kind=row["kind"],
        acknowledge_by=row["acknowledge_by"],
        acknowledged_on=row["acknowledged_on"],
        credit_by=row["credit_by"],
        provisional_on=row["provisional_on"],
        resolve_by=row["resolve_by"],
        resolved_on=row["resolved_on"],
    )
    milestones = [
        ClockMilestone.model_validate(
            {
                "name": each.name,
                "due_on": each.due_on,
                "done_on": each.done_on,
                "standing": each.standing(as_of),
                "source": each.source,
            }
        )
        for each in dispute_milestones(dates)
    ]
    return Clock(
        account_id=account_id,
        dispute_id=dispute_id,
        as_of=as_of,
        milestones=milestones,
        overdue=any(each.standing == "overdue" for each in milestones),
        extended_on=row["extended_on"],
        notice_last_day=row["notice_last_day"],
        rights_kept=_rights_kept(row, as_of),
    )


def _rights_kept(row: Row, as_of: date) -> bool | None:
    last = row["notice_last_day"]
    notice = row["written_on"] if row["kind"] == "billing_error" else row["opened_on"]
    if notice is not None:
        return last is None or notice <= last
    return False if last is not None and as_of > last else None


async def _row(reading: Reading, account_id: str, dispute_id: str) -> Row:
    row = await reading.first(_DISPUTE, {"account_id": account_id, "dispute_id": dispute_id})
    if row is None:
        raise NotFound(f"{account_id} has no dispute {dispute_id} that belongs to this caller.")
    return row
