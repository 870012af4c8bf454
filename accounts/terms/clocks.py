"""Clocks of disputes, applications and notices."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.terms.calendar import add_business_days, add_months


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


def billing_error_clock(notice: date, statement_sent: date, cycle_close_day: int) -> BillingErrorClock:
    """Notice within 60 days of the statement; acknowledged in 30; resolved in two complete cycles, at most 90 days."""
    close = add_months(notice, 0, cycle_close_day)
    if close < notice:
        close = add_months(close, 1, cycle_close_day)
    return BillingErrorClock(
        notice_last_day=statement_sent + timedelta(days=60),
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
