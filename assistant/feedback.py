"""What people think of an answer: a yes or a no a turn, and a reason out of a short list. No free text is kept."""

from dataclasses import dataclass
from typing import Any, Literal

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from assistant.results import TurnResult
from tools.caller import Caller

Reason = Literal["wrong", "unclear", "not_my_question", "too_long", "unkind", "other"]
Pool = AsyncConnectionPool[AsyncConnection[dict[str, Any]]]
_BEFORE = "SELECT liked FROM assistant.feedback WHERE turn_id = %s FOR UPDATE"
_PUT = """
INSERT INTO assistant.feedback (turn_id, subject, liked, reason, prompt) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (turn_id) DO UPDATE
    SET liked = excluded.liked, reason = excluded.reason, given_at = clock_timestamp()
"""


@dataclass(frozen=True)
class Feedback:
    """The newest word of a person on each of their turns."""

    pool: Pool

    async def put(self, caller: Caller, turn: TurnResult, *, liked: bool, reason: Reason | None) -> bool:
        """Keep it in place of what they said before; whether the answer is disliked now and was not before."""
        async with self.pool.connection() as connection, connection.transaction():
            await connection.execute("SELECT set_config('assistant.subject', %s, true)", [caller.subject])
            before = await (await connection.execute(_BEFORE, [turn.turn_id])).fetchone()
            await connection.execute(_PUT, [turn.turn_id, caller.subject, liked, reason, turn.prompt])
        return not liked and (before is None or before["liked"])
