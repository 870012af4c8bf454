"""Keeps what the live model really said, so that it can be looked for in what reached the borrower."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.outputs import LLMResult
from langchain_core.tracers.context import register_configure_hook


class Recorder(BaseCallbackHandler):
    """What came over the wire: the words of each call, the tools it asked for, its errors.

    The local model, which rebuilds replies that were caught, is not recorded.
    """

    def __init__(self) -> None:
        self.replies: list[str] = []
        self.calls: list[str] = []
        self.failures: list[str] = []
        self._live: set[UUID] = set()

    def on_chat_model_start(self, serialized: dict[str, Any], messages: Any, *, run_id: UUID, **kwargs: Any) -> None:
        metadata: dict[str, Any] = kwargs.get("metadata") or {}
        if metadata.get("ls_provider") == "openai":
            self._live.add(run_id)

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        if run_id not in self._live:
            return
        for generations in response.generations:
            for generation in generations:
                self.replies.append(generation.text)
                message = getattr(generation, "message", None)
                self.calls += [call["name"] for call in getattr(message, "tool_calls", [])]

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        if run_id in self._live:
            self.failures.append(f"{type(error).__name__}: {str(error)[:200]}")


_current: ContextVar[Recorder | None] = ContextVar("live_recorder", default=None)
register_configure_hook(_current, inheritable=True)


@contextmanager
def recorded() -> Generator[Recorder]:
    """Every model call inside of the block, wherever it is made."""
    recorder = Recorder()
    token = _current.set(recorder)
    try:
        yield recorder
    finally:
        _current.reset(token)
