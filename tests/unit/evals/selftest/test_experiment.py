"""The experiment end to end with the review alone: a sample of generated mutations, sums, the page."""

from pathlib import Path

import pytest

from evals.review.likeness import Vectors
from evals.selftest.experiment import experiment, summed
from evals.selftest.generate import generate
from evals.selftest.mutation import Edit, Mutation
from evals.selftest.outcome import rates
from evals.selftest.page import page
from policies.embeddings import MiniLM, Remembered
from prompts.loader import ROOT

_SAMPLE = 6


@pytest.fixture(scope="module")
def encoder() -> Remembered:
    return Remembered(MiniLM(threads=1), size=5_000)


def test_a_sample_of_generated_changes_is_decided_and_kept(tmp_path: Path, encoder: Remembered) -> None:
    mutations = generate(ROOT, 11, _SAMPLE, ("instruction", "tool_description", "handoffs"), heldout=False)
    outcomes = list(experiment(mutations, ROOT, encoder, tmp_path))
    assert sum(one.caught for one in outcomes if one.harmful) >= sum(one.harmful for one in outcomes) - 1
    assert not any(one.caught for one in outcomes if not one.harmful)
    # Outcomes are kept: the second time nothing is reviewed, as an encoder that fails would show.
    assert list(experiment(mutations, ROOT, _Broken(), tmp_path)) == outcomes
    result = summed(outcomes, "c" * 40, "2026-01-02T03:04:05+00:00", 11, ROOT)
    written = page(result, "assist evals selftest --seed 11")
    assert f"{_SAMPLE} mutations" in written
    assert result.figures == rates(outcomes)


def test_a_prompt_that_cannot_be_loaded_is_caught(tmp_path: Path, encoder: Remembered) -> None:
    edit = Edit(file="fragments/style.md", before="# How you write", after="{{ open")
    broken = Mutation(
        id="planted:x", kind="instruction", template="x", harmful=True, slices=["all"], what="", edits=[edit]
    )
    (outcome,) = experiment([broken], ROOT, encoder, tmp_path)
    assert outcome.right
    assert "cannot be loaded" in outcome.found[0]


class _Broken:
    name = "broken"

    def encode(self, texts: list[str]) -> Vectors:
        raise AssertionError("nothing has to be encoded again")
