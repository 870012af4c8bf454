"""Mutations: the same from a seed, applicable, replayable by id; the planted ones fit the prompts as they are."""

from pathlib import Path

import pytest

from evals.selftest.generate import again, generate
from evals.selftest.generators.templates import every
from evals.selftest.mutation import Edit, Mutation, MutationError, mutated
from evals.selftest.planted import planted
from prompts.loader import ROOT, load

_TEXT_KINDS = ("instruction", "tool_description", "phrasing", "handoffs")


def test_the_same_seed_gives_the_same_mutations() -> None:
    one, other = (generate(ROOT, 3, 30, _TEXT_KINDS) for _ in range(2))
    assert one == other
    assert one != generate(ROOT, 4, 30, _TEXT_KINDS)


def test_a_mutation_can_be_made_again_by_its_id() -> None:
    for mutation in generate(ROOT, 5, 12, _TEXT_KINDS):
        assert again(ROOT, mutation.id) == mutation
    with pytest.raises(ValueError, match="cannot be made again"):
        again(ROOT, "generated:1:0:no.such")


def test_both_sides_and_every_kind_have_templates_of_which_some_are_held_out() -> None:
    for kind in ("instruction", "tool_description", "example", "phrasing", "handoffs", "cues"):
        own = [one for one in every() if one.kind == kind]
        assert {one.harmful for one in own} == {True, False}
        assert any(one.heldout for one in own)
    assert len({one.name for one in every()}) == len(every())


def test_the_planted_ones_fit_the_prompts_and_change_them(tmp_path: Path) -> None:
    mutations = planted()
    assert sum(one.harmful for one in mutations) >= 12
    assert sum(not one.harmful for one in mutations) >= sum(one.harmful for one in mutations)
    for at, mutation in enumerate(mutations):
        folder = mutated(ROOT, mutation, tmp_path / str(at))
        assert any(
            not (folder / edit.file).is_file() or (folder / edit.file).read_bytes() != (ROOT / edit.file).read_bytes()
            for edit in mutation.edits
        )
        assert bool(mutation.slices) == mutation.harmful


def test_generated_phrasings_can_be_loaded(tmp_path: Path) -> None:
    mutation = next(one for one in generate(ROOT, 1, 12, ("phrasing",)) if one.harmful)
    assert load(mutated(ROOT, mutation, tmp_path / "prompts")).hash != load(ROOT).hash


def test_an_edit_that_no_longer_fits_says_so(tmp_path: Path) -> None:
    edit = Edit(file="fragments/limits.md", before="no such words", after="")
    mutation = Mutation(id="planted:x", kind="instruction", template="x", harmful=True, what="", edits=[edit])
    with pytest.raises(MutationError, match="out of date"):
        mutated(ROOT, mutation, tmp_path / "prompts")
