"""What the bound tools say of a caller: whether accounts may be read, and what is lacking where they may not."""

from collections.abc import Mapping
from typing import Any

from assistant.models.local.conversation import Conversation
from assistant.models.local.followup import CONTROL
from assistant.models.local.reading import SEARCH

Schemas = Mapping[str, Mapping[str, Any]]
_TAKES_BACK = "withdraw_proposals"
_SAID = {"sign_in": "note.sign_in", "only_reading": "note.cannot_act"}


def reads_accounts(schemas: Schemas) -> bool:
    return bool(set(schemas) - {SEARCH} - CONTROL)


def reach_of(conversation: Conversation, schemas: Schemas) -> str:
    """What somebody lacks to whom a tool is not offered (Plan.reach).

    Whoever is signed in may take back what they asked for, unless they came by an interface that only reads.
    """
    if reads_accounts(schemas):
        return "borrower" if _TAKES_BACK in schemas else "only_reading"
    return "serve" if conversation.staff else "sign_in"


def said_alone(reach: str) -> str:
    """The phrasing that tells what is lacking where nothing else is said."""
    return _SAID[reach] if reach == "only_reading" else f"{reach}_needed"


def said_beside(reach: str) -> str:
    """The same beside an answer to the rest of the message."""
    return _SAID.get(reach, f"{reach}_needed")
