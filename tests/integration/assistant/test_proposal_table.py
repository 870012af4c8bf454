"""The table of proposals by itself: SQL as the service's role cannot go around the service."""

from collections.abc import AsyncGenerator
from itertools import permutations
from typing import get_args

import psycopg
import pytest
from psycopg import sql

from assistant.proposals.states import TRANSITIONS, State
from tests.conftest import Database
from tests.integration.assistant.proposal_desk import Desk, desk_of, draft, fee_waiver

ALLOWED = {(source, target): event for (source, event), targets in TRANSITIONS.items() for target in targets}
STATES: tuple[State, ...] = get_args(State)
COPY = """
    INSERT INTO assistant.proposals (proposal_id, state, maker, thread_id, about, tool, tool_version, resource, digest,
                                     risk, assurance, content, created_at, expires_at)
    SELECT gen_random_uuid(), %s, %s, thread_id, about, tool, tool_version, resource, digest, risk, assurance, content,
           created_at, expires_at
    FROM assistant.proposals WHERE proposal_id = %s"""
REFUSED = (psycopg.errors.CheckViolation, psycopg.errors.InsufficientPrivilege)


@pytest.fixture
async def desk(assistant_db: Database) -> AsyncGenerator[Desk]:
    async with desk_of(assistant_db) as found:
        yield found


def attempt(desk: Desk, change: str, *values: object, subject: str = "B-1", role: str = "borrower") -> int:
    """A statement as the service's role for this subject; how many rows it changed."""
    with psycopg.connect(desk.database.url("assistant_app")) as connection:
        connection.execute(
            "SELECT set_config('assistant.subject', %s, false), set_config('assistant.role', %s, false)",
            [subject, role],
        )
        return connection.execute(change.encode(), values).rowcount


def moved(desk: Desk, proposal_id: str, source: State, target: State) -> str | None:
    """Why the database refuses this move even to its superuser, with everybody in the right place; None if it goes."""
    desk.tamper("UPDATE assistant.proposals SET state = %s WHERE proposal_id = %s", source, proposal_id)
    event = ALLOWED.get((source, target))
    second = event == "approve" or (event == "reject" and source == "awaiting_approval")
    subject, role = ("S-9", "supervisor") if second else ("S-1", "support_agent")
    with psycopg.connect(desk.database.url("postgres")) as connection:
        connection.execute(
            "SELECT set_config('assistant.subject', %s, true), set_config('assistant.role', %s, true)", [subject, role]
        )
        try:
            connection.execute(
                "UPDATE assistant.proposals SET state = %s, checker = %s WHERE proposal_id = %s",
                [target, subject if second else None, proposal_id],
            )
        except REFUSED as error:
            return str(error)
        finally:
            connection.rollback()
    return None


async def test_the_database_knows_the_same_ways_as_the_code(desk: Desk) -> None:
    alone = await desk.put(draft(maker="S-1"))
    checked = await desk.put(fee_waiver())
    for source, target in permutations(STATES, 2):
        made = checked if "awaiting_approval" in (source, target) else alone
        problem = moved(desk, made.proposal_id, source, target)
        assert (problem is None) == ((source, target) in ALLOWED), (source, target, problem)
    for (before, later), event in ALLOWED.items():
        assert desk.rows("SELECT assistant.proposal_event(%s, %s)", before, later) == [(event,)]


@pytest.mark.parametrize("target", ["executing", "done", "awaiting_approval", "cancelled"])
async def test_the_services_role_does_not_skip_a_state(desk: Desk, target: str) -> None:
    made = await desk.put(draft())
    with pytest.raises(REFUSED):
        attempt(desk, "UPDATE assistant.proposals SET state = %s WHERE proposal_id = %s", target, made.proposal_id)


async def test_only_the_executor_executes(desk: Desk) -> None:
    made = await desk.put(draft())
    attempt(desk, "UPDATE assistant.proposals SET state = 'confirmed' WHERE proposal_id = %s", made.proposal_id)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="executor"):
        attempt(desk, "UPDATE assistant.proposals SET state = 'executing' WHERE proposal_id = %s", made.proposal_id)


async def test_what_needs_a_second_person_is_not_confirmed_by_one(desk: Desk) -> None:
    made = await desk.put(fee_waiver())
    confirm = "UPDATE assistant.proposals SET state = 'confirmed' WHERE proposal_id = %s"
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="second person"):
        attempt(desk, confirm, made.proposal_id, subject="S-1")
    wait = "UPDATE assistant.proposals SET state = 'awaiting_approval' WHERE proposal_id = %s"
    assert attempt(desk, wait, made.proposal_id, subject="S-1") == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="second person"):
        attempt(desk, confirm, made.proposal_id, subject="S-1", role="supervisor")


async def test_what_was_proposed_does_not_change(desk: Desk) -> None:
    made = await desk.put(draft())
    for column, value in {"digest": "0" * 64, "maker": "B-2", "about": "B-2", "content": b"x", "risk": "low"}.items():
        change = sql.SQL("UPDATE assistant.proposals SET {} = %s").format(sql.Identifier(column))
        with (
            psycopg.connect(desk.database.url("postgres")) as connection,
            pytest.raises(psycopg.errors.CheckViolation, match="does not change"),
        ):
            connection.execute(change, [value])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attempt(desk, change.as_string(), value)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(desk, "DELETE FROM assistant.proposals WHERE proposal_id = %s", made.proposal_id)


async def test_others_rows_are_not_there(desk: Desk) -> None:
    made = await desk.put(draft())
    change = "UPDATE assistant.proposals SET state = 'rejected' WHERE proposal_id = %s"
    assert attempt(desk, change, made.proposal_id, subject="B-2") == 0
    assert attempt(desk, change, made.proposal_id, subject="S-9", role="supervisor") == 0
    assert attempt(desk, change, made.proposal_id, subject="") == 0
    assert attempt(desk, "SELECT 1 FROM assistant.proposals", subject="B-2") == 0
    for table in ("proposal_events", "receipts", "notices"):
        assert attempt(desk, "TABLE assistant." + table, subject="B-2") == 0


async def test_a_proposal_is_made_open_by_its_maker(desk: Desk) -> None:
    made = await desk.put(draft())
    with pytest.raises(psycopg.errors.CheckViolation, match="begins open"):
        attempt(desk, COPY, "confirmed", "B-1", made.proposal_id)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(desk, COPY, "open", "B-2", made.proposal_id)


async def test_a_confirmation_is_told_when_it_is_committed_and_not_before(desk: Desk) -> None:
    made = await desk.put(draft())
    with psycopg.connect(desk.database.url("assistant_executor"), autocommit=True) as listener:
        listener.execute("LISTEN proposal_confirmed")
        with psycopg.connect(desk.database.url("assistant_app")) as connection:
            connection.execute("SELECT set_config('assistant.subject', 'B-1', false)")
            connection.execute(
                "UPDATE assistant.proposals SET state = 'confirmed' WHERE proposal_id = %s", [made.proposal_id]
            )
            assert list(listener.notifies(timeout=0.1, stop_after=1)) == []
            connection.commit()
        [told] = listener.notifies(timeout=5, stop_after=1)
        assert told.payload == made.proposal_id
