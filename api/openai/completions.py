"""A turn's result as a chat completion: the answer, where its citations stand in it, and what it used."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from assistant.results import Citation, TurnResult, Usage

_NUMBER = re.compile(r"\[(\d{1,3})\]")


def completion(result: TurnResult, about: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    """about: id, created, model and system_fingerprint, alike in every part of one answer.

    The assistant's own tool calls are not in it: a client would take them for calls that it is to make.
    """
    message = {
        "role": "assistant",
        "content": result.answer,
        "refusal": None,
        "annotations": annotations(result, base_url),
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {
        **about,
        "object": "chat.completion",
        "choices": [choice],
        "usage": usage(result.usage),
        "tidewell": beside(result),
    }


def annotations(result: TurnResult, base_url: str) -> list[dict[str, Any]]:
    """A `url_citation` for each `[n]` of the answer; start_index and end_index are the marker's, end exclusive."""
    cited = {citation.id: citation for citation in result.citations}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": match.start(),
                "end_index": match.end(),
                "title": cited[number].title,
                "url": base_url + place_of(cited[number]),
            },
        }
        for match in _NUMBER.finditer(result.answer)
        if (number := int(match.group(1))) in cited
    ]


def place_of(citation: Citation) -> str:
    """Where the cited section is opened: `/v1/policies/POL-PAYOFF-01?version=2#no-prepayment-penalty`."""
    query = urlencode({"version": citation.version})
    return f"/v1/policies/{quote(citation.document, safe='')}?{query}#{quote(citation.section, safe='')}"


def usage(used: Usage) -> dict[str, int]:
    return {
        "prompt_tokens": used.input_tokens,
        "completion_tokens": used.output_tokens,
        "total_tokens": used.input_tokens + used.output_tokens,
    }


def beside(result: TurnResult) -> dict[str, Any]:
    """What the protocol has no place for; its clients pass over it."""
    return {
        "thread_id": result.thread_id,
        "turn_id": result.turn_id,
        "outcome": result.outcome,
        "citations": [citation.model_dump(mode="json") for citation in result.citations],
        "handoff": result.handoff.model_dump(mode="json") if result.handoff else None,
    }
