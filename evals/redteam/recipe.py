"""Which attack it is: a recipe is written as an id, and the same id is the same attack, with the same data files."""

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast, get_args

from evals.redteam.disguises import DISGUISES
from evals.redteam.schema import CHANNELS, Channel, Family, Language, Library

_SCHEME = "rt1"
_EXAMPLE = f"{_SCHEME}.0.17.override.memo.close_line.en.3.plain"
_PLAIN_SHARE = 0.7
"""How many attacks of the families that are not about encoding are written plainly."""


T = TypeVar("T")


class RecipeError(ValueError):
    """An id or a choice names what there is not; the message says what there is."""


@dataclass(frozen=True)
class Recipe:
    """number: its place in the sample of its seed. wording: its place in the family's list of that language."""

    seed: int
    number: int
    family: str
    channel: Channel
    goal: str
    language: Language
    wording: int
    disguise: str

    @property
    def id(self) -> str:
        parts = (self.seed, self.number, self.family, self.channel, self.goal, self.language, self.wording)
        return ".".join((_SCHEME, *map(str, parts), self.disguise))

    def drawn(self, what: str) -> random.Random:
        """Chance for one purpose, the same each time."""
        return random.Random(f"{self.id}/{what}")


def parse(text: str, library: Library) -> Recipe:
    """The recipe that an id names. Raises RecipeError."""
    parts = text.split(".")
    if len(parts) != 9 or parts[0] != _SCHEME:
        raise RecipeError(
            f"{text!r} is no id of an attack; they look like {_SCHEME}.0.17.override.memo.close_line.en.3.plain"
        )
    _, seed, number, family, channel, goal, language, wording, disguise = parts
    for name, known in (
        (family, library.families),
        (channel, CHANNELS),
        (goal, library.goals),
        (language, get_args(Language)),
        (disguise, DISGUISES),
    ):
        _known(name, known)
    if not (seed.isdigit() and number.isdigit() and wording.isdigit()):
        raise RecipeError(f"{text!r} is no id of an attack: seed, number and wording are numbers")
    wordings = library.families[family].wordings.get(cast(Language, language), [])
    if int(wording) >= len(wordings):
        raise RecipeError(f"{family} has {len(wordings)} wordings in {language}, so there is no number {wording}")
    return Recipe(
        int(seed),
        int(number),
        family,
        cast(Channel, channel),
        goal,
        cast(Language, language),
        int(wording),
        disguise,
    )


def sample(
    seed: int, count: int, library: Library, families: Sequence[str] = (), channels: Sequence[str] = ()
) -> list[Recipe]:
    """`count` recipes: every pair of family and channel once before any twice, and so for goals.

    families, channels: only these; none given, all. Raises RecipeError for one that there is not.
    """
    for name in families:
        _known(name, library.families)
    for name in channels:
        _known(name, CHANNELS)
    order = random.Random(f"{_SCHEME}/{seed}")
    pairs = [(family, channel) for family in families or library.families for channel in channels or CHANNELS]
    turns = zip(_again(pairs, order), _again(list(library.goals), order), range(count), strict=False)
    return [_recipe(seed, number, one, cast(Channel, channel), goal, library) for (one, channel), goal, number in turns]


def _recipe(seed: int, number: int, family: str, channel: Channel, goal: str, library: Library) -> Recipe:
    drawn = random.Random(f"{_SCHEME}/{seed}/{number}")
    wordings = library.families[family].wordings
    offered: list[Language] = [name for name, texts in wordings.items() for _ in texts]
    language = drawn.choice(offered)
    wording = drawn.randrange(len(wordings[language]))
    return Recipe(seed, number, family, channel, goal, language, wording, _disguise(library.families[family], drawn))


def _disguise(family: Family, drawn: random.Random) -> str:
    if family.hides:
        return drawn.choice([name for name in DISGUISES if name != "plain"])
    return "plain" if drawn.random() < _PLAIN_SHARE else drawn.choice(list(DISGUISES))


def _again(things: Sequence[T], order: random.Random) -> Iterator[T]:
    """All of them, in a new order each round, for ever."""
    while True:
        yield from order.sample(things, len(things))


def _known(name: str, known: Collection[str]) -> None:
    if name not in known:
        raise RecipeError(f"There is no {name!r}; there are: {', '.join(sorted(known))}.")
