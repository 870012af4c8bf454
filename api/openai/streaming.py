"""A running turn as `chat.completion.chunk` events, ended by `[DONE]`."""

import json
from collections.abc import AsyncGenerator, Iterator, Mapping
from typing import Any

import psycopg
import structlog

from api.errors import DATABASE_DOWN, UNEXPECTED
from api.openai import completions
from api.openai.errors import body
from api.runs import Run
from assistant import logs
from assistant.events import Event, TextChunk, TurnFinished, TurnStarted

_log = structlog.get_logger("api")


class Chunks:
    """Makes the chunks of one answer. about: what every chunk carries alike (`completions.completion`)."""

    def __init__(self, about: Mapping[str, Any], base_url: str, *, wants_usage: bool) -> None:
        self._about = about
        self._base_url = base_url
        self._wants_usage = wants_usage

    def of(self, event: Event) -> Iterator[dict[str, Any]]:
        """Steps and tools are the assistant's own and no part of the protocol."""
        match event:
            case TurnStarted():
                yield self._chunk({"role": "assistant", "content": "", "refusal": None})
            case TextChunk(text) if text:
                yield self._chunk({"content": text})
            case TurnFinished(result):
                cited = completions.annotations(result, self._base_url)
                last = self._chunk({"annotations": cited} if cited else {}, "stop")
                yield {**last, "tidewell": completions.beside(result)}
                if self._wants_usage:
                    yield self._whole([], completions.usage(result.usage))
            case _:
                return

    def _chunk(self, delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
        return self._whole([{"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}], None)

    def _whole(self, choices: list[dict[str, Any]], used: dict[str, int] | None) -> dict[str, Any]:
        counted = {"usage": used} if self._wants_usage else {}
        return {**self._about, "object": "chat.completion.chunk", "choices": choices, **counted}


async def server_sent(run: Run, chunks: Chunks) -> AsyncGenerator[str]:
    """The run as frames; a failure after the start is the error object that clients of the protocol raise."""
    try:
        async for event in run.follow():
            for chunk in chunks.of(event):
                yield _frame(chunk)
    except (RuntimeError, LookupError, ValueError, OSError, psycopg.Error) as error:
        _log.warning("run_failed", run_id=run.request.run_id, causes=logs.causes(error))
        words = DATABASE_DOWN if isinstance(error, psycopg.Error) else UNEXPECTED
        yield _frame(body(500, "failed", words))
    yield "data: [DONE]\n\n"


def _frame(content: dict[str, Any]) -> str:
    return f"data: {json.dumps(content, separators=(',', ':'), ensure_ascii=False)}\n\n"
