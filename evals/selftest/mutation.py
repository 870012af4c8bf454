"""A change of the prompt folder, as data: what to write where, whether it harms, and where that should be named."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class MutationError(Exception):
    """A mutation does not fit the prompts as they are."""


class Edit(BaseModel):
    """Replaces the first `before` in `file` by `after`; without `before` the whole file, without `after` it goes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    before: str | None = None
    after: str | None = None

    def apply(self, root: Path) -> None:
        path = root / self.file
        if self.after is None:
            path.unlink(missing_ok=True)
            return
        if self.before is None:
            path.write_text(self.after, encoding="utf-8")
            return
        text = path.read_text(encoding="utf-8")
        if self.before not in text:
            raise MutationError(f"{self.file} does not hold {self.before[:60]!r}; the planted mutation is out of date")
        path.write_text(text.replace(self.before, self.after, 1), encoding="utf-8")


class Mutation(BaseModel):
    """id: `planted:NAME` or `generated:SEED:NUMBER`, from which it can be made again.

    kind: the part of the prompt. slices: where a finding about it belongs; one of them is enough. behaves: the
    local model reads what changed, so that the eval cases can show it. heldout: of a generator that nothing was
    tuned on.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: str
    template: str
    harmful: bool
    slices: list[str] = []
    what: str
    behaves: bool = False
    heldout: bool = False
    edits: list[Edit] = Field(min_length=1)

    @property
    def file(self) -> str:
        return self.edits[0].file


def copy_prompts(root: Path, to: Path) -> None:
    """The data of a prompt folder, without its program."""
    shutil.copytree(root, to, ignore=shutil.ignore_patterns("*.py", "__pycache__", "released"))


def mutated(root: Path, mutation: Mutation, to: Path) -> Path:
    """A copy of the prompts with the mutation applied. Raises MutationError if it does not fit."""
    copy_prompts(root, to)
    for edit in mutation.edits:
        edit.apply(to)
    return to


class Folder:
    """A prompt folder as the generators read it; parsed once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[str, str] = {}
        self._parsed: dict[str, Any] = {}

    def text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = (self.root / file).read_text(encoding="utf-8")
        return self._texts[file]

    def yaml(self, file: str) -> Any:
        """Parsed; do not change it in place."""
        from prompts.reading import parse_yaml

        if file not in self._parsed:
            self._parsed[file] = parse_yaml(self.text(file))
        return self._parsed[file]

    def files(self, pattern: str) -> list[str]:
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.glob(pattern))

    @property
    def rules(self) -> list[str]:
        """The fragments."""
        return self.files("fragments/*.md")


def replaced(folder: Folder, file: str, before: str, after: str) -> list[Edit]:
    """One edit, if `before` stands in the file and the edit changes anything."""
    return [Edit(file=file, before=before, after=after)] if before in folder.text(file) and before != after else []


def rewritten(file: str, text: str) -> list[Edit]:
    return [Edit(file=file, after=text)]


def listed(mutations: Iterable[Mutation]) -> list[Mutation]:
    """Raises MutationError for an id that is there twice."""
    made = list(mutations)
    ids = [one.id for one in made]
    if doubled := {name for name in ids if ids.count(name) > 1}:
        raise MutationError(f"mutation ids are used twice: {sorted(doubled)}")
    return made
