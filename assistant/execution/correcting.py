"""Carries out a correction: the borrower is told, in the thread where it was said, that something said there was wrong.

It is kept here and nowhere else, so it commits with the proposal's own end.
"""

import uuid
from typing import Any

from psycopg import AsyncConnection

from assistant import audit, notices
from assistant.execution.workflow import EXECUTOR
from assistant.proposals.records import Proposal, Receipt
from assistant.sealing import Keyring
from tools.drafting import Draft

NO_SUCH_TURN = "turn-not-found"


async def outcome(connection: AsyncConnection[Any], proposal: Proposal, draft: Draft) -> Receipt:
    """Whether there is such a turn of the borrower's to put right."""
    if await _thread_of(connection, proposal, draft) is None:
        return Receipt(outcome="refused", code=NO_SUCH_TURN)
    return Receipt(outcome="done", code="done", answer={"resource": {"turn_id": draft.operation.body["turn_id"]}})


async def carry_out(connection: AsyncConnection[Any], proposal: Proposal, draft: Draft, keyring: Keyring) -> None:
    """Put the notice into the borrower's thread, with a record of who put it right."""
    body, thread_id = draft.operation.body, await _thread_of(connection, proposal, draft)
    assert thread_id is not None
    turn_id = str(body["turn_id"])
    notice = notices.Notice(
        thread_id=thread_id,
        subject=proposal.about,
        kind="correction",
        content={"wrong": body["wrong"], "right": body["right"]},
        proposal_id=proposal.proposal_id,
        turn_id=turn_id,
        language=proposal.language,
    )
    await notices.post(connection, notice, keyring)
    told = {"proposal": proposal.proposal_id, "maker": proposal.maker, "checker": proposal.checker}
    await audit.append(connection, audit.Record("correction", EXECUTOR.subject, proposal.about, turn_id, told))


async def _thread_of(connection: AsyncConnection[Any], proposal: Proposal, draft: Draft) -> str | None:
    """The thread of the turn, where it is the borrower's own."""
    try:
        turn_id = str(uuid.UUID(str(draft.operation.body.get("turn_id"))))
    except ValueError:
        return None
    await connection.execute("SELECT set_config('assistant.turn', %s, true)", [turn_id])
    cursor = await connection.execute(
        "SELECT thread_id::text FROM assistant.turns WHERE turn_id = %s AND subject = %s", [turn_id, proposal.about]
    )
    row = await cursor.fetchone()
    return str(row["thread_id"]) if row else None
