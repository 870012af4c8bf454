"""What a turn tells while it runs; `api/stream.py` puts these on the wire."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.results import TurnResult


@dataclass(frozen=True)
class TurnStarted:
    thread_id: str
    turn_id: str


@dataclass(frozen=True)
class StepStarted:
    """A named step a person can follow, e.g. `guard_input`, `plan`, `read`, `answer`."""

    name: str


@dataclass(frozen=True)
class StepFinished:
    name: str


@dataclass(frozen=True)
class ToolStarted:
    call_id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class ToolFinished:
    call_id: str
    name: str
    result: dict[str, Any]


@dataclass(frozen=True)
class TextChunk:
    """A piece of the checked answer; nothing is streamed before the output guards have passed it."""

    text: str


@dataclass(frozen=True)
class TurnFinished:
    result: TurnResult


Event = TurnStarted | StepStarted | StepFinished | ToolStarted | ToolFinished | TextChunk | TurnFinished
Emit = Callable[[Event], None]


def tell(result: TurnResult, emit: Emit) -> None:
    """Stream the checked answer in pieces of a few words, then the whole result."""
    words = result.answer.split(" ")
    for start in range(0, len(words), 6):
        end = start + 6
        emit(TextChunk(" ".join(words[start:end]) + (" " if end < len(words) else "")))
    emit(TurnFinished(result))
