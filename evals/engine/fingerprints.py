"""What can change an answer or its grade, each as a digest of contents: names, times and formats of files do not count.

A checkout without git is dirty and has no commit.
"""

import hashlib
import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.settings import Settings
from assistant.toolbox import tool_schema
from evals.case import Case
from evals.records import Fingerprints
from policies.embeddings import MiniLM
from prompts.bundle import PromptBundle
from tools import registry

_ROOT = Path(__file__).resolve().parents[2]
_SOURCES = {".py", ".md", ".yaml", ".json", ".jsonl", ".sql", ".txt", ".cedar", ".cedarschema"}
_GUARDS = ("assistant/guards",)
_LOCAL_MODEL = ("assistant/models",)
_POLICIES = ("policies/documents", "policies/descriptions")
_RETRIEVAL = ("policies", "assistant/policy_lookup.py")
_ACCOUNTS = ("accounts", "stack")
_GRADERS = (
    *("evals/graders", "evals/judge", "evals/end_state", "evals/ragas_adapter.py", "evals/figures.py"),
    *("evals/secrets.py", "evals/disclosing.py", "evals/disclosures.yaml", "evals/played.py"),
    *("evals/verbatim.py", "evals/syllables.py", "evals/prohibited.yaml", "evals/cues.yaml", "evals/cards.yaml"),
    "evals/readability.yaml",
)
_PLAYING = (
    *("evals/case.py", "evals/reading.py", "evals/acts.py", "evals/steps.py", "evals/speaking.py", "evals/books.py"),
    *("evals/casting.py", "evals/runner.py", "evals/simulate", "evals/lanes"),
    *("evals/engine/worlds.py", "evals/engine/serving.py", "evals/engine/templates.py", "evals/engine/validity.py"),
)
_CODE = ("assistant", "tools", "prompts", *_PLAYING, "uv.lock")
"""What else runs; of prompts/ its programs."""


def fingerprints(cases: Sequence[Case], prompt: PromptBundle, settings: Settings) -> Fingerprints:
    """Of a run of these cases with this prompt and these settings in this checkout."""
    commit, dirty = checkout(_ROOT)
    return Fingerprints(
        prompts=_digest(prompt.hash),
        prompt=prompt.reference,
        tools=_digest(json.dumps([tool_schema(spec, prompt) for spec in registry.TOOLS.values()], sort_keys=True)),
        model=_digest(json.dumps(_model(settings), sort_keys=True), *_contents(_of_model(settings))),
        retrieval=_digest(MiniLM.name, *_contents(_RETRIEVAL, _POLICIES)),
        policies=_digest(*_contents(_POLICIES)),
        guards=_digest(*_contents(_GUARDS)),
        accounts=_digest(*_contents(_ACCOUNTS)),
        cases=_digest(*(_of_case(case) for case in cases)),
        graders=_digest(*_contents(_GRADERS)),
        code=_digest(*(_contents(_CODE, (*_GUARDS, *_LOCAL_MODEL, *_RETRIEVAL)))),
        commit=commit,
        dirty=dirty,
    )


def checkout(root: Path) -> tuple[str, bool]:
    """The commit, and whether files differ from it; (`unknown`, True) outside of a repository."""
    try:
        commit = _git(root, "rev-parse", "HEAD").strip()
        return commit, bool(_git(root, "status", "--porcelain").strip())
    except (OSError, subprocess.CalledProcessError):
        return "unknown", True


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


def _model(settings: Settings) -> dict[str, object]:
    """What is asked, where, and with which parameters and limits; no key."""
    return {
        "model": settings.model,
        "base_url": settings.model_base_url,
        "temperature": 0,
        "max_output_tokens": settings.max_output_tokens,
        "max_steps": settings.max_steps,
        "max_tool_calls": settings.max_tool_calls,
        "history_turns": settings.history_turns,
        "encoder": MiniLM.name,
    }


def _of_model(settings: Settings) -> Sequence[str]:
    """The local model's program decides write intents and language beside a provider too."""
    return _LOCAL_MODEL


def _of_case(case: Case) -> str:
    return json.dumps(case.model_dump(mode="json", by_alias=True, exclude_unset=True), sort_keys=True)


def files(paths: Iterable[str], without: Sequence[str] = (), root: Path = _ROOT) -> Iterator[Path]:
    """The sources in these files and folders, in a fixed order; of prompts/ its programs: the bundle is told apart."""
    for name in sorted(set(paths)):
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            place = file.relative_to(root).as_posix()
            of_prompts = place.startswith("prompts/") and file.suffix != ".py"
            left_out = any(place == each or place.startswith(f"{each}/") for each in without)
            if file.is_file() and (file.suffix in _SOURCES or file == path) and not left_out and not of_prompts:
                yield file


def _contents(paths: Iterable[str], without: Sequence[str] = ()) -> Iterator[str]:
    for file in files(paths, without):
        yield f"{file.relative_to(_ROOT).as_posix()} {hashlib.sha256(file.read_bytes()).hexdigest()}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
