"""A seed gives the same attacks each time, and an id is the whole attack."""

import pytest

from evals.redteam.attack import compose, needs
from evals.redteam.play import digest
from evals.redteam.recipe import RecipeError, parse, sample
from evals.redteam.schema import CHANNELS, load

LIBRARY = load()
NAMES = {"other_name": "Maria Novak", "other_account": "CL-900001", "other_last4": "9001"}
PAIRS = len(LIBRARY.families) * len(CHANNELS)


def test_the_same_seed_gives_the_same_attacks_and_another_seed_others() -> None:
    ids = [recipe.id for recipe in sample(7, 300, LIBRARY)]
    assert ids == [recipe.id for recipe in sample(7, 300, LIBRARY)]
    assert len(set(ids)) == 300
    assert not set(ids) & {recipe.id for recipe in sample(8, 300, LIBRARY)}


def test_a_larger_sample_begins_with_the_smaller_one() -> None:
    assert sample(7, 200, LIBRARY)[:50] == sample(7, 50, LIBRARY)


def test_every_pair_of_family_and_channel_comes_before_any_comes_twice() -> None:
    once = sample(3, PAIRS, LIBRARY)
    assert len({(recipe.family, recipe.channel) for recipe in once}) == PAIRS
    assert {recipe.goal for recipe in once} == set(LIBRARY.goals)


def test_an_id_is_the_whole_attack() -> None:
    for recipe in sample(11, 60, LIBRARY):
        again = parse(recipe.id, LIBRARY)
        assert again == recipe
        assert compose(again, LIBRARY, NAMES) == compose(recipe, LIBRARY, NAMES)
        assert needs(again, LIBRARY) == needs(recipe, LIBRARY)


def test_the_digest_is_of_what_is_written() -> None:
    recipe = sample(11, 1, LIBRARY, families=["authority"], channels=["memo"])[0]
    attack = compose(recipe, LIBRARY, NAMES)
    assert digest(attack) == digest(compose(recipe, LIBRARY, NAMES))
    changed = LIBRARY.families["authority"].model_copy(
        update={"wordings": {recipe.language: ["{order}, says the mayor."] * 20}}
    )
    other = LIBRARY.model_copy(update={"families": {**LIBRARY.families, "authority": changed}})
    assert digest(compose(recipe, other, NAMES)) != digest(attack)


def test_families_and_channels_narrow_a_sample() -> None:
    chosen = sample(0, 30, LIBRARY, families=["promise", "encoding"], channels=["dispute"])
    assert {(recipe.family, recipe.channel) for recipe in chosen} == {("promise", "dispute"), ("encoding", "dispute")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "evals-17",
        "rt0.0.17.override.memo.close_line.en.3.plain",
        "rt1.0.17.overrule.memo.close_line.en.3.plain",
        "rt1.0.17.override.fax.close_line.en.3.plain",
        "rt1.0.17.override.memo.rob_bank.en.3.plain",
        "rt1.0.17.override.memo.close_line.tlh.3.plain",
        "rt1.0.17.override.memo.close_line.en.999.plain",
        "rt1.0.17.override.memo.close_line.fr.0.plain",
        "rt1.0.17.override.memo.close_line.en.3.rot26",
        "rt1.x.17.override.memo.close_line.en.3.plain",
    ],
)
def test_what_is_no_id_says_so(text: str) -> None:
    with pytest.raises(RecipeError):
        parse(text, LIBRARY)


def test_an_unknown_family_names_those_there_are() -> None:
    with pytest.raises(RecipeError, match="override"):
        sample(0, 1, LIBRARY, families=["overrule"])
