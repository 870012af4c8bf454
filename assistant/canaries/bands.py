"""When a canary's monitors have left their band: a pure decision over the counts of both arms."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.results import TurnResult

FILE = Path(__file__).with_name("bands.yaml")
Monitor = Literal["abstained", "handed_off", "guarded", "disliked"]
WORDS: dict[Monitor, str] = {
    "abstained": "abstentions",
    "handed_off": "hand-offs",
    "guarded": "replies that a guard stopped or rebuilt",
    "disliked": "answers that people disliked",
}


class Bands(BaseModel):
    """fewest_turns: of the candidate, before which nothing is decided. most_above: in shares of the turns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fewest_turns: int = Field(ge=1)
    alpha: float = Field(gt=0, lt=0.5)
    most_above: dict[Monitor, float]


@dataclass(frozen=True)
class Counts:
    """What the turns of one arm came to."""

    turns: int = 0
    abstained: int = 0
    handed_off: int = 0
    guarded: int = 0
    disliked: int = 0

    def of(self, monitor: Monitor) -> int:
        counted: int = getattr(self, monitor)
        return min(counted, self.turns)

    def share(self, monitor: Monitor) -> float:
        return self.of(monitor) / self.turns if self.turns else 0.0


def counted(result: TurnResult) -> Counts:
    """One turn, as the monitors see it."""
    return Counts(
        turns=1,
        abstained=int(result.outcome == "abstained"),
        handed_off=int(result.outcome == "handoff"),
        guarded=int(any(one.direction == "output" and one.verdict != "pass" for one in result.guards)),
    )


def load(path: Path = FILE) -> Bands:
    return Bands.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def out_of_band(stable: Counts, candidate: Counts, bands: Bands) -> list[str]:
    """Each monitor that has left its band, in words; empty while there are too few turns to tell.

    Source of the test: Fisher, "The Design of Experiments" (1935), one-sided exact test of two shares.
    """
    if candidate.turns < bands.fewest_turns or not stable.turns:
        return []
    return [
        f"{WORDS[monitor]}: {candidate.share(monitor):.1%} of {candidate.turns} turns, "
        f"{stable.share(monitor):.1%} of {stable.turns} with the version that serves"
        for monitor, most in bands.most_above.items()
        if candidate.share(monitor) - stable.share(monitor) > most
        and _likelihood(stable, candidate, monitor) < bands.alpha
    ]


def _likelihood(stable: Counts, candidate: Counts, monitor: Monitor) -> float:
    """How likely at least this excess is where both arms are alike."""
    # Imported when there is something to judge: scipy.stats takes half a second.
    stats: Any = import_module("scipy.stats")
    hit, of_stable = candidate.of(monitor), stable.of(monitor)
    table = [[hit, candidate.turns - hit], [of_stable, stable.turns - of_stable]]
    return float(stats.fisher_exact(table, alternative="greater").pvalue)
