"""AG-UI resume with a message after it, and a no to what is over: a client that must answer can always go on."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from ag_ui.core import PROTOCOL_VERSION, BaseEvent

from tests.acting import Acting
from tests.integration.api.putting import Putting
from tests.serving import Client, agui, events


@pytest.fixture
def putting(acting: Acting, data_dir: Path) -> Putting:
    return Putting(acting, data_dir)


async def resumed(client: Client, thread_id: str, text: str | None, *answers: dict[str, Any]) -> list[BaseEvent]:
    body = {**agui(text or "", str(uuid.uuid4()), thread_id), "resume": list(answers)}
    if text is None:
        body["messages"] = [{"id": "m-0", "role": "user", "content": "earlier"}, {"role": "assistant", "content": "?"}]
    answer = await client.post("/v1/agui", body)
    assert answer.status_code == 200, answer.text
    return events(answer.text)


def kinds(stream: list[BaseEvent]) -> list[str]:
    return [event.type.value for event in stream]


def no(shown: dict[str, Any]) -> dict[str, Any]:
    return {"interruptId": shown["proposal_id"], "status": "cancelled"}


async def test_a_no_and_the_next_message_are_one_run(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client = acting.client(person)
    thread_id, shown = await putting.proposed(client, person)
    stream = await resumed(client, thread_id, "hello again", no(shown))
    seen = kinds(stream)
    assert (seen[0], seen[-1], seen.count("RUN_STARTED"), seen.count("RUN_FINISHED")) == (
        *("RUN_STARTED", "RUN_FINISHED"),
        *(1, 1),
    )
    assert stream[0].model_dump()["protocol_version"] == PROTOCOL_VERSION
    named = [event.model_dump()["name"] for event in stream if event.type.value == "CUSTOM"]
    assert named == ["proposal", "turn"]
    conversation = (await client.get(f"/v1/threads/{thread_id}")).json()
    assert [turn["user_text"] for turn in conversation["turns"]] == ["hello again"]
    assert (await client.get(f"/v1/proposals/{shown['proposal_id']}")).json()["state"] == "rejected"


async def test_a_no_and_a_message_to_the_person_who_has_the_floor_are_one_run(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client, agent = acting.client(person), acting.client(acting.staff("support_agent"))
    thread_id, shown = await putting.proposed(client, person, amount_cents=2950)
    handoff_id = (await client.post(f"/v1/threads/{thread_id}/handoff")).json()["handoff_id"]
    assert (await agent.post(f"/v1/handoffs/{handoff_id}/accept")).status_code == 200
    stream = await resumed(client, thread_id, "Can you help me instead?", no(shown))
    seen = kinds(stream)
    assert (seen[0], seen[-1], seen.count("RUN_STARTED"), seen.count("RUN_FINISHED")) == (
        *("RUN_STARTED", "RUN_FINISHED"),
        *(1, 1),
    )
    told = [event.model_dump() for event in stream if event.type.value == "CUSTOM"]
    assert [one["name"] for one in told] == ["proposal", "desk_message"]
    decided, message = (one["value"] for one in told)
    assert (decided["state"], message["text"]) == ("rejected", "Can you help me instead?")
    read = (await agent.get(f"/v1/handoffs/{handoff_id}")).json()
    assert [one["message_id"] for one in read["messages"]] == [message["message_id"]]
    assert (read["turns"], read["summary"]["open"]) == ([], [])


async def test_a_message_is_not_taken_where_an_answer_is_refused(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client = acting.client(person)
    thread_id, shown = await putting.proposed(client, person)
    altered = {"interruptId": shown["proposal_id"], "status": "resolved", "payload": {"digest": "0" * 64}}
    stream = await resumed(client, thread_id, "and my balance?", altered)
    assert kinds(stream) == ["RUN_STARTED", "RUN_ERROR"]
    assert (await client.get(f"/v1/threads/{thread_id}")).json()["turns"] == []


async def test_answers_alone_make_no_turn(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client = acting.client(person)
    thread_id, shown = await putting.proposed(client, person)
    stream = await resumed(client, thread_id, None, no(shown))
    assert kinds(stream)[-1] == "RUN_FINISHED"
    assert (await client.get(f"/v1/threads/{thread_id}")).json()["turns"] == []


async def test_a_no_to_what_is_over_tells_what_became_of_it(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client = acting.client(person)
    thread_id, shown = await putting.proposed(client, person, amount_cents=2750)
    for _ in range(2):
        stream = await resumed(client, thread_id, None, no(shown))
        [view] = [event.model_dump()["value"] for event in stream if event.type.value == "CUSTOM"]
        assert (kinds(stream)[-1], view["state"]) == ("RUN_FINISHED", "rejected")
