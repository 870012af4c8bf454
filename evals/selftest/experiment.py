"""The experiment: each mutation in a copy of the prompts, through the review and, where it may show, the eval cases."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.gate.baseline import Baseline, Blessing
from evals.gate.decide import decide
from evals.gate.margins import Margins
from evals.records import Report
from evals.review.finding import Finding, found
from evals.review.reviewing import compare
from evals.review.side import Side
from evals.selftest.mutation import Mutation, mutated
from evals.selftest.outcome import Outcome, Rate, gated, rates, reviewed
from policies.embeddings import Encoder
from prompts import loader
from prompts.errors import PromptError

Play = Callable[[Path], Report]
"""Plays the suite with another prompt folder."""


@dataclass(frozen=True)
class Played:
    """The present prompts' own run, and how a run of other prompts is made."""

    base: Report
    play: Play
    rules: Margins


class Result(BaseModel):
    """figures: recall and false alarms by kind; heldout: the same of generators that nothing was tuned on."""

    model_config = ConfigDict(extra="forbid")

    commit: str
    prompt: str
    started_at: str
    seed: int
    planted: list[Outcome]
    generated: list[Outcome]
    figures: list[Rate]
    heldout: list[Rate]

    @property
    def wrong(self) -> list[Outcome]:
        """Planted ones that were not decided as they should be."""
        return [one for one in self.planted if not one.right]


def experiment(
    mutations: Sequence[Mutation], root: Path, encoder: Encoder, keep_in: Path, played: Played | None = None
) -> Iterator[Outcome]:
    """One outcome a mutation, in order. What was found before with the same prompts and run is not done again.

    keep_in: a folder that keeps outcomes and the vectors of worked examples.
    """
    base = Side(root)
    for mutation in mutations:
        kept = keep_in / f"{_key(mutation, base, played)}.json"
        if kept.is_file():
            yield Outcome.model_validate_json(kept.read_text(encoding="utf-8"))
            continue
        made = _judged(mutation, base, encoder, keep_in, played)
        keep_in.mkdir(parents=True, exist_ok=True)
        kept.write_text(made.model_dump_json(), encoding="utf-8")
        yield made


def summed(outcomes: Sequence[Outcome], commit: str, started_at: str, seed: int, root: Path) -> Result:
    """All of an experiment."""
    planted = [one for one in outcomes if one.id.startswith("planted:")]
    generated = [one for one in outcomes if not one.id.startswith("planted:")]
    unseen = [one for one in generated if one.heldout]
    return Result(
        commit=commit,
        prompt=loader.load(root).reference,
        started_at=started_at,
        seed=seed,
        planted=planted,
        generated=generated,
        figures=rates(generated) if generated else [],
        heldout=rates(unseen) if unseen else [],
    )


def _judged(mutation: Mutation, base: Side, encoder: Encoder, keep_in: Path, played: Played | None) -> Outcome:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        folder = mutated(base.root, mutation, Path(scratch) / "prompts")
        findings = _reviewed(base, folder, encoder, keep_in)
        if not (played and mutation.behaves) or any(one.kind == "unreadable" for one in findings):
            return reviewed(mutation, findings, time.perf_counter() - started)
        head = played.play(folder)
        verdict = decide(as_baseline(played.base), head, played.rules, findings)
        return gated(mutation, verdict, time.perf_counter() - started)


def _reviewed(base: Side, folder: Path, encoder: Encoder, keep_in: Path) -> list[Finding]:
    try:
        loader.load(folder)
    except PromptError as error:
        return [found("unreadable", "assistant.md", "all", f"The prompt cannot be loaded: {error}", blocks=True)]
    return compare(base, Side(folder), encoder, keep_in)


def as_baseline(report: Report) -> Baseline:
    """A run as if it had been blessed, to decide against."""
    blessing = Blessing(by="selftest", at=report.started_at, reason="base of the experiment", commit=report.commit)
    return Baseline.of(report, blessing)


def _key(mutation: Mutation, base: Side, played: Played | None) -> str:
    """Of all that the outcome depends on: the mutation, the prompts, the review, the run."""
    review = sorted(Path(__file__).parents[1].joinpath("review").iterdir())
    digest = hashlib.sha256(mutation.model_dump_json().encode())
    digest.update(repr(sorted(base.digests.items())).encode())
    for path in review:
        digest.update(path.read_bytes() if path.is_file() else b"")
    if played and mutation.behaves:
        digest.update(played.base.fingerprints.model_dump_json(exclude={"commit", "dirty"}).encode())
        digest.update(played.rules.model_dump_json(exclude={"today"}).encode())
    return digest.hexdigest()[:24]
