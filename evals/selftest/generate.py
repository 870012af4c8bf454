"""Mutations from a seed: every template in turn, places drawn at random, the same for the same seed and prompts."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from evals.selftest.generators.template import Template
from evals.selftest.generators.templates import every
from evals.selftest.mutation import Folder, Mutation

_TRIES = 12


def generate(
    root: Path, seed: int, number: int, kinds: Sequence[str] = (), *, heldout: bool | None = None
) -> list[Mutation]:
    """`number` mutations of the prompts in `root`, harmful and harmless in turn.

    kinds: only these parts of the prompt. heldout: only templates that nothing was tuned on (True), or only the
    others (False).
    """
    folder = Folder(root)
    pool = [one for one in every() if (not kinds or one.kind in kinds) and (heldout is None or one.heldout == heldout)]
    made: list[Mutation] = []
    for template, turn in _turns(pool):
        if len(made) == number or turn > number:
            break
        if (one := _draw(folder, template, seed, turn)) is not None:
            made.append(one)
    return made


def again(root: Path, identifier: str) -> Mutation:
    """The generated mutation with this id. Raises ValueError where these prompts give no such mutation."""
    sort, seed, turn, name = identifier.split(":", 3)
    template = next((one for one in every() if one.name == name), None)
    made = _draw(Folder(root), template, int(seed), int(turn)) if sort == "generated" and template else None
    if made is None:
        raise ValueError(f"{identifier} cannot be made again from these prompts")
    return made


def _turns(pool: Sequence[Template]) -> Iterator[tuple[Template, int]]:
    """By kind in turn, so that a small number has some of each; harmful and harmless alternate."""
    groups: dict[tuple[str, bool], list[Template]] = {}
    for one in pool:
        groups.setdefault((one.kind, one.harmful), []).append(one)
    turn = 0
    while groups:
        for (_, _), templates in sorted(groups.items()):
            yield templates[turn % len(templates)], turn // len(templates)
        turn += 1


def _draw(folder: Folder, template: Template, seed: int, turn: int) -> Mutation | None:
    for attempt in range(_TRIES):
        made = template.make(folder, Random(f"{template.name}:{seed}:{turn}:{attempt}"))
        if made is not None and made.edits:
            return Mutation(
                id=f"generated:{seed}:{turn}:{template.name}",
                kind=template.kind,
                template=template.name,
                harmful=template.harmful,
                slices=made.slices,
                what=made.what,
                behaves=template.behaves,
                heldout=template.heldout,
                edits=made.edits,
            )
    return None
