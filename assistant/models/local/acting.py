"""What a write needs before it is called and only the person can say."""

from collections.abc import Mapping
from typing import Any

from assistant.models.local.arguments import extract, is_choice
from assistant.models.local.conversation import Conversation
from assistant.models.local.reading import PlannedCall
from prompts.schema import ToolText

Schemas = Mapping[str, Mapping[str, Any]]
Tools = Mapping[str, ToolText]


def question(tool: ToolText, arguments: Mapping[str, Any]) -> str | None:
    """The first thing that the tool needs and that no argument tells: a reason to clarify."""
    return next((asked for asked, names in tool.needs.items() if not any(name in arguments for name in names)), None)


def stated(
    schema: Mapping[str, Any], words: str, message: str, wished: str, conversation: Conversation
) -> dict[str, Any]:
    """A write's arguments: those of its own part of the message, and of the rest the account and what is one of a few.

    An amount or a day of the rest belongs to something else, unless the part has no argument at all. wished: the
    message without what it only asks or tells; what is one of a few is chosen there.
    """
    own, of_all, chosen = (extract(schema, text, conversation.today) for text in (words, message, wished))
    if any(name != "account" for name in own):
        of_all = {name: of_all[name] for name in of_all if name == "account"} | {
            name: value for name, value in chosen.items() if is_choice(schema, name)
        }
    return {**of_all, **own}


def completed(
    pending: PlannedCall, tool: ToolText, schema: Mapping[str, Any], conversation: Conversation
) -> PlannedCall | None:
    """The write that waits for an answer, with what this message answers; None if it answers something else."""
    asked = question(tool, pending.arguments)
    found = extract(schema, conversation.text, conversation.today)
    if asked is None or not any(name in found for name in tool.needs[asked]):
        return None
    return PlannedCall(pending.tool, {**pending.arguments, **found})
