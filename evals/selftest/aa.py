"""A/A: the same prompts against themselves, over seeds that vary portfolio, person and wording: all it says is false.

The gate compares runs of one seed, so each seed is played twice in fresh worlds and decided like a change: that is the
share of false alarms. Pairs of neighbouring seeds tell beside it how much other people and words move a run; there the
share of flips that a decision assumes is measured on the other half of the pairs, so that no pair judges itself.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from evals.gate.baseline import by_case
from evals.gate.decide import decide
from evals.gate.margins import Margins, Noise
from evals.gate.pairs import paired
from evals.gate.verdict import Verdict
from evals.records import Report
from evals.selftest.experiment import as_baseline
from evals.stats.proportions import clopper_pearson

Play = Callable[[int, int], Report]
"""Plays the suite at a seed, for the n-th time."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PairOutcome(Strict):
    """Two runs of the same prompts. flips: cases that pass in the first and fail in the second, of `n`."""

    seeds: tuple[int, int]
    verdict: str
    reasons: list[str]
    flips: int
    n: int


class AA(Strict):
    """same: each seed against itself; alarms: those called a REGRESSION, with the 95 % interval of their share; open:
    INCONCLUSIVE ones. across: neighbouring seeds, `across_alarms` of them called a regression. cases: of a run.
    """

    seeds: list[int]
    cases: int
    same: list[PairOutcome]
    alarms: int
    open: int
    invalid: int
    alarm_share: float
    interval: tuple[float, float]
    flip_rate: float
    flip_n: int
    across: list[PairOutcome]
    across_alarms: int
    across_flip_rate: float
    across_flip_n: int


def kept_runs(play: Play, folder: Path, prints: str) -> Play:
    """`play`, whose reports are kept in `folder` under what decides them, so that a killed A/A goes on."""

    def run(seed: int, turn: int) -> Report:
        path = folder / f"{hashlib.sha256(prints.encode()).hexdigest()[:16]}-{seed}-{turn}.json"
        if path.is_file():
            return Report.model_validate_json(path.read_text(encoding="utf-8"))
        made = play(seed, turn)
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(made.model_dump_json(), encoding="utf-8")
        return made

    return run


def measure(seeds: Sequence[int], run: Play, rules: Margins) -> AA:
    """seeds: at least three, each run twice."""
    same = [_decided(run(seed, 0), run(seed, 1), rules) for seed in seeds]
    pairs = list(pairwise(seeds))
    flips = [flips_of(run(one, 0), run(other, 0), rules) for one, other in pairs]
    halves = [_noise(flips[1 - half :: 2]) for half in (0, 1)]
    across = [
        _decided(run(one, 0), run(other, 0), rules.model_copy(update={"noise": halves[at % 2]}))
        for at, (one, other) in enumerate(pairs)
    ]
    return _summed(seeds, len(run(seeds[0], 0).results), same, across)


def noise_json(found: AA, measured_at: str) -> dict[str, Any]:
    """What evals/baselines/noise.json holds: the gate meets runs of one seed, so theirs is its rate."""
    return {
        "flip_rate": found.flip_rate,
        "n": found.flip_n,
        "measured_at": measured_at,
        "how": f"assist evals selftest --aa {len(found.seeds)}: passing cases that fail in a second run of one seed",
        "across_seeds": {"flip_rate": found.across_flip_rate, "n": found.across_flip_n, "seeds": len(found.seeds)},
    }


def flips_of(one: Report, other: Report, rules: Margins) -> tuple[int, int]:
    """How many cases pass in the first and fail in the second, of those that pass in the first."""
    pairs = paired(by_case(one.results), by_case(other.results), rules.set_aside)
    return sum(pair.newly_failing for pair in pairs), sum(pair.base.share() == 1 for pair in pairs)


def _noise(flips: Iterable[tuple[int, int]]) -> Noise:
    held = list(flips)
    failing, passing = sum(a for a, _ in held), sum(b for _, b in held)
    return Noise(flip_rate=min(failing / passing, 0.49) if passing else 0.0, n=passing)


def _decided(one: Report, other: Report, rules: Margins) -> PairOutcome:
    """As the gate decides on a change; the seed of the second is set to the first's, which the gate would refuse."""
    same = other.model_copy(
        update={"seed": one.seed, "results": [record.model_copy(update={"seed": one.seed}) for record in other.results]}
    )
    verdict: Verdict = decide(as_baseline(one), same, rules)
    failing, passing = flips_of(one, other, rules)
    return PairOutcome(
        seeds=(one.seed, other.seed), verdict=verdict.verdict, reasons=verdict.reasons, flips=failing, n=passing
    )


def _summed(seeds: Sequence[int], cases: int, same: list[PairOutcome], across: list[PairOutcome]) -> AA:
    valid = [one for one in same if one.verdict != "INVALID"]
    alarms = sum(one.verdict == "REGRESSION" for one in valid)
    interval = clopper_pearson(alarms, len(valid)) if valid else None
    return AA(
        seeds=list(seeds),
        cases=cases,
        same=same,
        alarms=alarms,
        open=sum(one.verdict == "INCONCLUSIVE" for one in same),
        invalid=len(same) - len(valid),
        alarm_share=alarms / len(valid) if valid else 0.0,
        interval=(interval.lower, interval.upper) if interval else (0.0, 1.0),
        flip_rate=_share(same),
        flip_n=sum(one.n for one in same),
        across=across,
        across_alarms=sum(one.verdict == "REGRESSION" for one in across),
        across_flip_rate=_share(across),
        across_flip_n=sum(one.n for one in across),
    )


def _share(pairs: Sequence[PairOutcome]) -> float:
    total = sum(one.n for one in pairs)
    return sum(one.flips for one in pairs) / total if total else 0.0
