"""A borrower's side of the desk over HTTP: asking for a person, speaking with one, and the stream of changes."""

import json
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.serving import Api, Client


def run_id() -> str:
    return str(uuid.uuid4())


@pytest.fixture
async def rosa(api: Api) -> Client:
    return api.client(api.lender.who("current"))


@asynccontextmanager
async def following(client: Client, path: str) -> AsyncGenerator[AsyncIterator[dict[str, Any]]]:
    """The stream's `changed` events as they come: their data with their id."""
    async with client.http() as http, http.stream("GET", path) as answer:
        assert answer.status_code == 200, await answer.aread()
        yield _told(answer.aiter_lines())


async def _told(lines: AsyncIterator[str]) -> AsyncIterator[dict[str, Any]]:
    number: str | None = None
    async for line in lines:
        if line.startswith("id: "):
            number = line.removeprefix("id: ")
        elif line.startswith("data: "):
            yield {**json.loads(line.removeprefix("data: ")), "id": number}


async def until(changes: AsyncIterator[dict[str, Any]], state: str) -> dict[str, Any]:
    """The first change that tells of this state of the hand-off."""
    async for told in changes:
        if told["handoff"] and told["handoff"]["state"] == state:
            return told
    raise AssertionError(f"the stream ended before it told of {state}")


async def test_a_person_is_asked_for_without_a_model(rosa: Client) -> None:
    thread_id = await rosa.thread()
    asked = (await rosa.post(f"/v1/threads/{thread_id}/handoff")).json()
    assert (asked["state"], asked["reason"], asked["queue"]) == ("waiting", "asked_for_person", "support")
    assert asked["position"] >= 1
    assert asked["phone"] == "1-800-555-0142"
    assert asked["open_now"] is (asked["opens_at"] is None)
    assert (await rosa.post(f"/v1/threads/{thread_id}/handoff")).json()["handoff_id"] == asked["handoff_id"]
    whole = (await rosa.get(f"/v1/threads/{thread_id}")).json()
    assert (whole["floor"], whole["handoff"]["handoff_id"], whole["messages"]) == ("assistant", asked["handoff_id"], [])


async def test_who_waits_may_leave_and_ask_again(rosa: Client) -> None:
    thread_id = await rosa.thread()
    first = (await rosa.post(f"/v1/threads/{thread_id}/handoff")).json()
    async with rosa.http() as http:
        gone = await http.delete(f"/v1/threads/{thread_id}/handoff")
        again = await http.delete(f"/v1/threads/{thread_id}/handoff")
    assert gone.json()["state"] == again.json()["state"] == "withdrawn"
    anew = (await rosa.post(f"/v1/threads/{thread_id}/handoff", {"language": "es"})).json()
    assert anew["handoff_id"] != first["handoff_id"]
    assert anew["hours"].startswith("lunes")


async def test_nobody_speaks_to_a_person_who_is_not_there(rosa: Client) -> None:
    thread_id = await rosa.thread()
    refused = await rosa.post(f"/v1/threads/{thread_id}/messages", {"text": "hello?", "run_id": run_id()})
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[1]) == (409, "assistant-speaks")


async def test_the_stream_tells_at_once_and_after_every_change(rosa: Client, api: Api) -> None:
    thread_id = await rosa.thread()
    async with following(rosa, f"/v1/threads/{thread_id}/events") as changes:
        first = await anext(changes)
        assert (first["floor"], first["handoff"], first["order"]) == ("assistant", None, 0)
        asked = (await rosa.post(f"/v1/threads/{thread_id}/handoff")).json()
        await until(changes, "waiting")
        await rosa.say(thread_id, "hello")
        agent = api.client(api.lender.named("maya-okonkwo"))
        await agent.post(f"/v1/handoffs/{asked['handoff_id']}/accept")
        taken = await until(changes, "accepted")
        assert taken["floor"] == "agent"
    whole = (await rosa.get(f"/v1/threads/{thread_id}")).json()
    assert taken["id"] == str(taken["order"]) == str(whole["order"])
    assert [turn["order"] < whole["order"] for turn in whole["turns"]] == [True]
    newer = (await rosa.get(f"/v1/threads/{thread_id}?after={whole['order']}")).json()
    assert newer["messages"] == []


async def test_a_place_in_the_queue_moves_up_while_one_waits(rosa: Client, api: Api) -> None:
    before = api.client(api.lender.somebody_else(api.lender.who("current")))
    ahead = (await before.post(f"/v1/threads/{await before.thread()}/handoff")).json()
    thread_id = await rosa.thread()
    mine = (await rosa.post(f"/v1/threads/{thread_id}/handoff")).json()
    async with following(rosa, f"/v1/threads/{thread_id}/events") as changes:
        assert (await anext(changes))["handoff"]["position"] == mine["position"]
        await api.client(api.lender.named("maya-okonkwo")).post(f"/v1/handoffs/{ahead['handoff_id']}/accept")
        assert (await anext(changes))["handoff"]["position"] == mine["position"] - 1


async def test_somebody_elses_conversation_is_not_there(rosa: Client, api: Api) -> None:
    thread_id = await rosa.thread()
    other = api.client(api.lender.somebody_else(api.lender.who("current")))
    said = {"text": "me", "run_id": run_id()}
    answers = [
        await other.get(f"/v1/threads/{thread_id}/events"),
        await other.post(f"/v1/threads/{thread_id}/handoff"),
        await other.post(f"/v1/threads/{thread_id}/messages", said),
        await other.get(f"/v1/threads/{thread_id}"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]


async def test_an_anonymous_visitor_waits_as_well(api: Api) -> None:
    visitor = api.client()
    thread_id = await visitor.thread()
    assert (await visitor.post(f"/v1/threads/{thread_id}/handoff")).json()["state"] == "waiting"
    assert (await api.client().get(f"/v1/threads/{thread_id}/events")).status_code == 404
