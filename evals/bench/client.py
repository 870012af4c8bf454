"""One turn over the HTTP surface as a chat client has it: an AG-UI run over server-sent events, with arrival times."""

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

from assistant.results import Timings


class TurnNotServed(RuntimeError):
    """The service refused the run or ended it with an error; the message is its own."""


@dataclass
class Heard:
    """What arrived. Times are milliseconds since the request was sent.

    steps: the tool calls in the groups in which the model asked for them, as (name, arguments).
    """

    thread_id: str = ""
    anonymous_key: str | None = None
    first_event_ms: float = 0.0
    first_token_ms: float | None = None
    total_ms: float = 0.0
    answer: str = ""
    outcome: str = ""
    timings: Timings = field(default_factory=Timings)
    steps: list[list[tuple[str, dict[str, Any]]]] = field(default_factory=list[list[tuple[str, dict[str, Any]]]])


async def say(http: httpx.AsyncClient, text: str, headers: dict[str, str], thread_id: str | None) -> Heard:
    """Run one turn. Raises TurnNotServed, httpx.HTTPError."""
    body = {"threadId": thread_id, "runId": str(uuid.uuid4()), "messages": [{"role": "user", "content": text}]}
    heard = Heard()
    started = time.perf_counter()
    async with http.stream("POST", "/v1/agui", json=body, headers=headers) as response:
        if response.is_error:
            raise TurnNotServed((await response.aread()).decode(errors="replace")[:300])
        heard.thread_id = response.headers["X-Thread-Id"]
        heard.anonymous_key = response.headers.get("X-Anonymous-Key")
        async for line in response.aiter_lines():
            if line.startswith("data:"):
                _take(json.loads(line[5:]), heard, (time.perf_counter() - started) * 1000)
    heard.total_ms = (time.perf_counter() - started) * 1000
    return heard


def _take(event: dict[str, Any], heard: Heard, at_ms: float) -> None:
    heard.first_event_ms = heard.first_event_ms or at_ms
    match event["type"]:
        case "STEP_STARTED" if event["stepName"] == "read":
            heard.steps.append([])
        case "TOOL_CALL_START":
            heard.steps[-1].append((event["toolCallName"], {}))
        case "TOOL_CALL_ARGS":
            heard.steps[-1][-1][1].update(json.loads(event["delta"]))
        case "TEXT_MESSAGE_CONTENT":
            heard.first_token_ms = heard.first_token_ms or at_ms
            heard.answer += event["delta"]
        case "CUSTOM" if event["name"] == "turn":
            heard.outcome = event["value"]["outcome"]
            heard.timings = Timings.model_validate(event["value"]["timings_ms"])
        case "RUN_ERROR":
            raise TurnNotServed(str(event.get("message")))
        case _:
            pass
