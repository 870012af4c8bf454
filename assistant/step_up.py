"""A second factor is counted here: each code is taken once, and who guesses is stopped, across all processes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import AsyncConnection

from assistant import audit
from assistant.audit import Record
from assistant.rates import RateExceeded
from assistant.threads import Pool, Row
from tools.caller import Caller

MOST_WRONG = 5
WINDOW = timedelta(minutes=10)
"""So many wrong codes within this time, and none is looked at until the oldest is older: who guesses has 5 tries in 10
minutes, each one of three codes in a million. Source: RFC 4226, 7.3 (throttling)."""
_TRIED = """SELECT count(*) FILTER (WHERE time_step IS NULL AND attempted_at <= %(now)s) AS wrong,
      min(attempted_at) FILTER (WHERE time_step IS NULL) AS first_wrong,
      coalesce(bool_or(time_step = %(step)s), false) AS used
    FROM assistant.code_attempts WHERE subject = %(subject)s"""


class CodeRefused(PermissionError):
    """The code is wrong, too old, or was used before; nothing has changed. Take the next one and try again."""


class TooManyCodes(RateExceeded):
    """Too many wrong codes; `retry_after_s` tells when the next one is looked at."""


@dataclass(frozen=True)
class StepUps:
    """The record of codes. `clock` gives aware UTC instants."""

    pool: Pool
    clock: Callable[[], datetime]

    async def take(self, caller: Caller, time_step: int | None) -> None:
        """Count a try: `time_step` of the code as the issuer read it, None for a wrong one. Audited either way.

        Raises CodeRefused, TooManyCodes.
        """
        async with self.pool.connection() as connection, connection.transaction():
            taken = await self._taken(connection, caller, time_step)
        if not taken:
            raise CodeRefused("The code is wrong, too old, or was used before. Take the next one and try again.")

    async def _taken(self, connection: AsyncConnection[Row], caller: Caller, time_step: int | None) -> bool:
        now, subject = self.clock(), caller.subject
        await connection.execute("SELECT set_config('assistant.subject', %s, true)", [subject])
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('codes of ' || %s, 0))", [subject])
        await connection.execute(
            "DELETE FROM assistant.code_attempts WHERE subject = %s AND attempted_at <= %s", [subject, now - WINDOW]
        )
        cursor = await connection.execute(_TRIED, {"subject": subject, "now": now, "step": time_step})
        tried = await cursor.fetchone()
        assert tried is not None
        if tried["wrong"] >= MOST_WRONG:
            raise TooManyCodes(max(1, round((tried["first_wrong"] + WINDOW - now).total_seconds())))
        taken = time_step is not None and not tried["used"]
        await connection.execute(
            "INSERT INTO assistant.code_attempts (subject, attempted_at, time_step) VALUES (%s, %s, %s)",
            [subject, now, time_step if taken else None],
        )
        body = {"taken": taken, "role": caller.role}
        await audit.append(connection, Record("step_up", subject, caller.about, subject, body))
        return taken
