"""One side of a review: a prompt folder whose parts are read when they are needed, each once."""

from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.review.instructions import rules
from evals.review.statements import Statement
from evals.review.worked import Book, book
from prompts.loader import split_front_matter
from prompts.reading import read_list, read_mapping
from prompts.schema import Cue, FrontMatter, Handoff, Mood, ToolText

_TEXTS = frozenset({".md", ".yaml"})


class Side:
    """A folder that `prompts.loader` accepts. Reading a part of any other raises ValueError or PromptError."""

    def __init__(self, root: Path, name: str = "assistant") -> None:
        self.root = root
        self.name = name

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of each file, by its path in the folder."""
        files = sorted(path for path in self.root.rglob("*") if path.suffix in _TEXTS)
        return {path.relative_to(self.root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}

    def differs(self, other: "Side", *parts: str) -> bool:
        """Whether a file whose path begins with one of `parts` is not the same on both sides."""
        both = self.digests.items() ^ other.digests.items()
        return any(file.startswith(parts) for file, _ in both)

    @cached_property
    def front(self) -> FrontMatter:
        return split_front_matter(self.root / f"{self.name}.md")[0]

    @cached_property
    def rules(self) -> list[Statement]:
        return rules(self.root, self.name)

    @cached_property
    def tools(self) -> Mapping[str, ToolText]:
        return {name: ToolText.model_validate(text) for name, text in read_mapping(self.root / "tools.yaml").items()}

    @property
    def writes(self) -> frozenset[str]:
        return frozenset(name for name, text in self.tools.items() if text.write)

    @cached_property
    def cues(self) -> list[Cue]:
        return [Cue.model_validate(cue) for cue in read_list(self.root / "cues.yaml")]

    @cached_property
    def moods(self) -> list[Mood]:
        return [Mood.model_validate(mood) for mood in read_list(self.root / "moods.yaml")]

    @cached_property
    def handoffs(self) -> dict[str, dict[str, Any]]:
        held = read_mapping(self.root / "handoffs.yaml")
        return {reason: Handoff.model_validate(text).model_dump() for reason, text in held.items()}

    @cached_property
    def book(self) -> Book:
        return book(self.root)
