"""A small prompt folder with one thing of each kind, and a review of a change of it."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from evals.review.finding import Finding
from evals.review.reviewing import compare
from evals.review.side import Side
from policies.embeddings import MiniLM, Remembered

PROMPTS = Path(__file__).parents[4] / "prompts"
_EXAMPLES = ("safety_crisis.yaml", "money_fees.yaml", "acts_line.yaml")
Change = Callable[[str, str, str], list[Finding]]


@cache
def encoder() -> Remembered:
    """One for all tests: what was encoded once costs nothing any more."""
    return Remembered(MiniLM(threads=1), size=10_000)


@pytest.fixture(scope="session")
def small_prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prompts with three files of examples."""
    root = tmp_path_factory.mktemp("small") / "prompts"
    shutil.copytree(PROMPTS, root, ignore=shutil.ignore_patterns("*.py", "__pycache__", "released", "examples"))
    (root / "examples").mkdir()
    for name in _EXAMPLES:
        shutil.copy(PROMPTS / "examples" / name, root / "examples" / name)
    return root


@pytest.fixture(scope="session")
def base(small_prompts: Path) -> Side:
    return Side(small_prompts)


@pytest.fixture
def change(base: Side, tmp_path: Path) -> Change:
    """The blocking findings when `before` becomes `after` in a file; without `before` the whole file is replaced."""

    def changed(file: str, before: str, after: str) -> list[Finding]:
        head = tmp_path / "prompts"
        shutil.copytree(base.root, head)
        path = head / file
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1) if before else after, encoding="utf-8")
        return [one for one in compare(base, Side(head), encoder()) if one.severity == "blocks"]

    return changed
