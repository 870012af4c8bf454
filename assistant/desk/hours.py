"""When a queue's people are there (hours.yaml): by the clock of their office, closed on federal holidays."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

FILE = Path(__file__).parent / "hours.yaml"
_LOOKS_AHEAD_DAYS = 14
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAYS: tuple[Weekday, ...] = get_args(Weekday)
Words = dict[Literal["en", "es"], str]
Clock = Annotated[time, BeforeValidator(lambda value: time.fromisoformat(value) if isinstance(value, str) else value)]


class Line(BaseModel):
    """How people are reached otherwise: a phone number, and its hours in words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phone: str
    words: Words


class Queue(Line):
    """open: from and to by the weekday, or always. federal_holidays: whether it is open on them as on other days."""

    open: dict[Weekday, tuple[Clock, Clock]] | Literal["always"]
    federal_holidays: bool

    def on(self, day: date) -> tuple[time, time] | None:
        """From when to when it is open that day; None where it is closed."""
        if self.open == "always":
            return time.min, time.max
        if not self.federal_holidays and is_federal_holiday(day):
            return None
        return self.open.get(_DAYS[day.weekday()])


class Hours(BaseModel):
    """The whole file. left_after_min: how long an agent may be silent while somebody waits for their answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timezone: str
    left_after_min: Annotated[int, Field(ge=1)]
    queues: dict[str, Queue]
    other_lines: dict[str, Line]

    def line(self, queue: str, reason: str) -> Line:
        """How else somebody with this reason reaches people. Raises KeyError for a queue that there is not."""
        return self.other_lines.get(reason) or self.queues[queue]

    def opens_at(self, queue: str, now: datetime) -> datetime | None:
        """When the queue opens next; None while it is open. now: aware. Raises KeyError."""
        zone, found = ZoneInfo(self.timezone), self.queues[queue]
        here = now.astimezone(zone)
        for ahead in range(_LOOKS_AHEAD_DAYS):
            day = here.date() + timedelta(days=ahead)
            hours = found.on(day)
            if hours is None:
                continue
            begins, ends = (datetime.combine(day, at, zone) for at in hours)
            if here < begins:
                return begins
            if here < ends:
                return None
        raise ValueError(f"The queue {queue} does not open within {_LOOKS_AHEAD_DAYS} days; see {FILE.name}.")


@lru_cache(maxsize=1)
def load(path: Path = FILE) -> Hours:
    """The hours of the file. Raises pydantic.ValidationError."""
    return Hours.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=512)
def is_federal_holiday(day: date) -> bool:
    """Also the weekday on which one that falls on a weekend is observed. Source: 5 U.S.C. 6103."""
    return day in _federal(day.year)


@lru_cache(maxsize=8)
def _federal(year: int) -> Mapping[date, str]:
    import holidays  # here, since only the desk needs it

    return holidays.country_holidays("US", years=(year, year + 1))
