"""Starters chosen by signs."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.starters.signs import Sign

Language = Literal["en", "es"]
_FILE = Path(__file__).with_name("starters.yaml")


class Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str = Field(min_length=8, max_length=90)
    es: str = Field(min_length=8, max_length=90)


class Rule(BaseModel):
    """One starter: offered where every sign of `when` holds and none of `unless`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: tuple[Sign, ...] = Field(min_length=1)
    unless: tuple[Sign, ...] = ()
    text: Words
    why: Words


class Starters(BaseModel):
    """The whole file; `most` are offered at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    most: int = Field(ge=1, le=6)
    starters: tuple[Rule, ...]


class Starter(BaseModel):
    """A question to begin with, and why it is offered."""

    text: str
    why: str


@lru_cache(maxsize=1)
def load() -> Starters:
    """The rules as they stand. Raises pydantic.ValidationError where the file is not right."""
    return Starters.model_validate(yaml.safe_load(_FILE.read_text()))


def offered(signs: frozenset[Sign], language: Language) -> list[Starter]:
    """The first `most` that fit, in the file's order."""
    rules = load()
    fitting = [rule for rule in rules.starters if signs.issuperset(rule.when) and signs.isdisjoint(rule.unless)]
    return [
        Starter(text=getattr(rule.text, language), why=getattr(rule.why, language)) for rule in fitting[: rules.most]
    ]
