"""What git holds at a reference: read as bytes, never run."""

import io
import subprocess
import tarfile
from fnmatch import fnmatchcase
from pathlib import Path

from evals.gate.baseline import Baseline, place, read, transcripts_place


class HistoryError(ValueError):
    """A reference or baseline that is not there; the message says what to do."""


class History:
    """The repository that holds `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def commit_of(self, ref: str) -> str:
        """Raises HistoryError for a reference git does not know, and says so where the clone is shallow."""
        done = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if done.returncode == 0:
            return done.stdout.decode().strip()
        if self._git("rev-parse", "--git-dir").returncode:
            raise HistoryError(f"{self._root} is no git checkout, so there is no baseline at {ref}")
        if self._git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
            raise HistoryError(f"git does not know {ref} and this clone is shallow: `git fetch --unshallow` first")
        raise HistoryError(f"git does not know {ref}; fetch it, or name a branch, tag or commit with --base")

    def knows(self, ref: str) -> bool:
        return self._git("cat-file", "-e", f"{ref}^{{commit}}").returncode == 0

    def file(self, ref: str, path: str) -> bytes | None:
        """A file's content at a commit, None where it has none."""
        commit = self.commit_of(ref)
        done = self._git("cat-file", "blob", f"{commit}:{path}")
        return done.stdout if done.returncode == 0 else None

    def names(self, ref: str, pattern: str) -> list[str]:
        """Paths of a commit that fit a shell pattern within one folder."""
        folder = pattern.rpartition("/")[0]
        done = self._git("ls-tree", "--name-only", self.commit_of(ref), "--", f"{folder}/")
        return [name for name in done.stdout.decode().splitlines() if fnmatchcase(name, pattern)]

    def baseline(self, ref: str, suite: str, lane: str) -> Baseline:
        """Raises HistoryError where there is none, BaselineError where it cannot be read."""
        path = place(suite, lane)
        found = self.file(ref, path)
        if found is None:
            raise HistoryError(
                f"there is no baseline of suite {suite} in lane {lane} at {ref} ({path}); "
                f"run the suite, then `assist evals bless --reason WHY` and commit what it wrote"
            )
        return read(found, f"{path} at {ref}")

    def transcripts(self, ref: str, suite: str, lane: str) -> bytes | None:
        return self.file(ref, transcripts_place(suite, lane))

    def folder(self, ref: str, folder: str, target: Path) -> None:
        """Lay the folder as the commit has it under `target`, nothing outside of it. Raises HistoryError."""
        done = self._git("archive", "--format=tar", self.commit_of(ref), "--", folder)
        if done.returncode:
            raise HistoryError(f"git holds no {folder}/ at {ref}")
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(target, filter="data")

    def dirty(self) -> list[str]:
        """Files that differ from the commit, without those git ignores."""
        lines = self._git("status", "--porcelain").stdout.decode().splitlines()
        return [line[3:] for line in lines]

    def person(self) -> str:
        """Who works here by git's settings. Raises HistoryError where nobody is named."""
        name, mail = (self._git("config", key).stdout.decode().strip() for key in ("user.name", "user.email"))
        if not name:
            raise HistoryError("git does not say who you are: `git config user.name NAME` (and user.email) first")
        return f"{name} <{mail}>" if mail else name

    def _git(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["git", *arguments], cwd=self._root, capture_output=True, check=False)
