"""Load the prompt folder: validate everything, then hand out one frozen bundle. The only way to read a prompt."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from prompts.bundle import Phrasings, PromptBundle
from prompts.errors import PromptError
from prompts.reading import parse_yaml, read, read_list, read_mapping
from prompts.rendering import check, environment
from prompts.scenarios import load_scenarios
from prompts.schema import REASONS, Cue, FrontMatter, Handoff, Mood, ToolText

ROOT = Path(__file__).parent
LANGUAGES = ("en", "es")


def load(root: Path = ROOT, name: str = "assistant") -> PromptBundle:
    """Load and validate the prompt `name` with everything it brings.

    Raises PromptError, naming the file, for anything that is missing, unknown, doubled or not allowed.
    """
    front, body = split_front_matter(root / f"{name}.md")
    sources = {f"fragments/{path.name}": read(path) for path in sorted((root / "fragments").glob("*.md"))}
    sources[name] = body
    system = environment(sources)
    for source_name, source in sources.items():
        check(system, source_name, source, front.inputs, filters=False)
    tools = _tools(root / "tools.yaml")
    scenarios = load_scenarios(root / "examples", tools)
    phrasings = {language: _phrasings(root / "phrasings" / language, language) for language in LANGUAGES}
    return PromptBundle(
        name=name,
        version=front.version,
        hash=_hash(root, name, front, body),
        front=front,
        tools=tools,
        scenarios=scenarios,
        cues=_cues(root / "cues.yaml", tools),
        moods=_moods(root / "moods.yaml"),
        handoffs=_handoffs(root / "handoffs.yaml"),
        phrasings=phrasings,
        _system=system,
    )


def split_front_matter(path: Path) -> tuple[FrontMatter, str]:
    """The validated front matter of a prompt file and its body."""
    text = read(path)
    parts = text.split("---\n", 2)
    if not text.startswith("---\n") or len(parts) != 3:
        raise PromptError(f"{path}: must start with front matter between two lines of ---")
    try:
        return FrontMatter.model_validate(parse_yaml(parts[1])), parts[2]
    except (ValidationError, yaml.YAMLError) as error:
        raise PromptError(f"{path}: front matter: {error}") from error


def _tools(path: Path) -> dict[str, ToolText]:
    try:
        return {name: ToolText.model_validate(text) for name, text in read_mapping(path).items()}
    except ValidationError as error:
        raise PromptError(f"{path}: {error}") from error


def _cues(path: Path, tools: Mapping[str, ToolText]) -> tuple[Cue, ...]:
    try:
        cues = tuple(Cue.model_validate(cue) for cue in read_list(path))
    except (ValidationError, re.error) as error:
        raise PromptError(f"{path}: {error}") from error
    for cue in cues:
        unknown = {call.tool for call in cue.calls} - set(tools)
        if unknown or cue.reason not in REASONS[cue.outcome]:
            raise PromptError(f"{path}: cue {cue.cue}: unknown tool {sorted(unknown)} or reason {cue.reason}")
    return cues


def _moods(path: Path) -> tuple[Mood, ...]:
    try:
        return tuple(Mood.model_validate(mood) for mood in read_list(path))
    except (ValidationError, re.error) as error:
        raise PromptError(f"{path}: {error}") from error


def _handoffs(path: Path) -> dict[str, dict[str, Any]]:
    try:
        handoffs = {reason: Handoff.model_validate(text).model_dump() for reason, text in read_mapping(path).items()}
    except ValidationError as error:
        raise PromptError(f"{path}: {error}") from error
    if missing := REASONS["handoff"] - set(handoffs):
        raise PromptError(f"{path}: nothing is said for {sorted(missing)}")
    return handoffs


def _phrasings(folder: Path, language: str) -> Phrasings:
    sources = {path.name.removesuffix(".md"): read(path) for path in sorted(folder.glob("*.md"))}
    words = {str(key): str(value) for key, value in read_mapping(folder / "words.yaml").items()}
    env = environment(sources, language, words)
    for name, source in sources.items():
        check(env, f"phrasings/{language}/{name}.md", source, None, filters=True)
    return Phrasings(language=language, names=frozenset(sources), _env=env)


def _hash(root: Path, name: str, front: FrontMatter, body: str) -> str:
    """Over everything but the version number itself and this folder's Python."""
    digest = hashlib.sha256()
    digest.update(json.dumps(front.model_dump(exclude={"version"}), sort_keys=True).encode())
    digest.update(body.encode())
    folders = ("fragments", "examples", "phrasings")
    files = [path for folder in folders for path in (root / folder).rglob("*") if path.suffix in {".md", ".yaml"}]
    files += root.glob("*.yaml")
    for path in sorted(files):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
