"""The prompt's versions as their record, changelog and gate tell of them; files are read, nothing is run but `git`.

A version of the changelog that the record does not list was replaced before it was gated.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant.canaries import bands, store
from assistant.canaries.bands import WORDS, Bands, Counts
from assistant.conversations import Row
from prompts import history, loader
from prompts.lock import read_lock
from prompts.release import Release, Status

BASELINES = loader.ROOT.parent / "evals" / "baselines"
_LINE = re.compile(r"^- (?P<version>\d+): (?P<why>.+)$", re.MULTILINE)
_GATE = re.compile(r"\bgate (?P<verdict>[A-Z]+)\b")
_Case = Mapping[str, Any]


class Gate(BaseModel):
    """What let the version pass. on: the evidence as the record has it. The rest: the baseline that was blessed with
    it, null where the baseline is another version's by now; passed: cases that passed in each of their runs."""

    verdict: str
    at: str
    by: str
    on: str
    suite: str | None = None
    model: str | None = None
    cases: int | None = None
    passed: int | None = None
    critical: int | None = None
    critical_passed: int | None = None
    blessed_at: str | None = None
    blessed_by: str | None = None


class ReleaseView(BaseModel):
    """One version, newest first. at: its last step. by: who wrote it. hash: null where the record has none."""

    version: int
    status: Status | Literal["replaced"]
    hash: str | None
    at: str | None
    by: str | None
    approved_by: str | None
    why: str | None
    gate: Gate | None
    faults: list[str]


class Monitor(BaseModel):
    """One monitor of a canary. most_above: how far the candidate's share may lie above."""

    monitor: str
    label: str
    stable: float
    candidate: float
    most_above: float


class CanaryView(BaseModel):
    """The canary that runs or ran last. fewest_turns: of the candidate, before which nothing is decided."""

    canary_id: str
    prompt: str
    candidate: int
    share: float
    state: str
    started_by: str
    started_at: Any
    ended_at: Any
    reason: str | None
    turns: dict[store.Arm, int]
    fewest_turns: int
    monitors: list[Monitor]


class Live(BaseModel):
    """What is served. reference: name@version#hash. status: `unlocked` where the files are not those of any version."""

    reference: str
    version: int
    hash: str
    status: str
    model: str
    environment: str


@dataclass(frozen=True)
class Folder:
    """Where the prompts lie, and the baselines of the gate."""

    prompts: Path = loader.ROOT
    baselines: Path = BASELINES

    def releases(self, name: str = "assistant") -> list[ReleaseView]:
        """Newest first. Raises LockError."""
        known = {one.version: one for one in read_lock(self.prompts).get(name, [])}
        changes = self._changes()
        return [
            self._view(name, version, known.get(version), changes.get(version))
            for version in sorted({*known, *changes}, reverse=True)
        ]

    def forged(self) -> list[str]:
        """Approvals that version control says somebody else wrote."""
        return history.forged(self.prompts)

    def status(self, name: str, version: int, digest: str) -> str:
        """Of the version whose text this is; `unlocked` where there is none."""
        found = next((one for one in read_lock(self.prompts).get(name, []) if one.version == version), None)
        return found.status if found and found.hash.startswith(digest) else "unlocked"

    def _changes(self) -> dict[int, str]:
        path = self.prompts / "CHANGELOG.md"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        return {int(line["version"]): line["why"].strip() for line in _LINE.finditer(text)}

    def _view(self, name: str, version: int, release: Release | None, why: str | None) -> ReleaseView:
        if release is None:
            return ReleaseView(
                version=version,
                status="replaced",
                hash=None,
                at=None,
                by=None,
                approved_by=None,
                why=why,
                gate=None,
                faults=[],
            )
        steps = [step for step in (release.retired, release.approved, release.gated) if step]
        return ReleaseView(
            version=version,
            status=release.status,
            hash=release.hash,
            at=steps[0].at if steps else None,
            by=", ".join(release.authors) or None,
            approved_by=release.approved.by if release.approved else None,
            why=why,
            gate=self._gate(name, release),
            faults=release.faults,
        )

    def _gate(self, name: str, release: Release) -> Gate | None:
        if release.gated is None:
            return None
        said = _GATE.search(release.gated.reason)
        verdict = said["verdict"] if said else "PASS"  # no other verdict gates a version (api/commands/prompts.py)
        gate = Gate(verdict=verdict, at=release.gated.at, by=release.gated.by, on=release.gated.reason)
        for path in sorted(self.baselines.glob("core-*.json")):
            baseline = _baseline(path, path.stat().st_mtime_ns)
            prompt, _, digest = str(baseline["prompt"]).partition("#")
            if prompt == f"{name}@{release.version}" and release.hash.startswith(digest):
                return gate.model_copy(update=baseline["figures"])
        return gate


@lru_cache(maxsize=8)
def _baseline(path: Path, changed_ns: int) -> Mapping[str, Any]:
    """What a baseline says of its prompt, read once for as long as the file is the same."""
    told = json.loads(path.read_text(encoding="utf-8"))
    cases: Sequence[_Case] = told["cases"]
    critical = [case for case in cases if case["critical"]]
    figures = {
        "suite": told["suite"],
        "model": told["model"],
        "cases": len(cases),
        "passed": sum(map(_passed, cases)),
        "critical": len(critical),
        "critical_passed": sum(map(_passed, critical)),
        "blessed_at": told["blessing"]["at"],
        "blessed_by": told["blessing"]["by"],
    }
    return {"prompt": told["prompt"], "figures": figures}


def _passed(case: _Case) -> bool:
    return all(epoch["passed"] for epoch in case["epochs"])


async def canary(connection: AsyncConnection[Row]) -> CanaryView | None:
    """The canary with its monitors and their bands, over a connection that may read them."""
    found = await store.latest(connection)
    if found is None:
        return None
    counts, limits = await store.counts(connection, found.canary_id), bands.load()
    return CanaryView(
        canary_id=found.canary_id,
        prompt=found.prompt,
        candidate=found.candidate,
        share=found.share_bps / 10_000,
        state=found.state,
        started_by=found.started_by,
        started_at=found.started_at,
        ended_at=found.ended_at,
        reason=found.reason,
        turns={arm: held.turns for arm, held in counts.items()},
        fewest_turns=limits.fewest_turns,
        monitors=_monitors(counts["stable"], counts["candidate"], limits),
    )


def _monitors(stable: Counts, candidate: Counts, limits: Bands) -> list[Monitor]:
    return [
        Monitor(
            monitor=monitor,
            label=WORDS[monitor],
            stable=stable.share(monitor),
            candidate=candidate.share(monitor),
            most_above=most,
        )
        for monitor, most in limits.most_above.items()
    ]
