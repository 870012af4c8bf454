"""Reading files of the prompt folder; what is wrong with one becomes a PromptError that names it."""

from pathlib import Path
from typing import Any, cast

import yaml

from prompts.errors import PromptError


def read(path: Path) -> str:
    """The file as text. Raises PromptError if it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path}: cannot be read ({error})") from error


def parse_yaml(text: str) -> Any:
    """YAML with safe types only; the C parser reads the examples in a tenth of the time."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def read_mapping(path: Path) -> dict[str, Any]:
    """A YAML file whose top is a mapping. Raises PromptError if it is anything else."""
    data = _read_yaml(path)
    if not isinstance(data, dict):
        raise PromptError(f"{path}: the top of the file must be a mapping")
    return cast(dict[str, Any], data)


def read_list(path: Path) -> list[Any]:
    """A YAML file whose top is a list. Raises PromptError if it is anything else."""
    data = _read_yaml(path)
    if not isinstance(data, list):
        raise PromptError(f"{path}: the top of the file must be a list")
    return cast(list[Any], data)


def _read_yaml(path: Path) -> Any:
    try:
        return parse_yaml(read(path))
    except yaml.YAMLError as error:
        raise PromptError(f"{path}: not valid YAML ({error})") from error
