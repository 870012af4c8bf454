"""The review's own knowledge, reviewed as data: force words, areas, slices, thresholds."""

import re
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent


class Thresholds(BaseModel):
    """Cosines of MiniLM and shares, 0 to 1; `thresholds.yaml` says what each decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    counterpart: float
    joined: float
    word: float
    part: float
    part_covered: float
    covered: float
    replaced: float
    loosens: float
    nearest_margin: float
    query: float
    neighbours: int
    contradicts: float
    supported: float
    near_enough: float
    lost_readings: float
    lost_utterances: int
    lost_share: float
    lost_share_safety: float
    lost_words: int
    lost_words_share: float
    lost_phrases: float
    newly_caught: int


class Force(BaseModel):
    """force.yaml: alternatives of regular expressions by what they do to a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prohibits: dict[str, list[str]]
    exclusive: list[str]
    urgent: list[str]
    universal: list[str]
    hedge: list[str]
    permit: list[str]
    exception: list[str]
    overrides: list[str]
    promises: list[str]
    numbers: dict[str, int]
    antonyms: list[tuple[str, str]]


class Area(BaseModel):
    """Sentences that describe an area of rules; `advises`: a change of wording in it harms nobody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: list[str]
    advises: bool = False


class Slices(BaseModel):
    """slices.yaml: which domain of eval cases speaks about a tool, a reason or a phrasing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tools: dict[str, str]
    reasons: dict[str, str]
    phrasings: dict[str, str]
    outcomes: dict[str, str]
    safety: list[str]
    wording_only: list[str]


@cache
def thresholds() -> Thresholds:
    return Thresholds.model_validate(_read("thresholds.yaml"))


@cache
def force() -> Force:
    return Force.model_validate(_read("force.yaml"))


@cache
def areas() -> dict[str, Area]:
    return {name: Area.model_validate(area) for name, area in _read("areas.yaml").items()}


@cache
def slices() -> Slices:
    return Slices.model_validate(_read("slices.yaml"))


def alternatives(patterns: list[str]) -> re.Pattern[str]:
    """All of them as one expression over whole words, the longest first."""
    return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{one})" for one in patterns) + r")(?!\w)", re.IGNORECASE)


def _read(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")))


def slice_of_tool(name: str, *, write: bool = False) -> str:
    """The domain of eval cases that a tool's calls show in."""
    return "acting" if write else slices().tools.get(name, "acting")


def slice_of_treatment(tools: "list[str]", outcome: str, reason: str | None, writes: "frozenset[str]") -> str:
    """The domain that a scenario's treatment shows in: its reason's, a write's, else its first account tool's."""
    held = slices()
    if reason in held.reasons:
        return held.reasons[reason]
    if any(tool in writes for tool in tools):
        return "acting"
    named = [tool for tool in tools if tool != "search_policies"] or tools
    return held.tools.get(named[0], "grounding") if named else held.outcomes.get(outcome, "grounding")
