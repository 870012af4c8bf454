"""The vectors of all indexed sentences, for a process that keeps them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg import AsyncCursor
from psycopg.rows import tuple_row

if TYPE_CHECKING:
    from psycopg import AsyncConnection
    from psycopg_pool import AsyncConnectionPool

    from policies.embeddings import Remembered

_ALL = """SELECT text, embedding FROM policies.sentences WHERE collection = %(collection)s
    UNION ALL SELECT text, embedding FROM policies.cues WHERE collection = %(collection)s AND anchor IS NOT NULL"""


async def remember_sentences(
    pool: AsyncConnectionPool[AsyncConnection[Any]], encoder: Remembered, collection: str = "policies"
) -> int:
    """Give `encoder` the stored vectors of all sentences and section titles of `collection`; returns how many.

    A title stands there as `Document title: Section title`. Staff text is included.
    About 3,500 sentences of 384 float32 are 5 MB. The vectors only spare encoding: who may read a sentence is decided
    by the search. Raises psycopg.Error.
    """
    import numpy as np

    async with pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT set_config('policies.audience', 'staff', true)")
        cursor: AsyncCursor[tuple[str, bytes]] = connection.cursor(binary=True, row_factory=tuple_row)
        async with cursor:
            await cursor.execute(_ALL, {"collection": collection})
            rows = await cursor.fetchall()
    if rows:
        # pgvector's binary form: dimensions and a reserved field (2 x int16), then big-endian float32.
        packed = b"".join(bytes(vector)[4:] for _, vector in rows)
        vectors = np.frombuffer(packed, dtype=">f4").astype(np.float32).reshape(len(rows), -1)
        encoder.remember([text for text, _ in rows], vectors)
    return len(rows)
