"""The experiment end to end with the review alone: a sample of generated mutations, sums, the page."""

from datetime import date
from pathlib import Path

import pytest

from evals.gate.margins import load
from evals.records import CaseRecord, Report
from evals.review.likeness import Vectors
from evals.selftest.experiment import Played, experiment, summed
from evals.selftest.generate import generate
from evals.selftest.mutation import Edit, Mutation
from evals.selftest.outcome import rates
from evals.selftest.page import page
from policies.embeddings import MiniLM, Remembered
from prompts.loader import ROOT

_SAMPLE, _CASES = 6, 60


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
    assert outcome.right, outcome
    assert "cannot be loaded" in outcome.found[0]


class _Broken:
    name = "broken"

    def encode(self, texts: list[str]) -> Vectors:
        raise AssertionError("nothing has to be encoded again")


def test_what_the_local_model_reads_is_played_and_decided_by_the_gate(tmp_path: Path, encoder: Remembered) -> None:
    edit = Edit(file="phrasings/en/chitchat.greeting.md", before="Hello!", after="Hi!")
    mutation = Mutation(
        id="planted:x",
        kind="phrasing",
        template="x",
        harmful=True,
        slices=["fees"],
        what="",
        behaves=True,
        edits=[edit],
    )
    heads: list[Path] = []

    def play(folder: Path) -> Report:
        heads.append(folder)
        assert "Hi!" in (folder / edit.file).read_text(encoding="utf-8")
        return report(passing=False)

    played = Played(report(passing=True), play, load(date(2026, 1, 2)))
    (outcome,) = experiment([mutation], ROOT, encoder, tmp_path, played)
    assert outcome.played
    assert outcome.right, outcome
    assert outcome.by == ["metric", "slice"]
    assert "fees" in outcome.named
    assert len(outcome.newly_failing) == _CASES // 2
    list(experiment([mutation.model_copy(update={"behaves": False})], ROOT, encoder, tmp_path, played))
    assert len(heads) == 1


def report(*, passing: bool) -> Report:
    """Half of the cases are about fees; they pass or not, the others pass."""
    records = [record(number, passing or number % 2 == 0) for number in range(_CASES)]
    return Report(
        commit="a" * 40, started_at="2026-01-02T03:04:05+00:00", suite="core", model="local", prompt="p", seconds=1.0,
        results=records, failed=[], missed=[], summary={},
    )  # fmt: skip


def record(number: int, passed: bool) -> CaseRecord:
    domain = "fees" if number % 2 else "rates"
    return CaseRecord(
        id=f"case-{number}", digest="d", domain=domain, tags=[], cluster=str(number), slices={"domain": domain},
        critical=False, person=None, passed=passed, outcome="answered", grades={}, faults=[], ms=[1.0], turns=[],
    )  # fmt: skip
