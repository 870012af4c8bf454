"""Clocks of disputes, complaints, applications and notices."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from accounts.terms.calendar import add_business_days, add_months

NOTICE_DAYS = 60


@dataclass(frozen=True, slots=True)
class BillingErrorClock:
    """Dates of a billing-error notice. Source: 12 CFR 1026.13(b), (c)."""

    notice_last_day: date
    acknowledge_by: date
    two_cycles: date
    ninety_days: date

    @property
    def resolve_by(self) -> date:
        """Two complete billing cycles, at most 90 days."""
        return min(self.two_cycles, self.ninety_days)


@dataclass(frozen=True, slots=True)
class TransferErrorClock:
    """Dates of an electronic-transfer error notice. Source: 12 CFR 1005.11(b), (c)."""

    resolve_or_credit_by: date
    resolve_by: date


@dataclass(frozen=True, slots=True)
class CreditReportClock:
    """Dates of a credit-report dispute. Source: 15 U.S.C. 1681s-2(a)(8), 1681i(a)(1)."""

    resolve_by: date
    resolve_with_more_information_by: date


@dataclass(frozen=True, slots=True)
class ApplicationClock:
    """Dates of a complete application. Source: 12 CFR 1002.9(a)(1)."""

    decide_by: date
    counteroffer_lapses: date


def notice_last_day(statement_sent: date) -> date:
    """The last day of notice: 60 days after the first statement that shows the error was sent.

    Source: 12 CFR 1026.13(b)(1), 1005.11(b)(1).
    """
    return statement_sent + timedelta(days=NOTICE_DAYS)


def billing_error_clock(notice: date, statement_sent: date, cycle_close_day: int) -> BillingErrorClock:
    """Notice within 60 days of the statement; acknowledged in 30; resolved in two complete cycles, at most 90 days."""
    close = add_months(notice, 0, cycle_close_day)
    if close < notice:
        close = add_months(close, 1, cycle_close_day)
    return BillingErrorClock(
        notice_last_day=notice_last_day(statement_sent),
        acknowledge_by=notice + timedelta(days=30),
        two_cycles=add_months(close, 2, cycle_close_day),
        ninety_days=notice + timedelta(days=90),
    )


def transfer_error_clock(notice: date) -> TransferErrorClock:
    """10 business days, or provisional credit by then and up to 45 days."""
    return TransferErrorClock(add_business_days(notice, 10), notice + timedelta(days=45))


def credit_report_clock(notice: date) -> CreditReportClock:
    """30 days, 45 when the borrower sends more information meanwhile."""
    return CreditReportClock(notice + timedelta(days=30), notice + timedelta(days=45))


def application_clock(complete_on: date) -> ApplicationClock:
    """A decision 30 days after a complete application; a counteroffer not taken up lapses after 90 days."""
    return ApplicationClock(complete_on + timedelta(days=30), complete_on + timedelta(days=90))


@dataclass(frozen=True, slots=True)
class ComplaintClock:
    """Dates of a complaint. Source: docs/product-terms.md, complaints."""

    acknowledge_by: date
    answer_by: date
    answer_at_most_by: date


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that has to be done by a day; `source` is the rule that says so."""

    name: str
    due_on: date
    done_on: date | None
    source: str

    def standing(self, on: date) -> Literal["done", "done_late", "ahead", "overdue"]:
        """How it stands at the start of `on`: the due day itself is still in time."""
        if self.done_on is not None:
            return "done" if self.done_on <= self.due_on else "done_late"
        return "overdue" if on > self.due_on else "ahead"


@dataclass(frozen=True, slots=True)
class DisputeDates:
    """What has happened in a dispute, and by when it has to."""

    kind: str
    acknowledge_by: date | None
    acknowledged_on: date | None
    credit_by: date | None
    provisional_on: date | None
    resolve_by: date
    resolved_on: date | None


_RESOLVE_SOURCE = {
    "billing_error": "12 CFR 1026.13(c)(2)",
    "electronic_transfer": "12 CFR 1005.11(c)(2)",
    "credit_report": "15 U.S.C. 1681s-2(a)(8)",
    "identity_theft": "15 U.S.C. 1681s-2(a)(8)",
}


def complaint_clock(received: date) -> ComplaintClock:
    """Acknowledged in 2 business days, answered in 15 calendar days, at most 60 where it is explained why."""
    return ComplaintClock(add_business_days(received, 2), received + timedelta(days=15), received + timedelta(days=60))


def dispute_milestones(dates: DisputeDates) -> tuple[Milestone, ...]:
    """What the law wants done in a dispute, in the order of its days."""
    found = list[Milestone]()
    if dates.acknowledge_by:
        done = min(filter(None, (dates.acknowledged_on, dates.resolved_on)), default=None)
        found.append(Milestone("acknowledge", dates.acknowledge_by, done, "12 CFR 1026.13(c)(1)"))
    if dates.credit_by:
        done = min(filter(None, (dates.provisional_on, dates.resolved_on)), default=None)
        found.append(Milestone("resolve_or_credit", dates.credit_by, done, "12 CFR 1005.11(c)(1)"))
    found.append(Milestone("resolve", dates.resolve_by, dates.resolved_on, _RESOLVE_SOURCE[dates.kind]))
    return tuple(sorted(found, key=lambda each: each.due_on))
