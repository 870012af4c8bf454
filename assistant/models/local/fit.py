"""Fitting in a process of its own: it takes several times the memory of what it leaves, and a server keeps its peak.

`python -m assistant.models.local.fit FOLDER` reads scenarios as JSON from standard input and keeps their fit in FOLDER.
"""

import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from assistant.models.local.kernel import Encoder
from assistant.models.local.planner import Planner
from assistant.models.local.vectors import KeptVectors
from policies.embeddings import MiniLM
from prompts.schema import Scenario

_SCENARIOS: TypeAdapter[list[Scenario]] = TypeAdapter(list[Scenario])
_LONGEST_S = 300
_log = logging.getLogger(__name__)


def apart(scenarios: Sequence[Scenario], encoder: Encoder, keep_in: Path) -> None:
    """Fit in a child process, seconds. Leaves nothing, and logs why, where it fails or the encoder is not its own."""
    if getattr(encoder, "name", None) != MiniLM.name:
        return
    command = [sys.executable, "-m", "assistant.models.local.fit", str(keep_in.resolve())]
    root = Path(__file__).resolve().parents[3]
    try:
        subprocess.run(
            command, input=_SCENARIOS.dump_json(list(scenarios)), cwd=root, check=True, timeout=_LONGEST_S,
            capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as failure:
        _log.warning("fit_apart_failed: %s; fitting in this process", type(failure).__name__)


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0])
    scenarios = _SCENARIOS.validate_json(sys.stdin.buffer.read())
    Planner(scenarios, KeptVectors(MiniLM(threads=1), folder), folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
