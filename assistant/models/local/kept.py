"""Arrays kept in a folder between starts. Never pickles: a file holds numbers, and one that does not is ignored."""

import os
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np


def read_arrays(path: Path) -> dict[str, Any] | None:
    """The arrays of a file that `write_arrays` made; None where there is none or it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None


def write_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    """Whole or not at all. A folder that cannot be written (full, read-only) only costs the next start its time."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            # Through Any: the stubs read the names of arrays as numpy's own options.
            save: Any = np.savez
            save(file, **arrays)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
