"""The planted mutations of planted.yaml."""

from pathlib import Path
from typing import Any

import yaml

from evals.selftest.mutation import Mutation, listed

_FILE = Path(__file__).with_name("planted.yaml")


def planted() -> list[Mutation]:
    """In the order of the file. Raises MutationError for an id that is there twice."""
    entries: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return listed(
        Mutation.model_validate(entry | {"id": f"planted:{entry['id']}", "template": entry["id"]}) for entry in entries
    )
