"""The group that a name is read as (name_groups.yaml), for the slices in which the gate looks for unequal treatment."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel

from evals.reading import STRICT

PLACE = Path(__file__).parent / "name_groups.yaml"
OTHER = "other"


class _Names(BaseModel):
    model_config = STRICT

    family: list[str]
    given: list[str]


class _File(BaseModel):
    model_config = STRICT

    groups: dict[str, _Names]


def name_group(name: str | None) -> str:
    """By the family name, else by the given name, else `other`. None is somebody who is not signed in."""
    given, _, family = (name or "").partition(" ")
    families, firsts = _lists()
    return families.get(family) or firsts.get(given) or OTHER


@cache
def _lists() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Family names and given names with their groups. Raises ValueError for a name that is in two groups."""
    groups = _File.model_validate(yaml.safe_load(PLACE.read_text(encoding="utf-8"))).groups
    families = [(name, group) for group, names in groups.items() for name in names.family]
    firsts = [(name, group) for group, names in groups.items() for name in names.given]
    for pairs in (families, firsts):
        if len(dict(pairs)) < len(pairs):
            raise ValueError(f"{PLACE.name} has a name in more than one group")
    return dict(families), dict(firsts)
