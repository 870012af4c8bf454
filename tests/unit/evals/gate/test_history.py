"""What git holds, read as data: references, shallow clones, folders of a commit."""

import subprocess
from pathlib import Path

import pytest

from evals.gate import baseline
from evals.gate.baseline import BaselineError
from evals.gate.history import History, HistoryError
from tests.unit.evals.gate.made import BASE, records


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a baseline and a prompt in its first commit, and neither of them any more in its second."""
    where = tmp_path / "repository"
    where.mkdir()
    git(where, "init", "-q", "-b", "main")
    baseline.write(BASE, baseline.transcripts(records()), where)
    (where / "prompts").mkdir()
    (where / "prompts" / "assistant.md").write_text("You must say so.\n")
    git(where, "add", ".")
    git(where, "commit", "-q", "-m", "first")
    git(where, "rm", "-q", "-r", "evals", "prompts")
    (where / "kept.txt").write_text("kept\n")
    git(where, "add", ".")
    git(where, "commit", "-q", "-m", "second")
    return where


def test_a_baseline_is_read_at_its_reference(root: Path):
    history = History(root)
    assert history.baseline("HEAD~1", "core", "local") == BASE
    assert history.transcripts("HEAD~1", "core", "local") == baseline.transcripts(records())
    assert history.transcripts("HEAD", "core", "local") is None


def test_no_baseline_says_how_to_make_one(root: Path):
    with pytest.raises(HistoryError, match=r"no baseline of suite core in lane local at HEAD .*assist evals bless"):
        History(root).baseline("HEAD", "core", "local")


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", "HEAD:kept.txt", ""])
def test_a_reference_git_does_not_know(root: Path, ref: str):
    with pytest.raises(HistoryError, match="git does not know"):
        History(root).commit_of(ref)


def test_a_shallow_clone_says_so(root: Path, tmp_path: Path):
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "clone")
    with pytest.raises(HistoryError, match="shallow"):
        History(tmp_path / "clone").baseline("HEAD~1", "core", "local")


def test_outside_of_a_repository(tmp_path: Path):
    with pytest.raises(HistoryError, match="no git checkout"):
        History(tmp_path).commit_of("HEAD")


def test_a_folder_is_laid_out_as_the_commit_has_it(root: Path, tmp_path: Path):
    History(root).folder("HEAD~1", "prompts", tmp_path / "out")
    assert (tmp_path / "out" / "prompts" / "assistant.md").read_text() == "You must say so.\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["prompts"]
    with pytest.raises(HistoryError, match="no prompts/ at HEAD"):
        History(root).folder("HEAD", "prompts", tmp_path / "other")


def test_a_baseline_that_cannot_be_read_names_itself(root: Path):
    path = root / baseline.place("core", "local")
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "third")
    with pytest.raises(BaselineError, match=r"core-local\.json at HEAD is no baseline"):
        History(root).baseline("HEAD", "core", "local")


def test_who_works_here_and_what_is_not_committed(root: Path, monkeypatch: pytest.MonkeyPatch):
    history = History(root)
    assert history.dirty() == []
    (root / "new.txt").write_text("new\n")
    assert history.dirty() == ["new.txt"]
    git(root, "config", "user.name", "Ana Reyes")
    git(root, "config", "user.email", "ana@example.com")
    assert history.person() == "Ana Reyes <ana@example.com>"
    git(root, "config", "--unset", "user.name")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    with pytest.raises(HistoryError, match=r"git config user\.name"):
        history.person()
