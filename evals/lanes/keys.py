"""What a recorded answer is an answer to: one hash over everything that a provider's model was given.

A changed prompt, tool, message, parameter or epoch makes another key: an old answer is never taken for a new question.
Only what differs from run to run by itself is set aside: generated ids and instants, each by the order it comes in.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

_VOLATILE = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
)


@dataclass(frozen=True)
class Asked:
    """One call of a model. tools: as they are bound. parameters: temperature, limits and the like."""

    model: str
    messages: Sequence[BaseMessage]
    tools: Sequence[Mapping[str, Any]]
    parameters: Mapping[str, Any]
    epoch: int

    @property
    def key(self) -> str:
        """SHA-256, hex."""
        names = _Names()
        said = [names.of(_message(message)) for message in self.messages]
        whole = [self.model, said, names.of(list(self.tools)), names.of(dict(self.parameters)), self.epoch]
        text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _message(message: BaseMessage) -> dict[str, Any]:
    """What a provider sees of a message; ids of tool calls are names like any other generated id."""
    seen: dict[str, Any] = {"role": message.type, "content": message.content}
    if isinstance(message, AIMessage):
        seen["calls"] = [
            {"name": call["name"], "args": call["args"], "id": _Call(call["id"])} for call in message.tool_calls
        ]
    if isinstance(message, ToolMessage):
        seen["answers"] = _Call(message.tool_call_id)
    return seen


class _Call(str):
    """An id of a tool call, whatever its form."""


@dataclass
class _Names:
    """Stands in for what is generated: the first id is `#0`, the same one again `#0`, the next `#1`."""

    known: dict[str, str] = field(default_factory=dict[str, str])

    def of(self, value: object) -> object:
        if isinstance(value, _Call):
            return self._name(value)
        if isinstance(value, str):
            return _VOLATILE.sub(lambda match: self._name(match.group()), value)
        if isinstance(value, Mapping):
            return {str(name): self.of(inner) for name, inner in cast(Mapping[str, object], value).items()}
        if isinstance(value, list | tuple):
            return [self.of(inner) for inner in cast(Sequence[object], value)]
        return value

    def _name(self, generated: str) -> str:
        return self.known.setdefault(generated, f"#{len(self.known)}")
