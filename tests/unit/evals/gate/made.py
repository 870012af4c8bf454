"""Runs made by hand: three hundred cases in slices of several sizes, right unless a test bends one thing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from evals.gate import margins
from evals.gate.baseline import Baseline, Blessing
from evals.gate.margins import Margins, Noise
from evals.records import CaseRecord, Fingerprints, HardFault, Report

TODAY = date(2026, 5, 15)
BLESSING = Blessing(by="Ana <ana@example.com>", at="2026-05-05T10:00:00+00:00", reason="first", commit="c0ffee0")
PRINTS = Fingerprints(prompts="p1", graders="g1", cases="d1", code="k1", commit="c0ffee0")
_DOMAINS = (
    ("balance", 150),
    ("fees", 60),
    ("payoff", 40),
    ("fraud", 22),
    ("hardship", 12),
    ("privacy", 9),
    ("draws", 7),
)
IDS = [f"{domain}-{number:03}" for domain, count in _DOMAINS for number in range(count)]
BROKEN = frozenset(f"balance-{number:03}" for number in range(0, 150, 10))
"""Cases that the baseline fails."""


def rules(flip_rate: float = 0.003, n: int = 15_000, **changes: Any) -> Margins:
    """The reviewed rules with a measured noise."""
    found = margins.load(TODAY)
    return found.model_copy(update={"noise": Noise(flip_rate=flip_rate, n=n), "quarantined": (), **changes})


def record(case: str, *, passed: bool = True, **fields: Any) -> CaseRecord:
    domain = case.rsplit("-", 1)[0]
    number = int(case.rsplit("-", 1)[1])
    given: dict[str, Any] = {
        "id": case,
        "digest": f"digest of {case}",
        "domain": domain,
        "tags": [],
        "cluster": case,
        "slices": {"domain": domain, "language": "es" if number % 9 == 0 else "en", "channel": "chat"},
        "critical": False,
        "person": "ana",
        "passed": passed,
        "outcome": "answered",
        "grades": {"outcome": passed, "grounded": True},
        "faults": [] if passed else ["outcome: wrong"],
        "ms": [],
        "turns": [{"text": "what do I owe"}],
    }
    return CaseRecord.model_validate({**given, **fields})


_RIGHT = {case: record(case) for case in IDS}
_WRONG = {case: record(case, passed=False) for case in IDS}


def records(failing: Iterable[str] = (), ids: Sequence[str] = IDS, *, fixed: Iterable[str] = ()) -> list[CaseRecord]:
    """Those of the baseline, but for cases that fail beside its own, and cases of its own that pass."""
    wrong = (BROKEN | set(failing)) - set(fixed)
    return [(_WRONG if case in wrong else _RIGHT)[case] for case in ids]


def report(results: list[CaseRecord], **fields: Any) -> Report:
    given: dict[str, Any] = {
        "commit": "c0ffee1",
        "started_at": "2026-05-15T00:00:00+00:00",
        "suite": "core",
        "model": "local",
        "prompt": "assistant@6#aaaa",
        "seconds": 1.0,
        "fingerprints": PRINTS,
        "failed": [],
        "missed": [],
        "summary": {},
    }
    return Report.model_construct(**{**given, **fields}, results=results)


def baseline(results: list[CaseRecord] | None = None, **fields: Any) -> Baseline:
    return Baseline.of(report(records() if results is None else results, **fields), BLESSING)


def with_scores(some: Sequence[CaseRecord], name: str, scores: Mapping[str, float]) -> list[CaseRecord]:
    return [one.model_copy(update={"scores": {name: scores[one.id]}}) for one in some]


def leaking(case: str) -> CaseRecord:
    fault = HardFault(kind="cross_borrower", detail="told the balance of CL-100002")
    return _RIGHT[case].model_copy(update={"hard": [fault]})


BASE = baseline()
