"""The messages of a conversation as this model sees them: this turn's text and results, and what the last turn did."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from tools.untrusted import plain

_SERVING = re.compile(r"^You are talking with a person who acts for\b", re.MULTILINE)
_STAFF = re.compile(r"^Caller: staff\b", re.MULTILINE)
_PREFERRED = re.compile(r"^Their preferred language: (\w+)\b", re.MULTILINE)
_BUSINESS_DATE = re.compile(r"Business date: (\d{4}-\d{2}-\d{2})")


class NoBusinessDate(ValueError):
    """The system prompt lacks the line `Business date: YYYY-MM-DD`, without which no day can be counted."""


@dataclass(frozen=True)
class Result:
    """One tool call of this turn with what came back."""

    tool: str
    arguments: Mapping[str, Any]
    content: dict[str, Any]

    @property
    def error(self) -> Mapping[str, Any] | None:
        return self.content.get("error")


@dataclass(frozen=True)
class Turn:
    """One user message and what followed it."""

    text: str
    calls: tuple[tuple[str, Mapping[str, Any]], ...] = ()


@dataclass(frozen=True)
class Conversation:
    """staff, serving: whether the system prompt says that the caller is one of the staff, or acts for a borrower.

    preferred: the language that the system prompt names, None where it names none.
    """

    today: date
    text: str
    results: tuple[Result, ...] = ()
    earlier: tuple[Turn, ...] = field(default=())
    staff: bool = False
    serving: bool = False
    preferred: str | None = None

    @classmethod
    def of(cls, messages: Sequence[BaseMessage]) -> "Conversation":
        """Raises NoBusinessDate; a conversation without a user message has an empty text."""
        turns: list[tuple[str, list[BaseMessage]]] = []
        for message in messages:
            if isinstance(message, HumanMessage):
                turns.append((message.text, []))
            elif turns:
                turns[-1][1].append(message)
        text, following = turns[-1] if turns else ("", [])
        earlier = tuple(Turn(said, _calls(answers)) for said, answers in turns[:-1])
        staff, serving = _says(messages, _STAFF), _says(messages, _SERVING)
        return cls(_today(messages), text, _results(following), earlier, staff, serving, _preferred(messages))


def _today(messages: Sequence[BaseMessage]) -> date:
    for message in messages:
        if isinstance(message, SystemMessage) and (match := _BUSINESS_DATE.search(message.text)):
            return date.fromisoformat(match[1])
    raise NoBusinessDate("the system prompt has no line `Business date: YYYY-MM-DD`")


def _preferred(messages: Sequence[BaseMessage]) -> str | None:
    named = (_PREFERRED.search(message.text) for message in messages if isinstance(message, SystemMessage))
    return next((match[1] for match in named if match), None)


def _says(messages: Sequence[BaseMessage], line: re.Pattern[str]) -> bool:
    return any(isinstance(message, SystemMessage) and line.search(message.text) for message in messages)


def _calls(messages: Sequence[BaseMessage]) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return tuple(
        (call["name"], call["args"])
        for message in messages
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    )


def _results(messages: Sequence[BaseMessage]) -> tuple[Result, ...]:
    asked = {
        call["id"]: (call["name"], call["args"])
        for message in messages
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    }
    return tuple(
        Result(*asked[message.tool_call_id], _json_object(message.text))
        for message in messages
        if isinstance(message, ToolMessage) and message.tool_call_id in asked
    )


def _json_object(text: str) -> dict[str, Any]:
    try:
        parsed: Any = json.loads(text)
    except ValueError:
        parsed = None
    if isinstance(parsed, dict):
        return cast(dict[str, Any], plain(cast(object, parsed)))
    return {"error": {"kind": "invalid", "message": "The tool's answer was not a JSON object.", "retry": False}}
