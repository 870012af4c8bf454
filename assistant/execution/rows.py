"""The executor's own look at the tables: one proposal that is being executed, its answer, and its end.

Each function runs in a transaction of `about_one`: nothing of another proposal that has ended is seen in it.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Literal

from psycopg import AsyncConnection

from assistant.conversations import Pool
from assistant.proposals.records import Proposal, Receipt
from assistant.sealing import Keyring

Row = dict[str, Any]
_FIND = """
    SELECT proposal_id::text, thread_id::text, turn_id::text, maker, about, tool, tool_version, state, digest, risk,
           assurance, approval, language, undoes::text, superseded_by::text, created_at, expires_at, confirmed_at,
           checker, settled_at, outcome_code, content, answer AS receipt, NULL AS undone_by, false AS due
    FROM assistant.proposals WHERE proposal_id = %s"""
_SETTLE = """
    UPDATE assistant.proposals
    SET state = %s, outcome_code = %s, settled_at = clock_timestamp(), lease_until = NULL, answer = NULL
    WHERE proposal_id = %s AND state = 'executing'"""
_RECEIPT = """
    INSERT INTO assistant.receipts (proposal_id, thread_id, subject, about, outcome, content)
    VALUES (%s, %s, %s, %s, %s, %s)"""


@asynccontextmanager
async def about_one(pool: Pool, proposal_id: str) -> AsyncGenerator[AsyncConnection[Row]]:
    """A transaction of the executor's that concerns this proposal."""
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT set_config('assistant.proposal', %s, true)", [proposal_id])
        yield connection


async def find(connection: AsyncConnection[Row], proposal_id: str) -> Proposal | None:
    """The proposal with what the account system has answered so far; None before it was confirmed."""
    cursor = await connection.execute(_FIND, [proposal_id])
    row = await cursor.fetchone()
    return Proposal(**row) if row else None


async def keep_answer(connection: AsyncConnection[Row], proposal: Proposal, receipt: Receipt, keyring: Keyring) -> None:
    """Keep what the account system answered until the proposal is settled with it."""
    await connection.execute(
        "UPDATE assistant.proposals SET answer = %s WHERE proposal_id = %s AND state = 'executing'",
        [_sealed(proposal, receipt, keyring), proposal.proposal_id],
    )


async def settle(connection: AsyncConnection[Row], proposal: Proposal, receipt: Receipt, keyring: Keyring) -> bool:
    """End the proposal with its receipt; False where that was done before."""
    state: Literal["done", "refused"] = receipt.outcome
    cursor = await connection.execute(_SETTLE, [state, receipt.code, proposal.proposal_id])
    if cursor.rowcount == 0:
        return False
    await connection.execute(
        _RECEIPT,
        [
            proposal.proposal_id,
            proposal.thread_id,
            proposal.maker,
            proposal.about,
            state,
            _sealed(proposal, receipt, keyring),
        ],
    )
    return True


def _sealed(proposal: Proposal, receipt: Receipt, keyring: Keyring) -> bytes:
    return receipt.seal(keyring, proposal.maker, proposal.thread_id, proposal.proposal_id)
