"""The period that monitors add up, and its steps (slices.yaml)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("slices.yaml")
_DAY_CHARS = len("2026-05-15")


class PeriodRefused(ValueError):
    """No period, or one that is too long; the message says what to ask for."""


class Plan(BaseModel):
    """What slices.yaml says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    conversing: tuple[str, ...]
    most_days: int
    usual_days: int
    bucket_s: tuple[int, ...]
    most_buckets: int
    most_values: int


@cache
def plan() -> Plan:
    return Plan.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Period:
    """From `since` up to and without `until`, both aware."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, since: str | None, until: str | None, now: datetime) -> "Period":
        """From ISO days or instants (without an offset: UTC); a day as `until` counts whole. Raises PeriodRefused."""
        end = instant(until, whole_day=True) if until else now
        start = instant(since) if since else end - timedelta(days=plan().usual_days)
        if start >= end:
            raise PeriodRefused("The period must begin before it ends.")
        if end - start > timedelta(days=plan().most_days):
            raise PeriodRefused(f"At most {plan().most_days} days at a time.")
        return cls(start, end)

    @property
    def step(self) -> timedelta:
        """The width of a series' steps: about 24 of them."""
        length_s = (self.until - self.since).total_seconds()
        fitting = (each for each in plan().bucket_s if length_s <= each * plan().most_buckets)
        return timedelta(seconds=next(fitting))

    def steps(self) -> Sequence[datetime]:
        """Where each step begins; the last may be shorter."""
        found, at = list[datetime](), self.since
        while at < self.until:
            found.append(at)
            at += self.step
        return found


def instant(text: str, *, whole_day: bool = False) -> datetime:
    """An ISO day or instant; with `whole_day` a day is its end. Without an offset: UTC. Raises PeriodRefused."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise PeriodRefused("Days look like 2026-05-15, instants like 2026-05-15T13:00:00Z.") from None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        return found + timedelta(days=1) if whole_day and len(text) == _DAY_CHARS else found
    except OverflowError:
        raise PeriodRefused("The period ends too late.") from None
