"""What a clarifying question asks for, told by the argument that is missing or else by its words."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import TypeAdapter

from assistant.results import TurnResult
from prompts.schema import Strict

FactKind = Literal[
    "amount", "limit", "day", "autopay", "paid", "account", "plan", "reason", "charge", "payment", "draw", "dispute",
    "application", "consent", "contact", "correction", "meaning",
]  # fmt: skip
"""What somebody may be asked for. meaning: which of several readings of their words; paid: what a payment covers."""
_FILE = Path(__file__).with_name("questions.yaml")


class Question(Strict):
    """How one kind of question shows. words: regular expressions over the question."""

    arguments: tuple[str, ...] = ()
    words: tuple[re.Pattern[str], ...]


@cache
def questions() -> dict[FactKind, Question]:
    """All kinds, in the order in which their words are tried."""
    kinds = TypeAdapter(dict[FactKind, Question])
    return kinds.validate_python(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def asked_for(result: TurnResult) -> FactKind | None:
    """What a turn's clarifying question asks for; None where it asks nothing, or nothing that is known here."""
    if result.outcome != "clarify":
        return None
    missing = {str(call.result["error"].get("argument")) for call in result.tool_calls if "error" in call.result}
    asked = next((call for call in result.tool_calls if call.name == "ask_clarification"), None)
    if asked is None:
        for kind, question in questions().items():
            if missing & set(question.arguments):
                return kind
    words = str(asked.arguments.get("question", "")) if asked else ""
    return _by_words(words) or _by_words(result.answer)


def _by_words(text: str) -> FactKind | None:
    for kind, question in questions().items():
        if any(pattern.search(text) for pattern in question.words):
            return kind
    return None
