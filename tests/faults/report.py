"""What a fault run found, for the report: one JSON object a line in the file that FAULTS_REPORT names."""

import json
import os
from pathlib import Path


def full() -> bool:
    """Whether the full count is asked for (FAULTS=full), not the sample of every test run."""
    return os.environ.get("FAULTS") == "full"


def record(name: str, runs: int, failures: int, figure: str, seed: int) -> dict[str, object]:
    """Add a run to the report, where there is one, and give it."""
    found: dict[str, object] = {
        "name": name,
        "runs": runs,
        "failures": failures,
        "figure": figure,
        "seed": seed,
    }
    if path := os.environ.get("FAULTS_REPORT"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(found) + "\n")
    return found
