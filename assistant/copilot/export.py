"""Decided suggestions as rows for eval data: what was asked, suggested and sent, without ids of people."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from assistant.copilot.private_data import private_data
from assistant.copilot.rules import rules
from assistant.desk.suggestions import Kept, place
from assistant.sealing import Keyring

_ROWS = """
SELECT suggestion_id::text, thread_id::text, subject, kind, prompt, model, content, outcome, final, edit_distance,
       edit_share, reason, made_at, decided_at
FROM assistant.suggestions WHERE outcome IS NOT NULL AND (%(since)s::timestamptz IS NULL OR decided_at >= %(since)s)
ORDER BY decided_at, suggestion_id
"""
_MASK = "[left out]"


async def decided(
    connection: AsyncConnection[dict[str, Any]], keyring: Keyring, since: datetime | None = None
) -> AsyncIterator[dict[str, Any]]:
    """Each decided suggestion, oldest first, over a connection of role assistant_ops. Raises SealBroken."""
    cursor = await connection.execute(_ROWS, {"since": since})
    async for row in cursor:
        where = (row["subject"], row["thread_id"], row["suggestion_id"])
        kept = Kept.model_validate_json(keyring.unseal(bytes(row["content"]), *place(*where, "content")))
        final = keyring.unseal(bytes(row["final"]), *place(*where, "final")).decode() if row["final"] else None
        yield {
            "suggestion_id": row["suggestion_id"],
            "kind": row["kind"],
            "prompt": row["prompt"],
            "model": row["model"],
            "language": kept.language,
            "change": kept.change,
            "asked": _masked(kept.asked),
            "suggested": _masked(kept.text),
            "sent": _masked(final),
            "outcome": row["outcome"],
            "edit_distance": row["edit_distance"],
            "edit_share": row["edit_share"],
            "reason": row["reason"],
            "made_at": row["made_at"].isoformat(),
            "decided_at": row["decided_at"].isoformat(),
        }


def _masked(text: str | None) -> str | None:
    """Without card, Social Security and account numbers, addresses and phones that are not ours."""
    if text is None:
        return None
    kept, at = "", 0
    for one in private_data(text, rules().ours):
        kept, at = kept + text[at : one.start] + _MASK, one.end
    return kept + text[at:]
