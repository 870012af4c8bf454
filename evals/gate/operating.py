"""`python -m evals.gate.operating`: how often the gate cries wolf, and how small a harm it sees, by simulation.

The cases are those of the core suite, with their slices; verdicts are drawn, and the gate decides as it always does.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypedDict

import numpy as np

from evals.case import load_suite
from evals.gate import margins
from evals.gate.baseline import Baseline, Blessing
from evals.gate.decide import decide
from evals.gate.margins import Margins, Noise
from evals.gate.verdict import Verdict
from evals.records import CaseRecord, Report

_MEASURED = 15_000
"""Pairs that the noise counts as measured from: 50 runs of 300 cases."""
_TODAY = date(2026, 1, 1)


class Frequency(TypedDict):
    """noise: true share of passing cases that fail for no reason; as many failing ones pass, as between two runs of the
    same. harmed: cases of one slice, of `cases` in it, that fail for a reason; 0 where nothing changed.

    named: share of the runs in which the harmed slice is a regression. Others: shares of the verdicts.
    """

    noise: float
    harmed: int
    cases: int
    runs: int
    passed: float
    inconclusive: float
    regression: float
    named: float


class Ground:
    """The core suite's cases as records, each passing and failing."""

    def __init__(self, pass_rate: float = 0.95) -> None:
        random = np.random.default_rng(0)
        cases = load_suite("core")
        slices = [{"domain": case.domain, "language": case.language, "channel": case.channel} for case in cases]
        self.slices = slices
        self._records = [
            [
                _record(case.id, case.domain, case.cluster or case.id, slices[at], passed=passed)
                for passed in (False, True)
            ]
            for at, case in enumerate(cases)
        ]
        self.before = random.random(len(cases)) < pass_rate
        self.base = Baseline.of(self.report(self.before), Blessing(by="", at="", reason="", commit=""))

    def report(self, passed: "np.typing.NDArray[np.bool_]") -> Report:
        records = [pair[int(is_right)] for pair, is_right in zip(self._records, passed.tolist(), strict=True)]
        return Report.model_construct(
            commit="",
            started_at="",
            suite="core",
            model="",
            prompt="",
            seconds=0.0,
            results=records,
            failed=[],
            missed=[],
            summary={},
        )

    def chances(self, noise: float) -> "np.typing.NDArray[np.float64]":
        """How probable it is that each case's verdict changes: as many become better as become worse, on average."""
        failing = np.count_nonzero(~self.before)
        return np.where(self.before, noise, min(1.0, noise * np.count_nonzero(self.before) / failing))

    def domains(self, least: int, most: int) -> list[str]:
        """Domains of so many cases."""
        sizes = Counter(one["domain"] for one in self.slices)
        return sorted(name for name, size in sizes.items() if least <= size <= most)

    def passing(self, domain: str) -> list[int]:
        return [at for at, one in enumerate(self.slices) if one["domain"] == domain and self.before[at]]


def _record(case: str, domain: str, cluster: str, slices: dict[str, str], *, passed: bool) -> CaseRecord:
    return CaseRecord(
        id=case,
        digest="same",
        domain=domain,
        tags=[],
        cluster=cluster,
        slices=slices,
        critical=False,
        person=None,
        passed=passed,
        outcome="answered",
        grades={"outcome": passed},
        faults=[],
        ms=[],
        turns=[],
    )


def frequency(ground: Ground, rules: Margins, noise: float, harmed: int, runs: int, seed: int = 0) -> Frequency:
    """Deterministic for a seed. A harm is in one domain of 8 to 12 cases, another one each run."""
    random = np.random.default_rng([seed, round(noise * 1e6), harmed])
    rules = rules.model_copy(update={"noise": Noise(flip_rate=noise, n=_MEASURED)})
    domains = ground.domains(8, 12)
    found: Counter[str] = Counter()
    sizes = 0
    for run in range(runs):
        passed = ground.before ^ (random.random(len(ground.before)) < ground.chances(noise))
        domain = domains[run % len(domains)]
        if harmed:
            passed[random.choice(ground.passing(domain), harmed, replace=False)] = False
        verdict = decide(ground.base, ground.report(passed), rules)
        found[verdict.verdict] += 1
        found["named"] += _names(verdict, domain)
        sizes += sum(one["domain"] == domain for one in ground.slices)
    return Frequency(
        noise=noise,
        harmed=harmed,
        cases=round(sizes / runs) if harmed else len(ground.before),
        runs=runs,
        passed=found["PASS"] / runs,
        inconclusive=found["INCONCLUSIVE"] / runs,
        regression=found["REGRESSION"] / runs,
        named=found["named"] / runs if harmed else 0.0,
    )


def _names(verdict: Verdict, domain: str) -> bool:
    return any(
        one.verdict == "regression" and (one.dimension, one.value) == ("domain", domain) for one in verdict.slices
    )


def measure(noises: Sequence[float], harms: Sequence[int], runs: int) -> Iterator[Frequency]:
    ground, rules = Ground(), margins.load(_TODAY)
    for noise in noises:
        for harmed in harms:
            yield frequency(ground, rules, noise, harmed, runs)


def _line(one: Frequency) -> str:
    harm = f"{one['harmed']} of {one['cases']}" if one["harmed"] else f"none of {one['cases']}"
    shares = (one["passed"], one["inconclusive"], one["regression"])
    named = f"{one['named']:.1%}" if one["harmed"] else ""
    return f"| {one['noise']:.1%} | {harm} | " + " | ".join(f"{share:.1%}" for share in shares) + f" | {named} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evals.gate.operating", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="simulated runs of each kind")
    parser.add_argument("--noise", type=float, nargs="+", default=[0.0, 0.002, 0.004, 0.01, 0.02])
    parser.add_argument("--harmed", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    given = parser.parse_args()
    rows = list(measure(given.noise, given.harmed, given.runs))
    table = ["| noise | harmed | PASS | INCONCLUSIVE | REGRESSION | slice named |", "|---|---|---|---|---|---|"]
    shown = json.dumps(rows, indent=1) if given.json else "\n".join([*table, *map(_line, rows)])
    sys.stdout.write(shown + "\n")


if __name__ == "__main__":
    main()
