"""An encoder for tests of the local model on a small prompt: it fits in no time, and no model is loaded."""

import zlib
from typing import Any

import numpy as np

from assistant.models.local.text import words


class WordEncoder:
    """Hashed bags of words: enough meaning for a dozen sentences."""

    name = "words"

    def encode(self, texts: list[str]) -> Any:
        rows = np.full((len(texts), 64), 1e-3, dtype=np.float32)
        for index, text in enumerate(texts):
            for word in words(text):
                rows[index, zlib.crc32(word.encode()) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)
