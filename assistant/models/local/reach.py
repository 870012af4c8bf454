"""What the bound tools say of a caller: whether accounts may be read, and what is lacking where they may not."""

from collections.abc import Mapping
from typing import Any

from assistant.models.local.conversation import Conversation
from assistant.models.local.followup import CONTROL
from assistant.models.local.reading import SEARCH

Schemas = Mapping[str, Mapping[str, Any]]


def reads_accounts(schemas: Schemas) -> bool:
    return bool(set(schemas) - {SEARCH} - CONTROL)


def reach_of(conversation: Conversation, schemas: Schemas) -> str:
    """What somebody lacks to whom a tool is not offered (Plan.reach)."""
    if reads_accounts(schemas):
        return "borrower"
    return "serve" if conversation.staff else "sign_in"
