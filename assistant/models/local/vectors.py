"""Sentence vectors of the prompt's examples, kept in a folder: a changed prompt encodes only what is new in it."""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.models.local.grams import Floats
from assistant.models.local.kept import read_arrays, write_arrays
from assistant.models.local.kernel import Encoder


class KeptVectors:
    """An encoder whose large batches are kept, text by text, in `vectors-<encoder>.npz`; small ones pass through.

    A file that cannot be read is made again. The file holds the last large batch only, so it does not grow.
    """

    def __init__(self, encoder: Encoder, folder: Path, smallest_batch: int = 200) -> None:
        self._encoder = encoder
        self._smallest_batch = smallest_batch
        self.name = str(getattr(encoder, "name", type(encoder).__name__))
        self._path = folder / f"vectors-{hashlib.sha256(self.name.encode()).hexdigest()[:12]}.npz"

    def encode(self, texts: list[str]) -> Floats:
        if len(texts) < self._smallest_batch:
            return self._encoder.encode(texts)
        digests = [hashlib.sha256(text.encode()).digest()[:16] for text in texts]
        known = self._known()
        missing = [index for index, digest in enumerate(digests) if digest not in known]
        if missing:
            made = self._encoder.encode([texts[index] for index in missing]).astype(np.float16)
            known.update(zip([digests[index] for index in missing], made, strict=True))
        vectors = np.stack([known[digest] for digest in digests])
        if missing:
            listed = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(len(texts), 16)
            write_arrays(self._path, {"digests": listed, "vectors": vectors})
        # Rounded to what is kept, so that a first start and a later one plan the same.
        return vectors.astype(np.float32)

    def _known(self) -> dict[bytes, NDArray[np.float16]]:
        kept = read_arrays(self._path) or {}
        if kept.keys() != {"digests", "vectors"} or len(kept["digests"]) != len(kept["vectors"]):
            return {}
        return {digest.tobytes(): vector for digest, vector in zip(kept["digests"], kept["vectors"], strict=True)}
