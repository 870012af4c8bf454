"""Rendered reports as they were reviewed; `EVAL_SNAPSHOTS=write` writes them anew, and the diff is then reviewed."""

import os
from pathlib import Path

_FOLDER = Path(__file__).parent / "snapshots"


def assert_as_reviewed(name: str, text: str) -> None:
    path = _FOLDER / name
    if os.environ.get("EVAL_SNAPSHOTS") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path.name} changed; EVAL_SNAPSHOTS=write, then review the diff"
