"""When an event is sent again, and when it is given up (schedule.yaml)."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE = Path(__file__).with_name("schedule.yaml")


class Schedule(BaseModel):
    """Times in seconds. attempts: in all. at_once: events that one process sends at a time. every_s: how often it
    looks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    attempts: int = Field(ge=1, le=50)
    first_pause_s: float = Field(ge=0)
    factor: float = Field(ge=1)
    longest_pause_s: float
    jitter: float = Field(ge=0, lt=1)
    timeout_s: float = Field(gt=0)
    lease_s: float
    stale_after_s: float
    at_once: int = Field(ge=1, le=100)
    every_s: float = Field(gt=0)

    @model_validator(mode="after")
    def _outlasts(self) -> "Schedule":
        if self.lease_s <= 2 * self.timeout_s:
            raise ValueError("lease_s must be more than twice timeout_s, or two processes send one event at a time.")
        return self

    def pause_s(self, attempts: int, chance: float) -> float:
        """How long after the failure of attempt number `attempts`; chance: 0 to 1, drawn anew for each."""
        pause = min(self.first_pause_s * self.factor ** (attempts - 1), self.longest_pause_s)
        return pause * (1 + self.jitter * (2 * chance - 1))


def load(path: Path = FILE) -> Schedule:
    """Raises pydantic.ValidationError."""
    return Schedule.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
