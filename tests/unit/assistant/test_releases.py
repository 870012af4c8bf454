"""Versions of the prompt as lock, changelog and baseline tell of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.monitors.releases import Folder
from prompts.errors import LockError
from prompts.lock import write_lock
from prompts.release import Release, Step

HASH = {version: f"{version}" * 64 for version in (1, 2, 3, 4)}


def step(by: str, day: int, reason: str = "because") -> Step:
    return Step(by=by, at=f"2026-05-{day:02d}T10:00:00+00:00", reason=reason)


def case(*passed: bool, critical: bool = False) -> dict[str, Any]:
    return {"critical": critical, "epochs": [{"passed": each} for each in passed]}


def baseline(folder: Path, prompt: str, *cases: dict[str, Any]) -> None:
    told = {
        "suite": "core",
        "model": "local",
        "prompt": prompt,
        "cases": list(cases),
        "blessing": {"by": "Lee <lee@lender.example>", "at": "2026-05-03T11:00:00+00:00"},
    }
    folder.mkdir(exist_ok=True)
    (folder / "core-local.json").write_text(json.dumps(told))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    gated = step("ann@lender.example", 3, "gate PASS against main (abc) at commit def")
    released = [
        Release(
            version=2,
            hash=HASH[2],
            status="retired",
            authors=("ann@lender.example",),
            gated=step("ann@lender.example", 1, "gate PASS against main"),
            approved=step("bo@lender.example", 2),
            retired=step("bo@lender.example", 4, "superseded"),
        ),
        Release(version=3, hash=HASH[3], status="gated", authors=("ann@lender.example", "cy@x.example"), gated=gated),
        Release(version=4, hash=HASH[4]),
    ]
    write_lock({"assistant": released}, tmp_path)
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n- 1: First: version.\n- 2: Fees.\n- 3: Late, in Spanish.\n")
    baseline(tmp_path / "baselines", f"assistant@3#{HASH[3][:12]}", case(True), case(True, False, critical=True))
    return Folder(tmp_path, tmp_path / "baselines")


def test_each_version_newest_first_with_why_and_how_far_it_came(folder: Folder) -> None:
    rows = [(one.version, one.status, one.at, one.by, one.approved_by, one.why) for one in folder.releases()]
    assert rows == [
        (4, "draft", None, None, None, None),
        (3, "gated", "2026-05-03T10:00:00+00:00", "ann@lender.example, cy@x.example", None, "Late, in Spanish."),
        (2, "retired", "2026-05-04T10:00:00+00:00", "ann@lender.example", "bo@lender.example", "Fees."),
        (1, "replaced", None, None, None, "First: version."),
    ]


def test_the_gate_has_the_figures_of_its_own_baseline_alone(folder: Folder) -> None:
    draft, gated, retired, replaced = folder.releases()
    assert (draft.gate, replaced.gate) == (None, None)
    assert gated.gate is not None
    assert retired.gate is not None
    assert (gated.gate.verdict, gated.gate.cases, gated.gate.passed) == ("PASS", 2, 1)
    assert (gated.gate.critical, gated.gate.critical_passed) == (1, 0)
    assert gated.gate.blessed_by == "Lee <lee@lender.example>"
    assert (retired.gate.verdict, retired.gate.cases) == ("PASS", None)


def test_a_baseline_of_another_text_under_that_version_gives_no_figures(folder: Folder) -> None:
    baseline(folder.baselines, "assistant@3#000000000000", case(True))
    gate = folder.releases()[1].gate
    assert gate is not None
    assert gate.cases is None


def test_an_approval_by_an_author_is_told_as_a_fault(folder: Folder) -> None:
    wrong = Release(
        version=5,
        hash="5" * 64,
        status="approved",
        authors=("ann@lender.example",),
        approved=step("ann@lender.example", 5),
    )
    write_lock({"assistant": [wrong]}, folder.prompts)
    assert any("who wrote it" in fault for fault in folder.releases()[0].faults)


def test_the_status_of_what_is_served_is_that_of_its_very_text(folder: Folder) -> None:
    assert folder.status("assistant", 3, HASH[3]) == "gated"
    assert folder.status("assistant", 3, "changed") == "unlocked"
    assert folder.status("assistant", 9, HASH[3]) == "unlocked"


def test_without_any_record_there_is_nothing(tmp_path: Path) -> None:
    assert Folder(tmp_path, tmp_path).releases() == []


def test_a_record_that_cannot_be_read_is_told(folder: Folder) -> None:
    (folder.prompts / "prompts.lock").write_text("{")
    with pytest.raises(LockError):
        folder.releases()
