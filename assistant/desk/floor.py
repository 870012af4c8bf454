"""Who speaks for us in a conversation: the assistant, or the agent who accepted its hand-off.

All that decides it happens under the thread's advisory lock (`conversations.check_thread(lock=True)`), which whoever
stores a message or accepts a hand-off holds until their transaction ends: so one of two that race comes first, and the
other sees it.
"""

from typing import Any, Literal

from psycopg import AsyncConnection

from assistant.desk.errors import AgentSpeaks, AssistantSpeaking

Floor = Literal["assistant", "agent"]
Connection = AsyncConnection[dict[str, Any]]


async def lock(connection: Connection, thread_id: str) -> None:
    """Hold the thread's lock until the transaction ends, also where it is seen no more by then."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s::uuid::text, 0))", [thread_id])


async def holder(connection: Connection, thread_id: str) -> Floor:
    """Who has the floor."""
    cursor = await connection.execute(
        "SELECT 1 FROM assistant.handoffs WHERE thread_id = %s AND state = 'accepted'", [thread_id]
    )
    return "agent" if await cursor.fetchone() else "assistant"


async def for_a_turn(connection: Connection, thread_id: str, subject: str, run_id: str) -> None:
    """Let the assistant answer a new message. Raises AgentSpeaks, also where this very message went to an agent."""
    cursor = await connection.execute(
        """SELECT EXISTS (SELECT 1 FROM assistant.handoffs WHERE thread_id = %s AND state = 'accepted')
               OR EXISTS (SELECT 1 FROM assistant.desk_messages WHERE author_id = %s AND run_id = %s) AS taken""",
        [thread_id, subject, run_id],
    )
    row = await cursor.fetchone()
    if row and row["taken"]:
        raise AgentSpeaks("A person answers in this conversation; send the message to them.")


async def for_an_agent(connection: Connection, thread_id: str) -> None:
    """Let an agent speak. Raises AssistantSpeaking while a turn of the thread waits or runs."""
    cursor = await connection.execute(
        "SELECT 1 FROM assistant.turns WHERE thread_id = %s AND status IN ('waiting', 'running') LIMIT 1", [thread_id]
    )
    if await cursor.fetchone():
        raise AssistantSpeaking("The assistant is still answering; nothing was sent. Send it again in a moment.")
