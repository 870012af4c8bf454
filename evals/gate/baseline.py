"""A blessed run as it lies in git: verdicts and scores a case and epoch, beside it what was said."""

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.case import suite_name
from evals.records import CaseRecord, Fingerprints, HardFault, Lane, Report, State

FOLDER = "evals/baselines"
FORMAT = 1
SPOKEN = ("id", "epoch", "person", "tags", "ms", "turns", "context", "faults", "user_faults")
"""Fields of a record that are kept apart, compressed: what graders need and nobody reads in a diff."""


class BaselineError(ValueError):
    """A baseline that cannot be read; the message says what to do."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Blessing(Strict):
    """Who made this the baseline, when (ISO 8601, UTC), why, and on which commit it was run."""

    by: str
    at: str
    reason: str
    commit: str


class Epoch(Strict):
    """How one play of a case ended. stalled: the simulated user did not know how to go on, a fault of its own."""

    epoch: int = 0
    state: State = "graded"
    passed: bool
    outcome: str
    grades: dict[str, bool] = Field(default_factory=dict[str, bool])
    scores: dict[str, float] = Field(default_factory=dict[str, float])
    hard: tuple[HardFault, ...] = ()
    error: str | None = None
    stalled: bool = False


class CaseResults(Strict):
    """All plays of one case, in the order of their epochs."""

    id: str
    digest: str
    domain: str
    cluster: str
    critical: bool
    slices: dict[str, str]
    epochs: tuple[Epoch, ...]

    @property
    def stalled(self) -> bool:
        return any(epoch.stalled for epoch in self.epochs)

    @property
    def errored(self) -> bool:
        return any(epoch.state == "errored" for epoch in self.epochs)

    def share(self) -> float:
        """The share of epochs that pass."""
        return sum(epoch.passed for epoch in self.epochs) / len(self.epochs)


class Baseline(Strict):
    format: int = FORMAT
    suite: str
    lane: Lane
    seed: int
    repeats: int
    model: str
    prompt: str
    blessing: Blessing
    fingerprints: Fingerprints
    cases: tuple[CaseResults, ...]

    @classmethod
    def of(cls, report: Report, blessing: Blessing) -> "Baseline":
        return cls(
            suite=suite_name(report.suite),
            lane=report.lane,
            seed=report.seed,
            repeats=report.repeats,
            model=report.model,
            prompt=report.prompt,
            blessing=blessing,
            fingerprints=report.fingerprints,
            cases=tuple(by_case(report.results)),
        )


def place(suite: str, lane: str) -> str:
    """Path in the repository, with forward slashes."""
    return f"{FOLDER}/{suite_name(suite)}-{lane}.json"


def transcripts_place(suite: str, lane: str) -> str:
    return f"{FOLDER}/{suite_name(suite)}-{lane}.transcripts.jsonl.gz"


def by_case(records: Iterable[CaseRecord]) -> list[CaseResults]:
    """Records grouped by case, both in order: what came first in a run makes no difference."""
    grouped: dict[str, list[CaseRecord]] = {}
    for record in records:
        grouped.setdefault(record.id, []).append(record)
    return [_results(sorted(group, key=lambda one: one.epoch)) for _, group in sorted(grouped.items())]


def _results(records: Sequence[CaseRecord]) -> CaseResults:
    first = records[0]
    return CaseResults(
        id=first.id,
        digest=first.digest,
        domain=first.domain,
        cluster=first.cluster or first.id,
        critical=first.critical,
        slices=first.slices or {"domain": first.domain},
        epochs=tuple(_epoch(record) for record in records),
    )


def _epoch(record: CaseRecord) -> Epoch:
    return Epoch(
        epoch=record.epoch,
        state=record.state,
        passed=record.passed,
        outcome=record.outcome,
        grades=record.grades,
        scores=_timed(record),
        hard=tuple(record.hard),
        error=record.error,
        stalled=bool(record.user_faults),
    )


def _timed(record: CaseRecord) -> dict[str, float]:
    """The record's scores, with the mean wall time of its turns in whole milliseconds."""
    timed = {"latency_ms": float(round(fmean(record.ms)))} if record.ms else {}
    return {name: round(value, 6) for name, value in {**timed, **record.scores}.items()}


def written(baseline: Baseline) -> str:
    """JSON with a line a case, keys and cases in order: a diff shows which cases changed."""
    whole = baseline.model_dump(mode="json", exclude={"cases"})
    head = json.dumps(whole, indent=1, ensure_ascii=False).removesuffix("\n}")
    lines = [json.dumps(_lean(case), sort_keys=True, ensure_ascii=False) for case in baseline.cases]
    return head + ',\n "cases": [\n' + ",\n".join(lines) + "\n ]\n}\n"


def _lean(case: CaseResults) -> dict[str, Any]:
    """Epochs without what is as usual."""
    return case.model_dump(mode="json", exclude={"epochs"}) | {
        "epochs": [epoch.model_dump(mode="json", exclude_defaults=True) for epoch in case.epochs]
    }


def read(text: str | bytes, what: str = "the baseline") -> Baseline:
    """Raises BaselineError for another format or a file that is none."""
    try:
        found = json.loads(text)
        if isinstance(found, dict) and cast(dict[str, Any], found).get("format") not in (None, FORMAT):
            raise BaselineError(f"{what} has another format than this program reads ({FORMAT}); bless a run anew")
        return Baseline.model_validate(found)
    except (ValidationError, json.JSONDecodeError) as error:
        raise BaselineError(f"{what} is no baseline: {error}") from error


def transcripts(records: Iterable[CaseRecord]) -> bytes:
    """Gzipped JSON lines in the order of case and epoch; the same records make the same bytes."""
    ordered = sorted(records, key=lambda record: (record.id, record.epoch))
    lines = [
        json.dumps(record.model_dump(mode="json", include=set(SPOKEN)), sort_keys=True, ensure_ascii=False)
        for record in ordered
    ]
    return gzip.compress("".join(line + "\n" for line in lines).encode(), compresslevel=9, mtime=0)


def spoken(packed: bytes) -> dict[tuple[str, int], dict[str, Any]]:
    """What was said, by case and epoch. Raises BaselineError."""
    try:
        lines = [json.loads(line) for line in gzip.decompress(packed).decode().splitlines()]
    except (OSError, EOFError, ValueError) as error:
        raise BaselineError(f"the baseline's transcripts cannot be read: {error}") from error
    return {(str(line["id"]), int(line["epoch"])): line for line in lines}


def write(baseline: Baseline, packed: bytes, root: Path) -> list[Path]:
    """Both files under `root`, each in place of the one before at once."""
    paths = [root / place(baseline.suite, baseline.lane), root / transcripts_place(baseline.suite, baseline.lane)]
    paths[0].parent.mkdir(parents=True, exist_ok=True)
    for path, content in zip(paths, (written(baseline).encode(), packed), strict=True):
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)
    return paths
