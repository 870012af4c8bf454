"""Business days, cut-offs, cycles and due dates. All instants are compared in Eastern Time."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

EASTERN = ZoneInfo("America/New_York")
PAYMENT_CUTOFF = time(20, 0)
DRAW_CUTOFF = time(15, 0)
DRAW_CUTOFF_BEFORE = time(13, 0)
DRAW_CUTOFF_CHANGED_ON = date(2025, 11, 1)
DUE_DAYS_AFTER_CLOSE = 25
SATURDAY = 5


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """Federal holidays of a year with their observed days. Source: 5 U.S.C. 6103."""
    return frozenset(day for day in holidays.country_holidays("US", years=year) if day.year == year)


def is_business_day(day: date) -> bool:
    """Monday to Friday, no federal holiday."""
    return day.weekday() < SATURDAY and day not in federal_holidays(day.year)


def next_business_day(day: date) -> date:
    """The first business day after `day`."""
    return add_business_days(day, 1)


def add_business_days(day: date, count: int) -> date:
    """The `count`-th business day after `day` (before it for a negative count); `day` itself for 0."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day


def on_or_after_business_day(day: date) -> date:
    """`day` when it is a business day, else the next one."""
    return day if is_business_day(day) else next_business_day(day)


def credit_date(submitted_at: datetime) -> date:
    """The day a payment counts: submitted by 8:00 p.m. ET that day, later the next day. Needs an aware instant."""
    local = submitted_at.astimezone(EASTERN)
    return local.date() if local.time() <= PAYMENT_CUTOFF else local.date() + timedelta(days=1)


def draw_cutoff(day: date) -> time:
    """The draw cut-off in force on a day: 3:00 p.m. ET, until 2025-10-31 1:00 p.m."""
    return DRAW_CUTOFF if day >= DRAW_CUTOFF_CHANGED_ON else DRAW_CUTOFF_BEFORE


def draw_processed_on(requested_at: datetime) -> date:
    """The business day whose cut-off a draw request still meets. Needs an aware instant."""
    local = requested_at.astimezone(EASTERN)
    if is_business_day(local.date()) and local.time() <= draw_cutoff(local.date()):
        return local.date()
    return next_business_day(local.date())


def draw_arrives_on(requested_at: datetime) -> date:
    """The business day after the one that processes the draw: it posts and reaches the bank account then."""
    return next_business_day(draw_processed_on(requested_at))


def draw_cancel_until(requested_at: datetime) -> datetime:
    """Until when a pending draw can be cancelled: the cut-off that will process it, in Eastern Time."""
    day = draw_processed_on(requested_at)
    return datetime.combine(day, draw_cutoff(day), EASTERN)


def add_months(day: date, months: int, day_of_month: int | None = None) -> date:
    """`day` moved by months, a day the month lacks becoming its last; `day_of_month` keeps a 31st from drifting."""
    return day + relativedelta(months=months, day=day_of_month or day.day)


def due_date(cycle_close: date) -> date:
    """The due date of a Cash Line statement: 25 days after its cycle closes."""
    return cycle_close + timedelta(days=DUE_DAYS_AFTER_CLOSE)


def earliest_due_date(mailed_on: date, grace_period: bool) -> date:
    """The earliest lawful due date: 21 days after mailing with a grace period or a card, else 14.

    Source: 12 CFR 1026.5(b)(2)(ii).
    """
    return mailed_on + timedelta(days=21 if grace_period else 14)


def autopay_change_by(due: date) -> date:
    """The last day to enrol, change or stop autopay for a due date: 3 business days before it."""
    return add_business_days(due, -3)
