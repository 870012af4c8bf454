"""A turn's events as AG-UI 1.0 events over server-sent events."""

import json
from collections.abc import AsyncGenerator, Iterator

import psycopg
import structlog
from ag_ui.core import (
    PROTOCOL_VERSION,
    BaseEvent,
    CustomEvent,
    RunErrorEvent,
    RunFinishedEvent,
    RunStartedEvent,
    StepFinishedEvent,
    StepStartedEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
)
from ag_ui.encoder import EventEncoder

from api.errors import DATABASE_DOWN, UNEXPECTED
from api.interrupts import interrupts
from api.runs import Run
from assistant import logs
from assistant.desk.messages import DeskMessage
from assistant.events import (
    Event,
    StepFinished,
    StepStarted,
    TextChunk,
    ToolFinished,
    ToolStarted,
    TurnFinished,
    TurnStarted,
)
from assistant.results import TurnRequest

_log = structlog.get_logger("api")


def started(thread_id: str, run_id: str) -> RunStartedEvent:
    """The first event of every run. Clients older than the protocol's version pass over it."""
    return RunStartedEvent(thread_id=thread_id, run_id=run_id, protocol_version=PROTOCOL_VERSION)


class Translator:
    """Keeps what AG-UI asks to be opened and closed: the steps, and one text message a turn."""

    def __init__(self, run_id: str) -> None:
        self._run_id = run_id
        self._thread_id = ""
        self._message_id: str | None = None
        self._turn_id = ""
        self._steps: list[str] = []
        self._calls: dict[str, str] = {}
        self._made = 0

    def translate(self, event: Event) -> Iterator[BaseEvent]:
        match event:
            case TurnStarted(thread_id, turn_id):
                self._thread_id, self._turn_id = thread_id, turn_id
                yield started(thread_id, self._run_id)
            case StepStarted(name):
                self._steps.append(name)
                yield StepStartedEvent(step_name=name)
            case StepFinished(name):
                self._steps.remove(name)
                yield StepFinishedEvent(step_name=name)
            case ToolStarted():
                yield from self._called(event)
            case ToolFinished(call_id, _, result):
                known = self._calls[call_id]
                yield ToolCallResultEvent(message_id=f"{known}-result", tool_call_id=known, content=json.dumps(result))
            case TextChunk(text):
                yield from self._close_steps()
                yield from self._text(text)
            case TurnFinished(result):
                yield from self._close_steps()
                if self._message_id:
                    yield TextMessageEndEvent(message_id=self._message_id)
                shown = result.model_dump(mode="json", exclude={"tool_calls", "answer"})
                yield CustomEvent(name="turn", value=shown)
                outcome = interrupts(result.proposals)
                yield RunFinishedEvent(thread_id=self._thread_id, run_id=self._run_id, outcome=outcome)

    def _called(self, call: ToolStarted) -> Iterator[BaseEvent]:
        """A call under an id of the conversation's own: some models count theirs from 0 in every message, and clients
        take an id that they know for the same call."""
        self._made += 1
        known = self._calls[call.call_id] = f"{self._turn_id}-{self._made}"
        yield ToolCallStartEvent(tool_call_id=known, tool_call_name=call.name)
        yield ToolCallArgsEvent(tool_call_id=known, delta=json.dumps(call.arguments))
        yield ToolCallEndEvent(tool_call_id=known)

    def _close_steps(self) -> Iterator[BaseEvent]:
        """End the steps that a failure or a stop left open."""
        while self._steps:
            yield StepFinishedEvent(step_name=self._steps.pop())

    def _text(self, text: str) -> Iterator[BaseEvent]:
        if not text:
            return
        if self._message_id is None:
            self._message_id = self._turn_id
            yield TextMessageStartEvent(message_id=self._turn_id, role="assistant")
        yield TextMessageContentEvent(message_id=self._message_id, delta=text)


async def server_sent(run: Run) -> AsyncGenerator[str]:
    """The run as SSE frames; an error after the start ends the stream as RUN_ERROR instead of cutting it."""
    encoder = EventEncoder()
    translator = Translator(run.request.run_id)
    try:
        async for event in run.follow():
            for translated in translator.translate(event):
                yield encoder.encode(translated)
    except (RuntimeError, LookupError, ValueError, OSError, psycopg.Error) as error:
        down = isinstance(error, psycopg.Error)
        _log.warning("run_failed", run_id=run.request.run_id, causes=logs.causes(error))
        yield encoder.encode(RunErrorEvent(message=DATABASE_DOWN if down else UNEXPECTED, code="failed"))


async def delivered(asked: TurnRequest, told: DeskMessage) -> AsyncGenerator[str]:
    """A message that went to a person: the run has no answer, only what was sent as the custom event `desk_message`."""
    encoder = EventEncoder()
    yield encoder.encode(started(asked.thread_id, asked.run_id))
    for event in told_to_a_person(asked.thread_id, asked.run_id, told):
        yield encoder.encode(event)


def told_to_a_person(thread_id: str, run_id: str, told: DeskMessage) -> Iterator[BaseEvent]:
    """The rest of a run whose message went to a person."""
    yield CustomEvent(name="desk_message", value=told.model_dump(mode="json"))
    yield RunFinishedEvent(thread_id=thread_id, run_id=run_id)
