"""A/A: equal runs give no alarm, runs that differ at random few, and what a kept run was is not played again."""

from pathlib import Path
from random import Random

import pytest

from evals.gate.margins import Margins
from evals.records import CaseRecord, Report
from evals.selftest import aa
from evals.selftest.aa import kept_runs, measure, noise_json

CASES = 120


def report(seed: int, failing: float, turn: int = 0) -> Report:
    random = Random(f"{seed}:{turn}")
    records = [record(f"case-{number}", seed, random.random() >= failing) for number in range(CASES)]
    return Report(
        commit="a" * 40, started_at="2026-01-02T03:04:05+00:00", suite="core", seed=seed, model="local", prompt="p",
        seconds=1.0, results=records, failed=[], missed=[], summary={},
    )  # fmt: skip


def record(name: str, seed: int, passed: bool) -> CaseRecord:
    return CaseRecord(
        id=name, seed=seed, digest="d", domain="fees", tags=[], cluster=name, slices={"domain": "fees"},
        critical=False, person=None, passed=passed, outcome="answered", grades={}, faults=[], ms=[1.0], turns=[],
    )  # fmt: skip


@pytest.fixture
def rules() -> Margins:
    from datetime import date

    from evals.gate.margins import load

    return load(date(2026, 1, 2))


def test_runs_that_are_the_same_give_no_alarm_and_no_noise(rules: Margins) -> None:
    found = measure([1, 2, 3, 4], lambda seed, turn: report(seed, 0.0), rules)
    assert (found.alarms, found.invalid, found.flip_rate) == (0, 0, 0.0)
    assert noise_json(found, "2026-01-02")["n"] == 4 * CASES


def test_flips_between_seeds_are_measured_and_not_called_a_regression(rules: Margins) -> None:
    found = measure(list(range(1, 9)), lambda seed, turn: report(seed, 0.03), rules)
    assert 0.01 < found.across_flip_rate < 0.06
    assert found.across_alarms <= 1
    assert (found.alarms, found.flip_rate) == (0, 0.0)


def test_a_real_fall_is_called_one(rules: Margins) -> None:
    found = measure([1, 2, 3], lambda seed, turn: report(seed, 0.5 if seed == 3 and turn else 0.0, turn), rules)
    assert (found.alarms, found.across_alarms) == (1, 0)
    found = measure([1, 2, 3], lambda seed, turn: report(seed, 0.5 if seed == 3 else 0.0), rules)
    assert (found.alarms, found.across_alarms) == (0, 1)


def test_kept_runs_are_not_played_again(tmp_path: Path) -> None:
    played: list[int] = []

    def play(seed: int, turn: int) -> Report:
        played.append(seed)
        return report(seed, 0.1, turn)

    first = [kept_runs(play, tmp_path, "prints")(seed, 0) for seed in (1, 2)]
    assert [kept_runs(play, tmp_path, "prints")(seed, 0) for seed in (1, 2)] == first
    kept_runs(play, tmp_path, "other prints")(1, 0)
    assert played == [1, 2, 1]
    assert aa.flips_of(first[0], first[0], Margins.model_construct(quarantined=()))[0] == 0
