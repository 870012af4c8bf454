"""The published mix of turns and who says them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from stack.people import Person

_FILE = Path(__file__).parent / "turn_mix.yaml"
_APART = frozenset({"deceased", "attorney_represented", "bankruptcy", "cease_contact", "identity_theft"})


class MixedTurn(BaseModel):
    """One message of the mix."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["policy", "read", "multi_part", "follow_up"]
    text: str


class Conversation(BaseModel):
    """Messages of one thread. `situation`: tags that the person has, or `anonymous`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    situation: Literal["anonymous"] | list[str]
    turns: list[MixedTurn] = Field(min_length=1)


class Mix(BaseModel):
    """`voices` are templates around each message, one a round."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    voices: list[str] = Field(min_length=2)
    conversations: list[Conversation]


class NobodyFits(LookupError):
    """Nobody seeded is in a situation that the mix names; the portfolio is not the seeded one."""


@dataclass(frozen=True)
class Played:
    """A conversation as one round says it: by whom (None is not signed in), and the words."""

    person: Person | None
    turns: Sequence[MixedTurn]


def load() -> Mix:
    """The committed mix. Raises pydantic.ValidationError when the file is not one."""
    return Mix.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def round_of(mix: Mix, number: int, people: Sequence[Person]) -> list[Played]:
    """Round `number`: the next voice, and the next person of each situation. Raises NobodyFits."""
    voice = mix.voices[number % len(mix.voices)]
    return [
        Played(
            None if isinstance(one.situation, str) else person_of(people, one.situation, number),
            [turn.model_copy(update={"text": voice.format(text=turn.text)}) for turn in one.turns],
        )
        for one in mix.conversations
    ]


def person_of(people: Sequence[Person], tags: Sequence[str], number: int) -> Person:
    """The next person of the situation. Raises NobodyFits."""
    fitting = [
        person
        for person in sorted(people, key=lambda person: str(person["handle"]))
        if set(tags) <= set(person["situation"]) and not _APART & set(person["situation"])
    ]
    if not fitting:
        raise NobodyFits(f"nobody seeded has the tags {', '.join(tags)}")
    return fitting[number % len(fitting)]
