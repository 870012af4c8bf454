"""A turn's result as a chat completion: citations at their markers, escaped addresses, nothing of the tools."""

import json
from typing import Any

from openai.types.chat import ChatCompletion, ChatCompletionChunk

from api.openai import completions
from api.openai.streaming import Chunks
from assistant.events import StepStarted, TextChunk, ToolFinished, ToolStarted, TurnFinished, TurnStarted
from assistant.results import Citation, ToolCall, TurnResult, Usage

ABOUT: dict[str, Any] = {"id": "chatcmpl-1", "created": 1, "model": "m", "system_fingerprint": "f"}


def cited(number: int, document: str = "POL-FEE-01.CA", section: str = "late-fee") -> Citation:
    place: dict[str, Any] = {"document": document, "version": 2, "section": section}
    return Citation(id=number, title="Late fee", effective_from="2025-01-01", quote="q", **place)


def result(answer: str, *citations: Citation) -> TurnResult:
    secret = ToolCall(name="get_profile", arguments={}, result={"name": "zeppelin"})
    return TurnResult(
        thread_id="t",
        turn_id="u",
        outcome="answered",
        answer=answer,
        citations=list(citations),
        tool_calls=[secret],
        prompt="p",
        model="m",
        usage=Usage(input_tokens=7, output_tokens=3),
    )


def test_each_marker_has_its_citation_where_it_stands() -> None:
    answer = "Sí: ¿20 días? [1] It is so. [2] Once more [1], and [7] is none."
    shown = completions.annotations(result(answer, cited(1), cited(2, section="grace")), "https://a.example")
    places = [(each["url_citation"]["start_index"], each["url_citation"]["end_index"]) for each in shown]
    assert [answer[start:end] for start, end in places] == ["[1]", "[2]", "[1]"]
    assert shown[1]["url_citation"]["url"] == "https://a.example/v1/policies/POL-FEE-01.CA?version=2#grace"


def test_an_address_is_escaped() -> None:
    assert completions.place_of(cited(1, "a/../b?c", 'x"><script>')) == (
        "/v1/policies/a%2F..%2Fb%3Fc?version=2#x%22%3E%3Cscript%3E"
    )


def test_it_is_what_the_package_reads_and_holds_nothing_of_the_tools() -> None:
    shown = completions.completion(result("It is so. [1]", cited(1)), ABOUT, "https://a.example")
    parsed = ChatCompletion.model_validate(shown, strict=True)
    assert parsed.usage is not None
    assert (parsed.usage.prompt_tokens, parsed.usage.completion_tokens, parsed.usage.total_tokens) == (7, 3, 10)
    assert parsed.choices[0].message.tool_calls is None
    assert "zeppelin" not in json.dumps(shown)
    assert "get_profile" not in json.dumps(shown)


def test_a_stream_tells_the_same_in_chunks() -> None:
    told = [
        TurnStarted("t", "u"),
        StepStarted("plan"),
        ToolStarted("c", "get_profile", {}),
        ToolFinished("c", "get_profile", {"name": "zeppelin"}),
        TextChunk("It is "),
        TextChunk(""),
        TextChunk("so. [1]"),
        TurnFinished(result("It is so. [1]", cited(1))),
    ]
    for wants_usage in (True, False):
        chunks = Chunks(ABOUT, "https://a.example", wants_usage=wants_usage)
        frames = [frame for event in told for frame in chunks.of(event)]
        parsed = [ChatCompletionChunk.model_validate(frame, strict=True) for frame in frames]
        assert "".join(chunk.choices[0].delta.content or "" for chunk in parsed if chunk.choices) == "It is so. [1]"
        assert [chunk.choices[0].finish_reason for chunk in parsed if chunk.choices] == [None, None, None, "stop"]
        assert [chunk.usage.total_tokens for chunk in parsed if chunk.usage] == ([10] if wants_usage else [])
        assert "zeppelin" not in json.dumps(frames)
