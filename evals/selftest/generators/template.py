"""What a generator is: a named way to change a prompt folder, harmful or not."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from evals.selftest.mutation import Edit, Folder


@dataclass(frozen=True)
class Made:
    """What a template made of a folder: edits, what they do, and where a finding about them belongs."""

    edits: list[Edit]
    what: str
    slices: list[str]


Make = Callable[[Folder, Random], Made | None]


@dataclass(frozen=True)
class Template:
    """`make` answers None where the drawn place does not fit. behaves: the local model reads what it changes."""

    name: str
    kind: str
    harmful: bool
    make: Make
    behaves: bool = False
    heldout: bool = False
