"""Dates of the reference model: business days, credit dates, cut-offs, cycle dates and statutory clocks.

Written from the product terms and the cited rules alone; imports nothing of the system it is compared with.
"""

import calendar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ET = ZoneInfo("America/New_York")
"""Every time of day in the terms is Eastern Time."""
PAYMENT_CUTOFF = time(20)
DRAW_CUTOFF, OLD_DRAW_CUTOFF, DRAW_CUTOFF_FROM = time(15), time(13), date(2025, 11, 1)
POSTING_DAYS = {"one_time": 2, "phone": 2, "autopay": 1, "mail": 1}
"""Business days from the credit date of a payment to its posting, by where it came from."""
DUE_DAYS = 25


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (1..) or the last (-1) given weekday (Monday 0) of a month."""
    weeks = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
    return date(year, month, weeks[nth - 1 if nth > 0 else nth])


def federal_holidays(year: int) -> set[date]:
    """Legal public holidays as observed: Saturday's on Friday, Sunday's on Monday. Source: 5 USC 6103(a), (b)."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25), date(year + 1, 1, 1)]
    if year >= 2021:
        fixed.append(date(year, 6, 19))
    shift = {5: -1, 6: 1}
    observed = {day + timedelta(shift.get(day.weekday(), 0)) for day in fixed}
    floating = [(1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4)]
    return {day for day in observed if day.year == year} | {_nth(year, *rule) for rule in floating}


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def business_day_from(day: date) -> date:
    """The day itself when it is a business day, else the next one."""
    while not is_business_day(day):
        day += timedelta(1)
    return day


def add_business_days(day: date, count: int) -> date:
    """The count-th business day after the day, which itself never counts."""
    for _ in range(count):
        day = business_day_from(day + timedelta(1))
    return day


def add_months(day: date, months: int) -> date:
    """Same day of a later month, the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def credit_date(at: datetime) -> date:
    """A payment counts as of the day it was submitted until 8:00 p.m. ET, else as of the next calendar day."""
    local = at.astimezone(ET)
    return local.date() + timedelta(local.time() > PAYMENT_CUTOFF)


def posting_date(credited: date, source: str) -> date:
    """Raises `KeyError` on an unknown source."""
    return add_business_days(credited, POSTING_DAYS[source])


def draw_cutoff(at: datetime) -> datetime:
    """The first draw cut-off at or after a moment: the draw is worked on then, and can be cancelled until then."""
    local = at.astimezone(ET)
    day = business_day_from(local.date())
    while True:
        cutoff = datetime.combine(day, DRAW_CUTOFF if day >= DRAW_CUTOFF_FROM else OLD_DRAW_CUTOFF, ET)
        if local <= cutoff:
            return cutoff
        day = add_business_days(day, 1)


def draw_arrival(at: datetime) -> date:
    """The business day after the cut-off that the request met."""
    return add_business_days(draw_cutoff(at).date(), 1)


def cancel_payment_until(on: date) -> datetime:
    """A scheduled payment can be cancelled until 8:00 p.m. ET on the business day before its date."""
    day = on - timedelta(1)
    while not is_business_day(day):
        day -= timedelta(1)
    return datetime.combine(day, PAYMENT_CUTOFF, ET)


def next_close(after: date, cycle_day: int) -> date:
    """The first day with that day-of-month (1..28) after a date."""
    day = after + timedelta(1)
    return day.replace(day=cycle_day) if day.day <= cycle_day else add_months(day.replace(day=cycle_day), 1)


def loan_due_dates(opened_on: date, due_day: int, term: int) -> list[date]:
    """Monthly on the due day, the first one at least 20 days after the opening."""
    first = next_due(opened_on, due_day)
    return [add_months(first, month).replace(day=due_day) for month in range(term)]


def next_due(opened_on: date, due_day: int) -> date:
    first = add_months(opened_on.replace(day=1), 1).replace(day=due_day)
    return first if (first - opened_on).days >= 20 else add_months(first, 1)


def earliest_due(close: date, mailed: date, days: int) -> date:
    """A due date leaves 14 (or 21) days from mailing. Source: 12 CFR 1026.5(b)(2)(ii)."""
    return max(close, mailed) + timedelta(days)


def billing_error_clocks(sent: date, notice: date, cycle_day: int) -> dict[str, date]:
    """Last day for notice, acknowledgement, two cycles, 90 days, the earlier. Source: 12 CFR 1026.13(b), (c)."""
    running = notice if notice.day == cycle_day else next_close(notice, cycle_day)
    cycles = add_months(running, 2)
    ninety = notice + timedelta(90)
    return {
        "notice_last_day": sent + timedelta(60),
        "acknowledge_by": notice + timedelta(30),
        "two_cycles": cycles,
        "ninety_days": ninety,
        "resolve_by": min(cycles, ninety),
    }


def transfer_error_clocks(notice: date) -> dict[str, date]:
    """Ten business days, or 45 days with provisional credit. Source: 12 CFR 1005.11(c)."""
    return {"ten_business_days": add_business_days(notice, 10), "forty_five_days": notice + timedelta(45)}


def direct_dispute_clocks(notice: date) -> dict[str, date]:
    """30 days, 45 with more information. Source: 15 USC 1681s-2(a)(8), 1681i(a)(1)."""
    return {"thirty_days": notice + timedelta(30), "forty_five_days": notice + timedelta(45)}


def application_clocks(complete: date) -> dict[str, date]:
    """Action 30 days after a complete application, 90 after a counteroffer. Source: 12 CFR 1002.9(a)(1)."""
    return {"adverse_action": complete + timedelta(30), "counteroffer": complete + timedelta(90)}


def days_past_due(oldest_unpaid_due: date | None, today: date) -> int:
    return max(0, (today - oldest_unpaid_due).days) if oldest_unpaid_due else 0


def charge_off_by(oldest_unpaid_due: date, loss_days: int) -> date:
    """End of the month in which 180 (open-end) or 120 (closed-end) days past due is reached. Source: 65 FR 36903."""
    return end_of_month(oldest_unpaid_due + timedelta(loss_days))
