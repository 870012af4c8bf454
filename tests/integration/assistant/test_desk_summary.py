"""What an agent reads first of a conversation: what was asked, what tools said, what is open and what was done."""

from collections.abc import AsyncGenerator
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from assistant.proposals.changes import Changes
from assistant.proposals.records import Receipt
from assistant.proposals.store import ProposalTable
from assistant.results import Citation, ToolCall, TurnResult
from tests.clock import Clock
from tests.conftest import Database
from tests.integration.assistant.audit_desk import acting_as, pool_of
from tests.integration.assistant.floor_desk import MAYA, ROSA, Room, room_of
from tests.integration.assistant.proposal_desk import draft, settle


@pytest.fixture
async def room(assistant_db: Database, clock: Clock) -> AsyncGenerator[Room]:
    async with room_of(assistant_db, clock) as made:
        yield made


async def test_an_agent_reads_first_what_was_asked_what_tools_said_and_what_is_open(room: Room) -> None:
    thread_id = await room.threads.create("B-1")
    begun = await room.begin(thread_id, "what is my balance")
    balance = {"accounts": [{"label": "Cash Line ending in 4233", "current_balance_cents": 120_50}]}
    cited = Citation(
        id=7, document="POL-PAY-01", version=2, section="when", title="When", effective_from="2025-01-01", quote="Then."
    )
    result = TurnResult(
        thread_id=thread_id,
        turn_id=begun.turn_id,
        outcome="answered",
        answer="It is $120.50.",
        citations=[cited],
        tool_calls=[ToolCall(name="get_balance", arguments={}, result=balance)],
        prompt="assistant@1#0",
        model="scripted",
    )
    made = draft()

    async def proposed(connection: AsyncConnection[dict[str, Any]]) -> None:
        await Changes(ProposalTable(), room.keys).put(connection, thread_id, begun.turn_id, [made])

    assert await room.threads.finish("B-1", result, "finished", proposed, claim=begun.claim)
    asked = await room.reception.ask(ROSA, thread_id)
    summary = (await room.desk.look(MAYA, asked.handoff_id)).summary
    assert summary.asked == ["what is my balance"]
    assert [(one.label, one.value, one.source) for one in summary.facts] == [("Balance", "$120.50", "get_balance")]
    assert [(one.proposal_id, one.state) for one in summary.open] == [(made.proposal_id, "open")]
    assert [(one.id, one.document) for one in summary.sources] == [(1, "POL-PAY-01")]
    assert (summary.done, summary.why) == ([], "The borrower asked for a person.")


async def test_an_agent_reads_what_was_carried_out_in_the_words_of_its_receipt(room: Room) -> None:
    thread_id, handoff_id = await room.waiting()
    made, refused = draft(), draft("schedule_payment")
    async with pool_of(room.database, keys=room.keys) as pool, acting_as(pool, "B-1") as connection:
        await Changes(ProposalTable(), room.keys).put(connection, thread_id, None, [made, refused])
    with psycopg.connect(room.database.url("postgres")) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE assistant.proposals SET state = 'confirmed', confirmed_at = now()")
    settle(room.database, room.keys, made.proposal_id, Receipt(outcome="done", code="done"))
    settle(room.database, room.keys, refused.proposal_id, Receipt(outcome="refused", code="account-closed"))
    summary = (await room.desk.look(MAYA, handoff_id)).summary
    assert [(one.title, one.words) for one in summary.done] == [
        ("card.title:en:move_due_date", "notice.receipt:en:move_due_date")
    ]
    assert summary.done[0].at is not None
    assert summary.open == []
