"""A turn's audit record: enough to tell later what was seen, said and done, and to see whether stored content was
changed since; itself without a word of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from assistant import audit, audit_body
from assistant.audit import Record
from assistant.audit_chain import Marker
from assistant.models.prices import cost_microusd
from assistant.results import ToolCall, TurnRequest, TurnResult
from assistant.sealing import Keyring
from tools import registry

Parameters = Mapping[str, int | str]
"""What a model was told besides the messages: temperature, bounds of tokens, steps and seconds."""
_MOST = 100


@dataclass(frozen=True)
class TurnRecorder:
    """Records turns as one service runs them: with which parameters, under which keys."""

    parameters: Parameters
    keys: Keyring

    async def record(
        self, connection: AsyncConnection[Any], request: TurnRequest, result: TurnResult, status: str
    ) -> None:
        """Append the turn's record, in the transaction that stores its end."""
        await audit.append(connection, turn_record(request, result, status, self.parameters, self.keys))


def turn_record(request: TurnRequest, result: TurnResult, status: str, parameters: Parameters, keys: Keyring) -> Record:
    """The record of a turn that ended. Words, arguments and results appear as marks (`audit_chain.Marker`), and so
    does a name that a model made up.

    Cost: by prices.yaml; null for a model that it does not list.
    """
    caller, usage = request.caller, result.usage
    mark = Marker(keys, result.turn_id)
    body: dict[str, Any] = {
        "thread": result.thread_id,
        "role": caller.role,
        "assurance": caller.assurance,
        "status": status,
        "outcome": result.outcome,
        "prompt": result.prompt,
        "model": _name(result.model, mark),
        "parameters": {name: _name(value, mark) for name, value in parameters.items()},
        "said": mark(request.text),
        "answer": mark(result.answer),
        "passages": passages(result, mark),
        "tools": [tool(call, mark) for call in result.tool_calls[:_MOST]],
        "guards": [{"name": g.name, "side": g.direction, "verdict": g.verdict} for g in result.guards[:_MOST]],
        "proposals": [proposal(shown) for shown in result.proposals[:_MOST]],
        "handoff": result.handoff.reason if result.handoff else None,
        "tokens": {"input": usage.input_tokens, "output": usage.output_tokens},
        "cost_microusd": cost_microusd(result.model, usage.input_tokens, usage.output_tokens),
        "total_ms": round(result.timings_ms.total),
    }
    return Record("turn", caller.subject, caller.about, result.turn_id, body)


def passages(result: TurnResult, mark: Marker) -> list[dict[str, Any]]:
    """Every passage that a search of this turn gave the model: document, version, section, and a mark of its text."""
    cited = {(each.document, each.version, each.section) for each in result.citations}
    found = [passage for call in result.tool_calls for passage in call.result.get("passages", [])]
    return [
        {
            "document": passage["document"],
            "version": passage["version"],
            "section": passage["section"],
            "cited": (passage["document"], passage["version"], passage["section"]) in cited,
            "text": mark(passage["text"]),
        }
        for passage in found[:_MOST]
    ]


def tool(call: ToolCall, mark: Marker) -> dict[str, Any]:
    """What is recorded of a tool call."""
    content = call.model_dump(mode="json")
    failure: dict[str, Any] | None = call.result.get("error")
    return {
        "name": call.name if call.name in registry.TOOLS else mark(call.name),
        "arguments": mark(content["arguments"]),
        "result": mark(content["result"]),
        "error": failure["kind"] if failure else None,
    }


def proposal(shown: Mapping[str, Any]) -> dict[str, Any]:
    """What is recorded of a proposal that the turn made; its own steps have records of their own."""
    return {"id": shown["proposal_id"], "tool": shown["tool"], "digest": shown["digest"]}


def _name(value: int | str, mark: Marker) -> int | str:
    return value if audit_body.fits(value) else mark(value)
