"""What the executor's database role can see and do: what was confirmed, until it has ended, and nothing else."""

import uuid
from typing import LiteralString

import psycopg
import pytest
from psycopg import errors, sql

from tests.integration.execution.booking import Desk, drafted

SETTLED: LiteralString = "SELECT set_config('assistant.proposal', %s, false)"


async def test_it_sees_what_was_confirmed_and_not_what_is_open(desk: Desk) -> None:
    confirmed = await desk.confirmed()
    await desk.opened(drafted())
    waiting = drafted("S-1", "B-7", "waive_fee", approval="supervisor")
    await desk.opened(waiting)
    await desk.confirm(waiting.proposal_id, "S-1", to="awaiting_approval")
    with psycopg.connect(desk.assistant.url("assistant_executor")) as executor:
        assert executor.execute("SELECT proposal_id::text FROM assistant.proposals").fetchall() == [(confirmed,)]
        executor.execute(SETTLED, [waiting.proposal_id])
        assert executor.execute("SELECT count(*) FROM assistant.proposals").fetchone() == (1,)


async def test_what_has_ended_is_seen_only_by_the_transaction_that_names_it(desk: Desk) -> None:
    async with desk.executing():
        proposal_id = await desk.confirmed()
        await desk.ended(proposal_id)
    with psycopg.connect(desk.assistant.url("assistant_executor")) as executor:
        assert executor.execute("SELECT count(*) FROM assistant.proposals").fetchone() == (0,)
        executor.execute(SETTLED, [proposal_id])
        assert executor.execute("SELECT state FROM assistant.proposals").fetchall() == [("done",)]


@pytest.mark.parametrize("table", ["threads", "handoffs", "receipts", "notices", "proposal_events", "audit"])
def test_it_reads_nothing_else_that_concerns_a_person(desk: Desk, table: str) -> None:
    with (
        psycopg.connect(desk.assistant.url("assistant_executor")) as executor,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        executor.execute(sql.SQL("SELECT 1 FROM assistant.{}").format(sql.Identifier(table)))


async def test_of_turns_it_sees_none_and_never_what_was_said(desk: Desk) -> None:
    _, turn_id = await desk.said("B-1")
    with psycopg.connect(desk.assistant.url("assistant_executor"), autocommit=True) as executor:
        executor.execute("SELECT set_config('assistant.turn', %s, false)", [turn_id])
        executor.execute(SETTLED, [await desk.confirmed()])
        assert executor.execute("SELECT count(turn_id) FROM assistant.turns").fetchone() == (0,)
        with pytest.raises(errors.InsufficientPrivilege):
            executor.execute("SELECT * FROM assistant.turns")


@pytest.mark.parametrize(
    "change",
    [
        "state = 'open'",
        "state = 'rejected'",
        "state = 'done'",
        "content = ''",
        "about = 'B-2'",
        "digest = repeat('0', 64)",
        "checker = 'S-9'",
        "expires_at = now()",
    ],
)
async def test_it_moves_proposals_forward_and_changes_nothing_of_what_was_agreed(
    desk: Desk, change: LiteralString
) -> None:
    await desk.confirmed()
    with pytest.raises((errors.InsufficientPrivilege, errors.CheckViolation)):
        desk.as_executor(change)


async def test_it_settles_and_tells_of_no_proposal_but_the_one_it_names(desk: Desk) -> None:
    settled, other = await desk.confirmed(), await desk.confirmed(drafted("B-2", "B-2"))
    [(thread_id,)] = desk.rows("SELECT thread_id FROM assistant.proposals WHERE proposal_id = %s", other)
    told: LiteralString = """INSERT INTO assistant.notices (notice_id, thread_id, subject, kind, proposal_id, content)
        VALUES (%s, %s, 'B-2', 'receipt', %s, '')"""
    stored: LiteralString = """INSERT INTO assistant.receipts (thread_id, proposal_id, subject, about, outcome, content)
        VALUES (%s, %s, 'B-2', 'B-2', 'done', '')"""
    with psycopg.connect(desk.assistant.url("assistant_executor"), autocommit=True) as executor:
        executor.execute(SETTLED, [settled])
        with pytest.raises(errors.InsufficientPrivilege):
            executor.execute(told, [uuid.uuid4(), thread_id, other])
        with pytest.raises(errors.InsufficientPrivilege):
            executor.execute(stored, [thread_id, other])
        executor.execute(SETTLED, [other])
        with pytest.raises(errors.InsufficientPrivilege):
            executor.execute(stored, [thread_id, other])


async def test_nobody_else_executes_or_settles(desk: Desk) -> None:
    proposal_id = await desk.confirmed()
    with psycopg.connect(desk.assistant.url("assistant_app"), autocommit=True) as app:
        app.execute("SELECT set_config('assistant.subject', 'B-1', false)")
        for state in ("executing", "done"):
            with pytest.raises(psycopg.Error):
                app.execute("UPDATE assistant.proposals SET state = %s WHERE proposal_id = %s", [state, proposal_id])
    assert desk.state(proposal_id) == "confirmed"
