"""The cast of the portfolio and its names."""

from collections import Counter
from random import Random

import pytest

from accounts.seeding.names import draw_name, slug
from accounts.seeding.personas import PERSONAS, cast


def test_a_full_cast_gives_every_situation_its_number_of_people() -> None:
    found = Counter(persona.key for persona in cast(260))
    assert found == Counter({persona.key: persona.count for persona in PERSONAS})


def test_a_small_cast_has_different_situations_and_a_larger_one_is_filled_up() -> None:
    assert len({persona.key for persona in cast(25)}) == 25
    assert sum(1 for _ in cast(300)) == 300


def test_names_do_not_repeat_and_are_the_same_for_a_seed() -> None:
    def names(seed: int) -> list[str]:
        random, taken = Random(seed), set[str]()
        return [draw_name(random, taken, spanish=number % 5 == 0) for number in range(300)]

    assert names(7) == names(7)
    assert len({slug(name) for name in names(7)}) == 300
    assert names(7) != names(8)


@pytest.mark.parametrize(("name", "handle"), [("Rosa Delgado", "rosa-delgado"), ("Hye-jin O'Brien", "hye-jin-obrien")])
def test_handles_are_readable(name: str, handle: str) -> None:
    assert slug(name) == handle
