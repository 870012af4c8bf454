"""Notices: kept once, in one order with the turns, for their own subject only, and refused where they were moved."""

from collections.abc import AsyncGenerator
from typing import Any

import psycopg
import pytest

from assistant import notices
from assistant.notices import Notice
from assistant.sealing import SealBroken
from tests.conftest import Database
from tests.integration.assistant.audit_desk import acting_as
from tests.integration.assistant.proposal_desk import KEYS, OMAR, ROSA, Desk, desk_of, draft


@pytest.fixture
async def desk(assistant_db: Database) -> AsyncGenerator[Desk]:
    async with desk_of(assistant_db) as found:
        yield found


def correction(thread_id: str, **changed: Any) -> Notice:
    content = {"wrong": "The fee is $15.", "right": "The fee was waived."}
    given: dict[str, Any] = {"thread_id": thread_id, "subject": "B-1", "kind": "correction", "content": content}
    return Notice(**{**given, **changed})


async def post(desk: Desk, *posted: Notice, subject: str = "B-1") -> None:
    async with acting_as(desk.pool, subject) as connection:
        for notice in posted:
            await notices.post(connection, notice, KEYS)


async def test_what_happened_to_one_proposal_is_told_once(desk: Desk) -> None:
    thread_id = await desk.thread()
    made = await desk.put(draft(), thread_id)
    expired = correction(thread_id, kind="expired", proposal_id=made.proposal_id)
    await post(desk, expired, correction(thread_id, kind="expired", proposal_id=made.proposal_id))
    assert [found.notice_id for found in await desk.proposals.notices_of(ROSA, thread_id)] == [expired.notice_id]


async def test_notices_and_turns_have_one_order(desk: Desk) -> None:
    thread_id = await desk.thread()
    await post(desk, correction(thread_id))
    [(between,)] = desk.rows("SELECT nextval('assistant.turns_seq_seq')")
    await post(desk, correction(thread_id))
    first, last = await desk.proposals.notices_of(ROSA, thread_id)
    assert first.order < between < last.order


async def test_a_correction_is_in_the_thread_and_in_the_activity_of_its_borrower_alone(desk: Desk) -> None:
    thread_id = await desk.thread()
    await post(desk, correction(thread_id))
    _, [told] = await desk.proposals.activity(ROSA)
    assert (told.kind, told.thread_id, told.words[:19]) == ("correction", thread_id, "notice.correction:e")
    assert await desk.proposals.activity(OMAR) == ([], [])
    assert await desk.proposals.notices_of(OMAR, thread_id) == []


async def test_nobody_posts_into_somebody_elses_thread(desk: Desk) -> None:
    thread_id = await desk.thread()
    made = await desk.put(draft(), thread_id)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await post(desk, correction(thread_id, proposal_id=made.proposal_id), subject="B-2")


async def test_a_notice_that_was_moved_to_another_place_is_refused(desk: Desk) -> None:
    here, there = await desk.thread(), await desk.thread()
    await post(desk, correction(here))
    desk.tamper("UPDATE assistant.notices SET thread_id = %s", there)
    with pytest.raises(SealBroken):
        await desk.proposals.notices_of(ROSA, there)
