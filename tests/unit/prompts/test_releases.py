"""A version's way from draft to retired: every step needs the one before, and nobody approves what they wrote."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.commands import prompts as command
from api.commands.failures import UsageProblem
from prompts.errors import LockError
from prompts.history import forged
from prompts.loader import ROOT, load
from prompts.lock import read_lock, relock
from prompts.release import NEXT, Release, ReleaseRefused, Status, Step, advanced, serving
from prompts.released import folder, load_approved

STATUSES: list[Status] = ["draft", "gated", "approved", "retired"]
_EXAMPLE = "domain: trial\nscenarios:\n  - {id: a, means: Owed., calls: [{tool: get_balance}], utterances: [owed]}\n"


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def become(root: Path, person: str) -> None:
    git(root, "config", "user.email", person)
    git(root, "config", "user.name", person.partition("@")[0])


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """A repository with a small copy of the prompt folder, written and committed by ana."""
    root = tmp_path / "prompts"
    shutil.copytree(
        ROOT, root, ignore=shutil.ignore_patterns("examples", "__pycache__", "*.py", "prompts.lock", "released")
    )
    (root / "examples").mkdir()
    (root / "examples" / "trial.yaml").write_text(_EXAMPLE, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    become(tmp_path, "ana@lender.example")
    relock(root)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "A prompt")
    return root


def verdict(root: Path, said: str = "PASS", prompt: str | None = None) -> str:
    path = root.parent / "gate.json"
    head = {"prompt": prompt or load(root).reference, "commit": "0123456789abcdef"}
    path.write_text(json.dumps({"verdict": said, "fingerprints": {"head": head}, "base": {"ref": "HEAD"}}))
    return str(path)


def status_of(root: Path) -> Status:
    return read_lock(root)["assistant"][-1].status


def test_a_passed_gate_and_somebody_else_bring_a_version_into_service(prompts: Path) -> None:
    with pytest.raises(ReleaseRefused, match="is approved"):
        load_approved(root=prompts)
    command.gate(verdict(prompts), prompts)
    assert status_of(prompts) == "gated"
    become(prompts.parent, "ben@lender.example")
    command.approve("read the twelve answers that changed", prompts)
    assert status_of(prompts) == "approved"
    assert load_approved(root=prompts).hash == load(prompts).hash
    command.retire(load(prompts).version, "a better one serves", prompts)
    with pytest.raises(ReleaseRefused):
        load_approved(root=prompts)
    assert load(folder("assistant", load(prompts).version, prompts)).hash == load(prompts).hash


@pytest.mark.parametrize("said", ["REGRESSION", "INCONCLUSIVE", "INVALID"])
def test_no_other_verdict_gates(prompts: Path, said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        command.gate(verdict(prompts, said), prompts)
    assert status_of(prompts) == "draft"


def test_a_verdict_about_another_text_gates_nothing(prompts: Path) -> None:
    with pytest.raises(UsageProblem, match="is about assistant@1#abc"):
        command.gate(verdict(prompts, prompt="assistant@1#abc"), prompts)
    with pytest.raises(UsageProblem, match="no verdict"):
        command.gate(str(prompts / "nothing.json"), prompts)
    assert status_of(prompts) == "draft"


def test_authors_do_not_approve_their_own(prompts: Path) -> None:
    command.gate(verdict(prompts), prompts)
    with pytest.raises(UsageProblem, match=r"ana@lender.example, who wrote it.*Somebody else"):
        command.approve("looks fine to me", prompts)
    assert status_of(prompts) == "gated"


def test_whoever_committed_a_part_is_an_author_too(prompts: Path) -> None:
    become(prompts.parent, "ben@lender.example")
    style = prompts / "fragments" / "style.md"
    style.write_text(style.read_text(encoding="utf-8") + "- One more.\n", encoding="utf-8")
    main = prompts / "assistant.md"
    version = load(prompts).version
    main.write_text(main.read_text(encoding="utf-8").replace(f"version: {version}", f"version: {version + 1}"))
    git(prompts.parent, "commit", "--quiet", "-am", "One more rule")
    become(prompts.parent, "ana@lender.example")
    relock(prompts)
    command.gate(verdict(prompts), prompts)
    become(prompts.parent, "BEN@lender.example")
    with pytest.raises(UsageProblem, match="who wrote it"):
        command.approve("mine", prompts)


def test_an_approval_in_anothers_name_is_seen(prompts: Path) -> None:
    command.gate(verdict(prompts), prompts)
    become(prompts.parent, "ben@lender.example")
    command.approve("read it", prompts)
    assert forged(prompts) == ["the approval by ben@lender.example is not committed"]
    become(prompts.parent, "ana@lender.example")
    git(prompts.parent, "commit", "--quiet", "-am", "Approved, says ben")
    assert forged(prompts) == ["the approval in the name of ben@lender.example was committed by ana@lender.example"]
    become(prompts.parent, "ben@lender.example")
    git(prompts.parent, "commit", "--quiet", "--amend", "--reset-author", "--no-edit")
    assert forged(prompts) == []


def test_a_kept_version_that_was_touched_is_not_served(prompts: Path) -> None:
    command.gate(verdict(prompts), prompts)
    become(prompts.parent, "ben@lender.example")
    command.approve("read it", prompts)
    kept = folder("assistant", load(prompts).version, prompts) / "fragments" / "limits.md"
    kept.write_text("# Limits\n- None.\n", encoding="utf-8")
    with pytest.raises(ReleaseRefused, match="not the text of the record"):
        load_approved(root=prompts)


def test_a_lock_that_cannot_be_read_says_so(prompts: Path) -> None:
    (prompts / "prompts.lock").write_text("{", encoding="utf-8")
    with pytest.raises(LockError, match="version control"):
        read_lock(prompts)


@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES), st.booleans())
def test_only_the_next_step_is_open_and_never_to_an_author(now: Status, to: Status, author: bool) -> None:
    step = Step(by="Ana@Lender.example" if author else "ben@lender.example", at="2026-05-15T00:00:00+00:00", reason="-")
    other = step.model_copy(update={"by": "eva@lender.example"})
    taken = {**dict.fromkeys(STATUSES[1 : STATUSES.index(now) + 1], other)}
    draft = Release(version=1, hash="0" * 64, status=now, authors=("ana@lender.example",))
    release = draft.model_copy(update={str(name): held for name, held in taken.items()})
    assert release.faults == []
    if NEXT.get(now) == to and not (to == "approved" and author):
        assert advanced(release, to, step).status == to
    else:
        with pytest.raises(ReleaseRefused):
            advanced(release, to, step)


def test_a_record_without_its_steps_is_not_served() -> None:
    jumped = Release(version=3, hash="0" * 64, status="approved", authors=("ana@lender.example",))
    assert len(jumped.faults) == 2
    with pytest.raises(ReleaseRefused, match=r"3 \(approved\)"):
        serving([jumped])
