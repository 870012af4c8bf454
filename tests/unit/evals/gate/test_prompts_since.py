"""Which prompts the review is given: those of the blessed commit, and those that lie there now."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.gate import prompts_since
from evals.gate.baseline import Baseline
from evals.gate.history import History, HistoryError
from tests.unit.evals.gate.made import BASE, PRINTS
from tests.unit.evals.gate.test_decide import Noticed


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def blessed_at(commit: str) -> Baseline:
    return BASE.model_copy(update={"blessing": BASE.blessing.model_copy(update={"commit": commit})})


def texts(base: Path, head: Path, encoder: object, keep_in: Path | None) -> Sequence[Noticed]:
    """In place of the review: tells what both folders say."""
    before, after = ((folder / "assistant.md").read_text() for folder in (base, head))
    return [Noticed("blocks", before=before, after=after)]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose prompt changed in a commit after the blessed one, and again in the checkout."""
    monkeypatch.setattr(prompts_since, "review", texts)
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "prompts").mkdir()
    for text in ("blessed", "committed since"):
        (tmp_path / "prompts" / "assistant.md").write_text(text)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", text)
    (tmp_path / "prompts" / "assistant.md").write_text("in the checkout")
    return tmp_path


def test_a_change_that_was_committed_since_the_blessing_is_still_reviewed(root: Path):
    base = blessed_at(git(root, "rev-parse", "HEAD~1"))
    (found,) = prompts_since.findings(base, PRINTS.model_copy(update={"prompts": "p2"}), History(root), root)
    assert (found.before, found.after) == ("blessed", "in the checkout")


def test_the_same_prompts_need_no_review(root: Path):
    assert prompts_since.findings(blessed_at("gone"), PRINTS, History(root), root) == []


def test_a_blessed_commit_that_git_lost(root: Path):
    changed = PRINTS.model_copy(update={"prompts": "p2"})
    with pytest.raises(HistoryError, match="prompts of the baseline cannot be reviewed: git does not know gone"):
        prompts_since.findings(blessed_at("gone"), changed, History(root), root)
