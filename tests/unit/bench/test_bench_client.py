"""What the benchmark reads out of an AG-UI stream, and when it says that it arrived."""

import json
from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from evals.bench import client
from evals.bench.client import TurnNotServed
from evals.bench.figures import percentile

EVENTS: list[dict[str, Any]] = [
    {"type": "RUN_STARTED"},
    {"type": "STEP_STARTED", "stepName": "plan"},
    {"type": "STEP_STARTED", "stepName": "read"},
    {"type": "TOOL_CALL_START", "toolCallId": "1", "toolCallName": "get_balance"},
    {"type": "TOOL_CALL_ARGS", "toolCallId": "1", "delta": '{"account": "4821"}'},
    {"type": "TOOL_CALL_START", "toolCallId": "2", "toolCallName": "list_fees"},
    {"type": "TOOL_CALL_ARGS", "toolCallId": "2", "delta": "{}"},
    {"type": "STEP_STARTED", "stepName": "read"},
    {"type": "TOOL_CALL_START", "toolCallId": "3", "toolCallName": "search_policies"},
    {"type": "TOOL_CALL_ARGS", "toolCallId": "3", "delta": '{"query": "fees"}'},
    {"type": "TEXT_MESSAGE_CONTENT", "delta": "You owe "},
    {"type": "TEXT_MESSAGE_CONTENT", "delta": "$12.00."},
    {"type": "CUSTOM", "name": "turn", "value": {"outcome": "answered", "timings_ms": {"total": 50.0, "model": 20.0}}},
    {"type": "RUN_FINISHED"},
]


def served(events: Sequence[dict[str, Any]], status: int = 200) -> httpx.AsyncClient:
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    answer = httpx.Response(status, text=body, headers={"X-Thread-Id": "t-1", "X-Anonymous-Key": "k"})
    return httpx.AsyncClient(base_url="http://api", transport=httpx.MockTransport(lambda _: answer))


async def test_calls_are_kept_in_the_groups_in_which_they_were_asked_for() -> None:
    heard = await client.say(served(EVENTS), "hi", {}, None)
    assert heard.steps == [
        [("get_balance", {"account": "4821"}), ("list_fees", {})],
        [("search_policies", {"query": "fees"})],
    ]
    assert (heard.answer, heard.outcome, heard.thread_id, heard.anonymous_key) == (
        "You owe $12.00.",
        "answered",
        "t-1",
        "k",
    )
    assert (heard.timings.total, heard.timings.model) == (50.0, 20.0)


async def test_the_first_event_is_before_the_first_word_and_both_before_the_end() -> None:
    heard = await client.say(served(EVENTS), "hi", {}, None)
    assert heard.first_token_ms is not None
    assert 0 < heard.first_event_ms <= heard.first_token_ms <= heard.total_ms


async def test_a_run_that_ends_in_an_error_is_not_counted_as_a_turn() -> None:
    with pytest.raises(TurnNotServed, match="no database"):
        await client.say(served([{"type": "RUN_ERROR", "message": "no database"}]), "hi", {}, None)


async def test_a_refused_run_is_told_in_the_services_words() -> None:
    with pytest.raises(TurnNotServed, match="RUN_STARTED"):
        await client.say(served(EVENTS[:1], status=503), "hi", {}, None)


def test_percentiles_interpolate() -> None:
    assert percentile([1, 2, 3, 4], 50) == 2.5
    assert percentile([10], 95) == 10.0
