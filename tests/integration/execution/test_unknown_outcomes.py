"""What became of a write that got no answer is read, not tried out: one effect, and the truth is told."""

import asyncio

import httpx
import pytest

from tests.integration.execution.booking import Answer, Desk, problem


def first(times: int, answer: Answer) -> Answer:
    """The answer for the first `times` requests, then none."""
    left = [times]

    async def some(request: httpx.Request) -> httpx.Response | None:
        if left[0] <= 0:
            return None
        left[0] -= 1
        return await answer(request)

    return some


async def slow(_: httpx.Request) -> None:
    await asyncio.sleep(0.6)


async def down(_: httpx.Request) -> httpx.Response:
    return httpx.Response(500, text="oops")


async def cut(request: httpx.Request) -> httpx.Response:
    raise httpx.RemoteProtocolError("cut", request=request)


async def closed(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("closed", request=request)


async def garbage(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text="<html>")


async def limited(_: httpx.Request) -> httpx.Response:
    return problem(429, "too-many-requests")


async def stale_token(_: httpx.Request) -> httpx.Response:
    return problem(401, "invalid-token")


@pytest.mark.parametrize("fault", [slow, down, cut, garbage])
async def test_a_write_without_an_answer_was_done_and_is_not_sent_again(desk: Desk, fault: Answer) -> None:
    desk.books.after = first(1, fault)
    async with desk.executing():
        proposal_id = await desk.confirmed()
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.writes == 1
    assert desk.books.effects == [proposal_id]
    assert desk.told(proposal_id) == ["receipt", "stored done"]


@pytest.mark.parametrize("fault", [slow, down, cut, closed, limited, stale_token])
async def test_a_write_that_never_arrived_is_sent_again_once_it_is_known_that_it_did_not(
    desk: Desk, fault: Answer
) -> None:
    desk.books.before = first(1, fault)
    async with desk.executing():
        proposal_id = await desk.confirmed()
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.effects == [proposal_id]
    assert desk.told(proposal_id) == ["receipt", "stored done"]


@pytest.mark.parametrize("fault", [down, cut, slow])
async def test_nothing_is_sent_while_it_is_not_known_what_became_of_it(desk: Desk, fault: Answer) -> None:
    desk.books.after = first(1, cut)
    desk.books.lookup = first(3, fault)
    async with desk.executing():
        proposal_id = await desk.confirmed()
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.writes == 1
    assert desk.books.effects == [proposal_id]


async def test_a_refusal_does_not_hide_what_an_earlier_request_did(desk: Desk) -> None:
    """The first request is still under way when the second is refused: what counts is what the books say."""

    async def late(request: httpx.Request) -> httpx.Response:
        desk.books.before = None
        key = request.headers["Idempotency-Key"]
        desk.books.effects.append(key)
        desk.books.commands[key] = {"status": "done", "resource": {}}
        return problem(409, "payment-not-possible", "There is nothing left to pay.")

    desk.books.before = late
    async with desk.executing():
        proposal_id = await desk.confirmed()
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.effects == [proposal_id]
    assert desk.told(proposal_id) == ["receipt", "stored done"]


async def test_while_the_account_system_is_away_the_proposal_says_that_it_is_being_executed(desk: Desk) -> None:
    desk.books.lookup = closed
    async with desk.executing():
        proposal_id = await desk.confirmed()
        await asyncio.sleep(1.0)
        assert desk.state(proposal_id) == "executing"
        assert desk.told(proposal_id) == []
        desk.books.lookup = None
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.effects == [proposal_id]
