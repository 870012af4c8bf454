"""What became of a command that the caller gave: its receipt again, from the row that its own transaction wrote."""

from accounts.reads.errors import ReadRefused
from accounts.reads.session import Reading, Row


class CommandNotFound(ReadRefused):
    """Nothing of this key was done for the caller: refused, tried out only, still running, or never asked."""

    status, code, title = 404, "command-not-found", "No command of this key was done"


_COMMAND = """
SELECT command_id, recorded_on, value_on, result FROM commands
WHERE command_id = %(command_id)s AND actor = %(actor)s AND result IS NOT NULL
"""


async def command(reading: Reading, subject: str, key: str) -> Row:
    """The caller's own committed command of this Idempotency-Key. Raises CommandNotFound.

    A command and its effect are one transaction, and a reader sees what is committed alone: a row means done once.
    """
    row = await reading.first(_COMMAND, {"command_id": f"{subject}:{key}", "actor": subject})
    if row is None:
        raise CommandNotFound(
            "No command with this Idempotency-Key was done for this caller: nothing of it is in the books. One that is "
            "still running shows once it is committed; the same key and content may be sent again."
        )
    return row
