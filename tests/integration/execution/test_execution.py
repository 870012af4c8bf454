"""A confirmed proposal is executed once, under the right name, and whoever asked is told the truth."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.integration.execution.booking import Desk, drafted, problem, until
from tools.drafting import Operation


async def test_what_was_confirmed_is_done_once_and_told_once(desk: Desk) -> None:
    async with desk.executing():
        proposal_id = await desk.confirmed()
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.effects == [proposal_id]
    assert desk.told(proposal_id) == ["receipt", "stored done"]
    assert desk.books.tokens == ["B-1 borrower None"]


async def test_what_was_confirmed_before_the_executor_started_is_done_when_it_starts(desk: Desk) -> None:
    waiting = [await desk.confirmed() for _ in range(3)]
    async with desk.executing():
        assert [await desk.ended(proposal_id) for proposal_id in waiting] == ["done"] * 3
    assert sorted(desk.books.effects) == sorted(waiting)


async def test_open_proposals_are_left_alone(desk: Desk) -> None:
    draft = drafted()
    await desk.opened(draft)
    async with desk.executing():
        assert await desk.ended(await desk.confirmed()) == "done"
        assert desk.state(draft.proposal_id) == "open"
    assert draft.proposal_id not in desk.books.effects


async def test_staff_write_under_their_own_name_for_the_borrower_they_serve(desk: Desk) -> None:
    async with desk.executing():
        await desk.ended(await desk.confirmed(drafted("S-1", "B-7", "schedule_payment")))
    assert desk.books.tokens == ["S-1 support_agent B-7"]


async def test_what_a_second_person_approved_is_sent_under_their_name(desk: Desk) -> None:
    async with desk.executing():
        draft = drafted("S-1", "B-7", "waive_fee", approval="supervisor")
        assert await desk.ended(await desk.confirmed(draft, checker="S-2")) == "done"
    assert desk.books.tokens == ["S-2 supervisor B-7"]


async def test_a_refusal_changes_nothing_and_is_told_in_the_account_systems_words(desk: Desk) -> None:
    async def no(_: httpx.Request) -> httpx.Response:
        return problem(409, "due-date-not-possible", "Your due date was moved within the last 12 months.")

    desk.books.before = no
    async with desk.executing():
        proposal_id = await desk.confirmed()
        assert await desk.ended(proposal_id) == "refused"
    assert desk.books.effects == []
    assert desk.told(proposal_id) == ["refused", "stored refused"]
    assert desk.receipt(proposal_id).reasons == ("Your due date was moved within the last 12 months.",)
    assert desk.rows("SELECT outcome_code FROM assistant.proposals") == [("due-date-not-possible",)]


async def test_an_account_that_changed_meanwhile_is_not_edited(desk: Desk) -> None:
    async def stale(request: httpx.Request) -> httpx.Response | None:
        return problem(412, "stale") if request.headers["If-Match"] == '"7"' else None

    desk.books.before = stale
    edit = Operation(method="PUT", path="/v1/accounts/IL-1/autopay", body={"amount_kind": "minimum"}, if_match='"7"')
    async with desk.executing():
        proposal_id = await desk.confirmed(drafted(operation=edit))
        assert await desk.ended(proposal_id) == "refused"
    assert desk.receipt(proposal_id).code == "changed-since"


async def test_the_request_is_sent_byte_for_byte_as_it_was_confirmed(desk: Desk) -> None:
    sent: list[Any] = []

    async def look(request: httpx.Request) -> None:
        sent.append((request.method, request.url.path, json.loads(request.content), request.headers["If-Match"]))

    desk.books.before = look
    edit = Operation(method="PUT", path="/v1/me/contact", body={"email": "a@b.example", "n": 1}, if_match="*")
    async with desk.executing():
        await desk.ended(await desk.confirmed(drafted(operation=edit)))
    assert sent == [("PUT", "/v1/me/contact", {"email": "a@b.example", "n": 1}, "*")]


async def test_a_proposal_whose_stored_request_was_altered_is_not_sent(desk: Desk) -> None:
    """What the digest was confirmed of is not what lies there: sealed by us, for this place, with another amount."""
    draft = drafted()
    other = draft.model_copy(update={"arguments": {"due_day": 28}})
    thread_id = await desk.opened(draft)
    desk.overwrite(draft.proposal_id, desk.sealed(other, thread_id))
    await desk.confirm(draft.proposal_id, "B-1")
    async with desk.executing():
        assert await desk.ended(draft.proposal_id) == "refused"
    assert desk.receipt(draft.proposal_id).code == "altered"
    assert desk.books.writes == 0


async def test_a_forged_record_is_not_sent(desk: Desk) -> None:
    draft = drafted()
    await desk.opened(draft)
    desk.overwrite(draft.proposal_id, b"\x01Sforged")
    await desk.confirm(draft.proposal_id, "B-1")
    async with desk.executing():
        assert await desk.ended(draft.proposal_id) == "refused"
    assert desk.books.writes == 0


async def test_what_needs_a_second_person_is_not_executed_without_one(desk: Desk) -> None:
    """Even where the table let it through, the permissions are asked again."""
    draft = drafted("S-1", "B-7", "waive_fee")
    async with desk.executing():
        assert await desk.ended(await desk.confirmed(draft)) == "refused"
    assert desk.receipt(draft.proposal_id).code == "not-permitted"
    assert desk.books.writes == 0


@pytest.mark.parametrize("starts", [1, 2])
async def test_two_executions_of_one_proposal_are_one(desk: Desk, starts: int) -> None:
    release = asyncio.Event()

    async def wait(_: httpx.Request) -> None:
        await release.wait()

    async with desk.executing() as loop:
        desk.books.before = wait if starts == 2 else None
        proposal_id = await desk.confirmed()
        if starts == 2:
            await until(lambda: desk.books.writes)
            await loop.take_up(proposal_id)
        release.set()
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.effects == [proposal_id]
    assert desk.told(proposal_id) == ["receipt", "stored done"]


async def test_its_end_and_its_way_there_are_in_the_audit_record(desk: Desk) -> None:
    async with desk.executing():
        proposal_id = await desk.confirmed()
        await desk.ended(proposal_id)
    found = desk.rows(
        "SELECT kind, subject, about, body ->> 'to' FROM assistant.audit WHERE ref = %s ORDER BY at", proposal_id
    )
    assert found == [("proposal", "executor", "B-1", "executing"), ("receipt", "executor", "B-1", "done")]
    assert desk.rows("SELECT event, by_subject FROM assistant.proposal_events ORDER BY event_id") == [
        ("confirm", "B-1"),
        ("execute", "assistant_executor"),
        ("settle", "assistant_executor"),
    ]
