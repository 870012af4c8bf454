"""Messages that lean on the turn before: `and the other one?`, `what about April?`, an answer to our question."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.models.local.arguments import extract
from assistant.models.local.conversation import Conversation
from assistant.models.local.reading import PlannedCall
from assistant.models.local.schema_words import flat, offered
from assistant.models.local.text import normalise

CONTROL = frozenset({"ask_clarification", "decline", "hand_off", "withdraw_proposals"})
_SEARCH = "search_policies"
_ORDINALS = (r"1|first|primer[oa]?", r"2|second|segund[oa]", r"3|third|tercer[oa]?")
_PRONOUN = re.compile(r"\b(?:it|that|them|those|eso|esto|ese|este|ella|\w+[aei]rl[oa]s?)\b")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_BEFORE = re.compile(r"\b(?:before|prior|previous|preceding|earlier|anterior|antes|previo)\b")
_AFTER = re.compile(r"\b(?:after|next|following|later|siguiente|despues)\b")
_OTHERWISE = ("same_again", "other_account")
_SHORT = 6
_FEW = 4
"""Words: a shorter answer to our question leans on the question before it."""

Schemas = Mapping[str, Mapping[str, Any]]


def last_calls(conversation: Conversation) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The read calls of the latest turn that made any."""
    for turn in reversed(conversation.earlier):
        if calls := tuple((name, arguments) for name, arguments in turn.calls if name not in CONTROL):
            return calls
    return ()


def said_before(conversation: Conversation) -> str:
    """The text of the latest turn that looked something up; empty if none did."""
    return next((turn.text for turn in reversed(conversation.earlier) if turn.calls), "")


def points_back(message: str) -> bool:
    """Whether a short message speaks of something by a pronoun only."""
    text = normalise(message)
    return len(text.split()) <= _SHORT and _PRONOUN.search(text) is not None


def repeated(
    conversation: Conversation, reason: str, schemas: Schemas, writes: frozenset[str] = frozenset()
) -> tuple[PlannedCall, ...]:
    """The last turn's calls with the arguments that this message changes; a write only where one is changed."""
    before = last_calls(conversation)
    query = f"{said_before(conversation)} {conversation.text}".strip()[:500]
    calls: list[PlannedCall] = []
    for name, arguments in before:
        if name not in schemas:
            continue
        if name == _SEARCH:
            calls.append(PlannedCall(name, {**arguments, "query": query}))
        elif reason != "and_policy":
            changed = extract(schemas[name], conversation.text, conversation.today)
            if reason == "other_account" and "account" not in changed:
                changed |= _other_account(schemas[name], arguments)
            if reason == "other_period" and not changed:
                changed |= _next_period(arguments, conversation.text)
            if name in writes and (reason not in _OTHERWISE or not changed):
                continue
            calls.append(PlannedCall(name, {**arguments, **changed}))
    if reason in ("why", "and_policy") and _SEARCH in schemas and all(call.tool != _SEARCH for call in calls):
        calls.append(PlannedCall(_SEARCH, {"query": query}))
    return tuple(calls)


def changes_arguments(conversation: Conversation, schemas: Schemas) -> bool:
    """Whether this message is little more than new arguments for the last turn's calls."""
    return any(
        extract(schemas[name], conversation.text, conversation.today)
        for name, _ in last_calls(conversation)
        if name in schemas and name != _SEARCH
    )


def corrected(conversation: Conversation, schemas: Schemas) -> tuple[PlannedCall, ...]:
    """The last message's own calls with the values that this one gives anew; empty where it gives none."""
    last = conversation.earlier[-1] if conversation.earlier else None
    calls = [call for call in last.calls if call[0] not in CONTROL and call[0] in schemas] if last else []
    changed = [extract(schemas[name], conversation.text, conversation.today) for name, _ in calls]
    made = [PlannedCall(name, {**said, **new}) for (name, said), new in zip(calls, changed, strict=True)]
    differs = any(dict(said) != dict(call.arguments) for (_, said), call in zip(calls, made, strict=True))
    return tuple(made) if differs and all(name != _SEARCH for name, _ in calls) else ()


def answered_question(conversation: Conversation) -> tuple[str, str | None]:
    """This message, or what it means as the answer to our question: both texts, and the option that it picks."""
    last = conversation.earlier[-1] if conversation.earlier else None
    asked = next((arguments for name, arguments in last.calls if name == "ask_clarification"), None) if last else None
    if last is None or asked is None:
        return conversation.text, None
    options: list[str] = asked.get("options", [])
    text = normalise(conversation.text)
    for option in options:
        if text == normalise(option):
            return f"{last.text} {option}", option
    for option, ordinal in zip(options, _ORDINALS, strict=False):
        if re.fullmatch(rf"(?:the |la |el |option |opcion )?(?:{ordinal})(?: one| option)?[.!]?", text):
            return f"{last.text} {option}", option
    return (f"{last.text} {conversation.text}" if len(text.split()) <= _FEW else conversation.text), None


def _next_period(arguments: Mapping[str, Any], text: str) -> dict[str, str]:
    """The month beside the last turn's, which `before` or `after` in the message points to."""
    for name, value in arguments.items():
        if (match := _MONTH.fullmatch(str(value))) is not None:
            back = _BEFORE.search(normalise(text)) is not None
            if back or _AFTER.search(normalise(text)):
                whole = int(match[1]) * 12 + int(match[2]) - 1 + (-1 if back else 1)
                return {name: f"{whole // 12:04d}-{whole % 12 + 1:02d}"}
    return {}


def _other_account(schema: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, str]:
    described = str(flat(schema.get("properties", {}).get("account", {})).get("description", ""))
    values = list(dict.fromkeys(value for _, value in offered(described)))
    others = [value for value in values if value != arguments.get("account")]
    return {"account": others[0]} if arguments.get("account") in values and len(others) == 1 else {}
