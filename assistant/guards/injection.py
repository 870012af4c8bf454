"""Finds attempts to override the instructions or to have them told, by weighted signals (data: patterns.yaml)."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from assistant.guards.unmasked import Unmasked, unmask

_ENOUGH = 1.0


@dataclass(frozen=True)
class Signal:
    """One way an attempt shows. `hidden`: it is writing that a reader cannot see."""

    name: str
    reason: str
    weight: float
    any: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    hidden: bool

    def shows(self, text: Unmasked) -> bool:
        if self.hidden:
            return text.hidden
        found = any(pattern.search(text.bare) for pattern in self.any)
        return found and not any(pattern.search(text.bare) for pattern in self.unless)


@dataclass(frozen=True)
class Detector:
    """banned: phrases per reason, for the ready-made ban list."""

    signals: tuple[Signal, ...]
    about: tuple[re.Pattern[str], ...]
    banned: Mapping[str, list[str]]
    window: int
    confusables: Mapping[str, str]
    digits: Mapping[str, str]

    def unmasked(self, text: str) -> Unmasked:
        return unmask(text, self.confusables, self.digits)

    def reason(self, text: str) -> str | None:
        """The decline reason, or None."""
        seen = self.unmasked(text)
        if self.is_about(text):
            return None
        weights: dict[str, float] = defaultdict(float)
        for signal in self.signals:
            if signal.shows(seen):
                weights[signal.reason] += signal.weight
        reason = max(weights, key=lambda name: weights[name], default=None)
        return reason if reason is not None and weights[reason] >= _ENOUGH else None

    def is_about(self, text: str) -> bool:
        """Whether the whole message only asks what such words mean."""
        bare = self.unmasked(text).bare.strip()
        return any(pattern.fullmatch(bare) for pattern in self.about)

    def ends(self, text: str) -> str:
        """What of a text the ban list searches: all of a short one, both ends of a long one."""
        bare = self.unmasked(text).bare
        return bare if len(bare) <= 2 * self.window else f"{bare[: self.window]}\n{bare[-self.window :]}"


@lru_cache(maxsize=1)
def detector() -> Detector:
    """Read patterns.yaml, which stands beside this file."""
    data = cast(dict[str, Any], yaml.safe_load((Path(__file__).parent / "patterns.yaml").read_text("utf-8")))
    return Detector(
        signals=tuple(_signal(entry) for entry in data["signals"]),
        about=tuple(re.compile(pattern) for pattern in data["about"]),
        banned=data["banned"],
        window=data["banned_window"],
        confusables=data["confusables"],
        digits=data["digits_as_letters"],
    )


def _signal(entry: Mapping[str, Any]) -> Signal:
    return Signal(
        name=entry["name"],
        reason=entry["reason"],
        weight=entry["weight"],
        any=tuple(re.compile(pattern) for pattern in entry.get("any", ())),
        unless=tuple(re.compile(pattern) for pattern in entry.get("unless", ())),
        hidden=entry.get("hidden", False),
    )
