"""A byte of anything that can change an answer changes its own fingerprint, and nothing else does."""

import os
import shutil
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.case import Case
from evals.engine.fingerprints import fingerprints
from evals.records import Fingerprints
from prompts import loader
from prompts.bundle import PromptBundle

ROOT = Path(__file__).resolve().parents[4]
ROOMS = ("accounts", "assistant", "evals", "policies", "prompts", "stack", "tools")
DOCUMENT = sorted((ROOT / "policies" / "documents").rglob("*.md"))[0].relative_to(ROOT).as_posix()
CASES = [
    Case.model_validate(
        {"id": "a", "domain": "fees", "person": "anonymous", "turns": ["hi"], "expect": {"forbidden": ["x"]}}
    )
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything that is looked at."""
    root = tmp_path_factory.mktemp("checkout")
    kept = shutil.ignore_patterns("__pycache__", "*.json.gz", "cases*", "released", "baselines")
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=kept)
    shutil.copy(ROOT / "uv.lock", root)
    return root


@pytest.fixture(scope="module")
def bundle(checkout: Path) -> PromptBundle:
    return loader.load(checkout / "prompts")


def taken(root: Path, prompt: PromptBundle, settings: Settings | None = None) -> Fingerprints:
    return fingerprints(CASES, prompt, settings or Settings(), root)


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("prompts/rendering.py", ["code"]),
        (DOCUMENT, ["policies"]),
        ("policies/search.sql", ["retrieval"]),
        ("policies/weights.json", ["retrieval"]),
        ("assistant/guards/patterns.yaml", ["guards"]),
        ("assistant/guards/numbers.py", ["guards"]),
        ("assistant/models/local/planner.py", ["model"]),
        ("assistant/nodes/plan.py", ["code"]),
        ("tools/registry.py", ["code"]),
        ("uv.lock", ["code"]),
        ("accounts/ledger.py", ["accounts"]),
        ("stack/issuer.py", ["accounts"]),
        ("evals/graders/facts.py", ["graders"]),
        ("evals/figures.py", ["graders"]),
        ("evals/disclosures.yaml", ["graders"]),
        ("evals/runner.py", ["code"]),
        ("evals/engine/worlds.py", ["code"]),
        ("evals/report.py", []),
        ("evals/margins.yaml", []),
        ("evals/engine/journal.py", []),
    ],
)
def test_a_byte_changes_its_own_fingerprint_alone(
    checkout: Path, bundle: PromptBundle, path: str, changed: list[str]
) -> None:
    before, file = taken(checkout, bundle), checkout / path
    content = file.read_bytes()
    try:
        file.write_bytes(content + b" ")
        assert before.changed(taken(checkout, bundle)) == changed
    finally:
        file.write_bytes(content)
    assert before.changed(taken(checkout, bundle)) == []


def test_a_byte_of_a_prompt_and_of_a_tools_description(checkout: Path, bundle: PromptBundle) -> None:
    before, tools = taken(checkout, bundle), checkout / "prompts" / "tools.yaml"
    content = tools.read_text(encoding="utf-8")
    try:
        tools.write_text(content + "# a comment\n", encoding="utf-8")
        assert before.changed(taken(checkout, loader.load(tools.parent))) == ["prompts", "prompt"]
        first = bundle.tools["get_balance"].description[:20]
        tools.write_text(content.replace(first, f"Now {first}", 1), encoding="utf-8")
        assert before.changed(taken(checkout, loader.load(tools.parent))) == ["prompts", "prompt", "tools"]
    finally:
        tools.write_text(content, encoding="utf-8")


def test_a_new_file_of_a_grader_counts(checkout: Path, bundle: PromptBundle) -> None:
    before, new = taken(checkout, bundle), checkout / "evals" / "praise.yaml"
    new.write_text("words: [splendid]\n", encoding="utf-8")
    try:
        assert before.changed(taken(checkout, bundle)) == ["graders"]
    finally:
        new.unlink()


def test_times_and_other_files_do_not_count(checkout: Path, bundle: PromptBundle) -> None:
    before = taken(checkout, bundle)
    os.utime(checkout / "tools" / "registry.py", (1, 1))
    (checkout / "tools" / "notes.bak").write_text("x", encoding="utf-8")
    assert before.changed(taken(checkout, bundle)) == []


def test_model_parameters_and_cases_have_their_own(checkout: Path, bundle: PromptBundle) -> None:
    before = taken(checkout, bundle)
    assert before.changed(taken(checkout, bundle, Settings(max_steps=9))) == ["model"]
    assert before.changed(taken(checkout, bundle, Settings(model="openai:other"))) == ["model"]
    other = [CASES[0].model_copy(update={"turns": ["hello"]})]
    assert before.changed(fingerprints(other, bundle, Settings(), checkout)) == ["cases"]


def test_a_copy_without_git_is_dirty(checkout: Path, bundle: PromptBundle) -> None:
    assert (taken(checkout, bundle).commit, taken(checkout, bundle).dirty) == ("unknown", True)
