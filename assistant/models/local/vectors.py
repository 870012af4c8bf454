"""Sentence vectors of the prompt's examples, kept in a folder so that a restart is quick."""

import hashlib
from pathlib import Path

import numpy as np

from assistant.models.local.kernel import Encoder, Floats


class KeptVectors:
    """An encoder whose large batches are kept as `<hash of encoder and texts>.npy`; small ones pass through.

    Only vectors are kept, never the fit itself; a file that cannot be read is made again.
    """

    def __init__(self, encoder: Encoder, folder: Path, smallest_batch: int = 200) -> None:
        self._encoder = encoder
        self._folder = folder
        self._smallest_batch = smallest_batch

    def encode(self, texts: list[str]) -> Floats:
        if len(texts) < self._smallest_batch:
            return self._encoder.encode(texts)
        path = self._path(texts)
        if (kept := _read(path, len(texts))) is not None:
            return kept
        vectors = self._encoder.encode(texts)
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.glob("*.npy"):
            old.unlink(missing_ok=True)
        with path.with_suffix(".part").open("wb") as file:
            np.save(file, vectors.astype(np.float16), allow_pickle=False)
        path.with_suffix(".part").replace(path)
        return _rounded(vectors)

    def _path(self, texts: list[str]) -> Path:
        name = str(getattr(self._encoder, "name", type(self._encoder).__name__))
        digest = hashlib.sha256("\0".join([name, *texts]).encode()).hexdigest()
        return self._folder / f"{digest[:32]}.npy"


def _rounded(vectors: Floats) -> Floats:
    """To the precision that is kept, so that a first start and a later one plan the same."""
    return vectors.astype(np.float16).astype(np.float32)


def _read(path: Path, rows: int) -> Floats | None:
    try:
        kept = np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        return None
    return kept.astype(np.float32) if kept.shape[:1] == (rows,) else None
