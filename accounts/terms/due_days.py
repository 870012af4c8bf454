"""Due days: when a line's bill falls due, and how a moved due date shifts cycles and instalments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.terms.calendar import DUE_DAYS_AFTER_CLOSE, add_months

LATEST_DUE_DAYS_AFTER_CLOSE = 28
SHORTEST_PERIOD = timedelta(days=20)
MOST_DAYS_LATER = timedelta(days=15)
BILL_DAYS = timedelta(days=20)
LAST_DUE_DAY = 28


def statement_due_date(close: date, due_day: int) -> date:
    """When the bill of a cycle that closed on `close` falls due: on `due_day`, 25 to 28 days later, else 25 days later.

    A due date that the borrower chose is the same day of every month, whatever the length of the month of the close;
    the cycle day chosen with it (`cycle_day_for`) leaves 25 to 28 days. Source: docs/product-terms.md, Cash Line.
    """
    earliest = close + timedelta(days=DUE_DAYS_AFTER_CLOSE)
    latest = close + timedelta(days=LATEST_DUE_DAYS_AFTER_CLOSE)
    chosen = (day for day in (add_months(close, 0, due_day), add_months(close, 1, due_day)) if day.day == due_day)
    return next((day for day in chosen if earliest <= day <= latest), earliest)


def cycle_day_for(due_day: int) -> int:
    """The day on which cycles close so that every bill falls due on `due_day` (1 to 28), 25 days later or more."""
    day = due_day + LATEST_DUE_DAYS_AFTER_CLOSE - DUE_DAYS_AFTER_CLOSE
    return day if day <= LAST_DUE_DAY else due_day - DUE_DAYS_AFTER_CLOSE


@dataclass(frozen=True, slots=True)
class CycleMove:
    """From `switch_on` on cycles close on `cycle_day`, first on `first_close`; that bill is due on `first_due_date`."""

    cycle_day: int
    switch_on: date
    first_close: date
    first_due_date: date


def move_cycle(last_close: date, today: date, due_day: int) -> CycleMove:
    """How a line's cycles move to another due day: the running period goes on until the first new close.

    That period has 20 days or more, and no two cycles close in one calendar month; a close that comes too early is
    passed over, so the new day counts from the day after it.
    """
    cycle_day = cycle_day_for(due_day)
    first = add_months(last_close, 0, cycle_day)
    while first <= today or first < last_close + SHORTEST_PERIOD or _month(first) == _month(last_close):
        first = add_months(first, 1, cycle_day)
    passed_over = add_months(first, -1, cycle_day)
    switch = max(today, passed_over + timedelta(days=1))
    return CycleMove(cycle_day, switch, first, statement_due_date(first, due_day))


def move_instalment(due: date, due_day: int, today: date, billed_before: date | None) -> date | None:
    """Where a loan's first instalment that is not billed yet moves to: later by at most 15 days, or earlier.

    Earlier only if its bill is still ahead and in another month than the one before (`billed_before`). None where the
    day cannot be reached so. Source: docs/product-terms.md, due date change.
    """
    for month in (0, 1):
        later = add_months(due, month, due_day)
        if due < later <= due + MOST_DAYS_LATER:
            return later
    earlier = add_months(due, 0, due_day)
    bill = earlier - BILL_DAYS
    free = billed_before is None or _month(bill) != _month(billed_before - BILL_DAYS)
    return earlier if earlier < due and bill > today and free else None


def moved_dates(first: date, count: int, due_day: int) -> Sequence[date]:
    """`count` monthly due dates from `first` on."""
    return [add_months(first, month, due_day) for month in range(count)]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
