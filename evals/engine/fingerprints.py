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
"""The local model's program decides write intents and the language beside a provider too."""
_POLICIES = ("policies/documents", "policies/descriptions")
_RETRIEVAL = ("policies", "assistant/policy_lookup.py")
_ACCOUNTS = ("accounts", "stack")
_ENGINE = ("assistant_target", "plan", "serving", "templates", "validity", "worker", "worlds")
_PLAYING_FILES = (
    *("acts", "books", "case", "casting", "deciding", "name_groups", "preparing", "reading", "runner"),
    *("speaking", "stage", "steps"),
)
_PLAYING = (
    *(f"evals/{name}.py" for name in _PLAYING_FILES),
    *("evals/name_groups.yaml", "evals/simulate", "evals/lanes"),
    *(f"evals/engine/{name}.py" for name in _ENGINE),
)
_SHOWING = (
    *("evals/report.py", "evals/tables.py", "evals/README.md", "evals/lint.py", "evals/plugin.py", "evals/conftest.py"),
    *("evals/test_cases.py", "evals/thresholds.yaml", "evals/margins.yaml", "evals/quarantine.yaml"),
    *("evals/waivers.jsonl", "evals/records.py"),
)
"""What neither asks nor grades."""
_GRADER_ROOMS = ("evals/graders", "evals/judge", "evals/end_state")
_CODE = ("assistant", "tools", "prompts", *_PLAYING, "uv.lock")
"""What else runs; of prompts/ its programs."""


def fingerprints(cases: Sequence[Case], prompt: PromptBundle, settings: Settings, root: Path = _ROOT) -> Fingerprints:
    """Of a run of these cases with this prompt and these settings in this checkout.

    Graders are the files right in evals/ too, but for those that are known to do something else.
    """

    def contents(paths: Iterable[str], without: Sequence[str] = ()) -> str:
        return _digest(*(f"{_place(file, root)} {_sha(file.read_bytes())}" for file in files(root, paths, without)))

    commit, dirty = checkout(root)
    rooms = [f"evals/{path.name}" for path in sorted((root / "evals").iterdir()) if path.is_file()]
    return Fingerprints(
        prompts=_digest(prompt.hash),
        prompt=prompt.reference,
        tools=_digest(json.dumps([tool_schema(spec, prompt) for spec in registry.TOOLS.values()], sort_keys=True)),
        model=_digest(json.dumps(_model(settings), sort_keys=True), contents(_LOCAL_MODEL)),
        retrieval=_digest(MiniLM.name, contents(_RETRIEVAL, _POLICIES)),
        policies=contents(_POLICIES),
        guards=contents(_GUARDS),
        accounts=contents(_ACCOUNTS),
        cases=_digest(*(_of_case(case) for case in cases)),
        graders=contents([*_GRADER_ROOMS, *rooms], [*_SHOWING, *_PLAYING]),
        code=contents(_CODE, (*_GUARDS, *_LOCAL_MODEL, *_RETRIEVAL)),
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


def _of_case(case: Case) -> str:
    return json.dumps(case.model_dump(mode="json", by_alias=True, exclude_unset=True), sort_keys=True)


def files(root: Path, paths: Iterable[str], without: Sequence[str] = ()) -> Iterator[Path]:
    """The sources in these files and folders, in a fixed order; of prompts/ its programs: the bundle is told apart."""
    for name in sorted(set(paths)):
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            place = _place(file, root)
            of_prompts = place.startswith("prompts/") and file.suffix != ".py"
            left_out = any(place == each or place.startswith(f"{each}/") for each in without)
            if file.is_file() and (file.suffix in _SOURCES or file == path) and not left_out and not of_prompts:
                yield file


def _place(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest(*parts: str) -> str:
    return _sha("\0".join(parts).encode())[:16]
