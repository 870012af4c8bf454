"""The agent's own threads beside a conversation: one for replies, one for drafting, the same for as long as it lasts.

Their ids are worked out, so nothing has to remember them; they are keyed, so nobody else can take one first.
"""

import hashlib
import hmac
import uuid
from typing import Literal

from assistant.sealing import Keyring

Purpose = Literal["replies", "drafting"]


def thread_id(keyring: Keyring, handoff_id: str, agent: str, purpose: Purpose) -> str:
    """Replies and drafting are apart: the borrower's words in the one never count as what the agent asked for."""
    oldest = next(iter(keyring.keys.values()))
    digest = hmac.new(oldest, f"side-thread|{purpose}|{handoff_id}|{agent}".encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))
