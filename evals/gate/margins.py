"""The reviewed rules a decision is made by: margins, noise and quarantine."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.stats.proportions import clopper_pearson

EVALS = Path(__file__).parents[1]
Kind = Literal["rate", "score", "ratio"]
Blocking = Literal["regression", "inconclusive"]


class MarginsError(ValueError):
    """A file of rules cannot be read; the message names it and the field."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Strict):
    """How one metric is judged; the fields are explained in margins.yaml."""

    kind: Kind
    margin: float = Field(gt=0)
    better: Literal["higher", "lower"] = "higher"
    alpha: float = Field(default=0.05, gt=0, lt=0.5)
    blocks: tuple[Blocking, ...] = ()


class SliceRule(Strict):
    alpha: float = Field(gt=0, lt=0.5)
    least_failing: int = Field(ge=1)


class Noise(Strict):
    """flip_rate: share of passing cases that fail though nothing changed, among `n` compared."""

    flip_rate: float = Field(ge=0, lt=0.5)
    n: int = Field(ge=0)
    measured_at: str = ""
    how: str = ""

    def at_most(self, least: float) -> float:
        """The rate that tests assume: the upper end of its 95 % interval (one-sided), not below `least`."""
        if self.n == 0:
            return max(self.flip_rate, least)
        return max(least, clopper_pearson(round(self.flip_rate * self.n), self.n, level=0.9).upper)


class Quarantined(Strict):
    """A case that does not count until `expires` (that day included), and why."""

    case: str
    reason: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    expires: date


class Margins(Strict):
    """Everything a decision depends on but the two runs and the review. today: decides what has expired."""

    today: date
    level: float = Field(gt=0.5, lt=1)
    power: float = Field(gt=0, lt=1)
    cost_cap_usd: float = Field(gt=0)
    metrics: dict[str, Rule]
    graders: Rule
    scores: Rule
    slices: SliceRule
    noise: Noise
    least_flip_rate: float = Field(gt=0, lt=0.5)
    most_stalled: float = Field(ge=0, lt=1)
    quarantined: tuple[Quarantined, ...] = ()

    def rule(self, metric: str, *, grader: bool) -> Rule:
        return self.metrics.get(metric) or (self.graders if grader else self.scores)

    @property
    def flip_rate(self) -> float:
        return self.noise.at_most(self.least_flip_rate)

    @property
    def set_aside(self) -> frozenset[str]:
        return frozenset(entry.case for entry in self.quarantined)


def load(today: date, folder: Path = EVALS) -> Margins:
    """Read margins.yaml, quarantine.yaml and, where it is there, baselines/noise.json. Raises MarginsError."""
    given: dict[str, Any] = {**_read(folder / "margins.yaml"), **_read(folder / "quarantine.yaml"), "today": today}
    measured = folder / "baselines" / "noise.json"
    if measured.is_file():
        given["noise"] = {name: value for name, value in _read(measured).items() if name in Noise.model_fields}
    try:
        return Margins.model_validate(given)
    except ValidationError as error:
        raise MarginsError(f"the gate's rules (margins.yaml, quarantine.yaml, noise.json): {error}") from error


def _read(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise MarginsError(f"{path.name}: {error}") from error
