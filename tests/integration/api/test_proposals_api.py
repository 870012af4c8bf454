"""Proposals over HTTP with a real account system and executor: the yes that pays once, and every no."""

import asyncio
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from ag_ui.core import BaseEvent
from langchain_core.messages import AIMessage, BaseMessage

from tests.acting import Acting
from tests.integration.api.putting import Putting
from tests.serving import Client, agui, calls, events


@pytest.fixture
def putting(acting: Acting, data_dir: Path) -> Putting:
    return Putting(acting, data_dir)


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["type"]).rsplit("/", 1)[-1]


async def settled(client: Client, proposal_id: str) -> dict[str, Any]:
    """The proposal once its execution has ended."""
    for _ in range(400):
        view = (await client.get(f"/v1/proposals/{proposal_id}")).json()
        if view["state"] in ("done", "refused"):
            return view
        await asyncio.sleep(0.05)
    raise AssertionError(f"{proposal_id} was not settled within twenty seconds")


async def test_a_yes_pays_once_and_everybody_is_told(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client = acting.client(person)
    thread_id, shown = await putting.proposed(client, person)
    assert shown["can"] == ["confirm", "reject"]
    answer = await acting.decide(client, shown)
    assert answer.status_code in (200, 202)
    view = await settled(client, shown["proposal_id"])
    assert (view["state"], view["receipt"]["outcome"]) == ("done", "done")
    again = await acting.decide(client, shown)
    assert (again.status_code, again.json()["receipt"]) == (200, view["receipt"])
    assert acting.books.commands(shown["proposal_id"]) == 1
    thread = (await client.get(f"/v1/threads/{thread_id}")).json()
    assert [(notice["kind"], notice["proposal_id"]) for notice in thread["notices"]] == [
        ("receipt", shown["proposal_id"])
    ]
    assert "$25.00" in thread["notices"][0]["words"]
    activity = (await client.get("/v1/activity")).json()
    assert [found["state"] for found in activity["proposals"] if found["proposal_id"] == shown["proposal_id"]] == [
        "done"
    ]


async def test_what_was_done_can_be_taken_back_once(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client = acting.client(person)
    _, shown = await putting.proposed(client, person, amount_cents=2600)
    await acting.decide(client, shown)
    done = await settled(client, shown["proposal_id"])
    assert done["can"] == ["undo"]
    undone = (await client.post(f"/v1/proposals/{shown['proposal_id']}/undo")).json()
    assert (undone["tool"], undone["state"], undone["undoes"]) == ("cancel_payment", "open", shown["proposal_id"])
    same = (await client.post(f"/v1/proposals/{shown['proposal_id']}/undo")).json()
    assert same["proposal_id"] == undone["proposal_id"]
    await acting.decide(client, undone)
    assert (await settled(client, undone["proposal_id"]))["state"] == "done"
    [(status,)] = acting.books.books(
        "SELECT status FROM accounts.payments WHERE payment_id = %s", done["receipt"]["resource"]["payment_id"]
    )
    assert status == "cancelled"
    assert (await settled(client, shown["proposal_id"]))["can"] == []


async def test_a_no_is_final(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client = acting.client(person)
    _, shown = await putting.proposed(client, person)
    assert (await acting.decide(client, shown, "reject")).json()["state"] == "rejected"
    assert problem(await acting.decide(client, shown)) == (409, "proposal-not-open")
    assert acting.books.commands(shown["proposal_id"]) == 0


async def test_refusals_say_what_they_are(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client, other = acting.client(person), acting.client(acting.books.somebody_else(person))
    _, shown = await putting.proposed(client, person)
    where = f"/v1/proposals/{shown['proposal_id']}"
    assert problem(await client.post(f"{where}/confirm", {"digest": "0" * 64})) == (409, "proposal-altered")
    assert problem(await client.post(f"{where}/confirm", {})) == (422, "invalid-request")
    for path in (where, f"{where}/confirm", f"{where}/reject", f"{where}/cancel", f"{where}/approve", f"{where}/undo"):
        answer = await (other.get(path) if path == where else other.post(path, {"digest": shown["digest"]}))
        assert problem(answer) == (404, "proposal-not-found"), path
    assert problem(await client.get("/v1/proposals/not-an-id")) == (404, "proposal-not-found")
    assert problem(await acting.client().post(f"{where}/confirm", {"digest": shown["digest"]})) == (
        404,
        "proposal-not-found",
    )
    _, draw = await putting.proposed(client, person, tool="request_draw", assurance=2, risk="high")
    assert problem(await acting.decide(client, draw)) == (403, "step-up-needed")
    assert problem(await client.post(f"{where}/undo")) == (409, "proposal-not-open")


def kinds(stream: list[BaseEvent]) -> list[str]:
    return [event.type.value for event in stream]


async def resumed(client: Client, thread_id: str, *answers: dict[str, Any]) -> list[BaseEvent]:
    body = {**agui("", str(uuid.uuid4()), thread_id), "messages": [], "resume": list(answers)}
    answer = await client.post("/v1/agui", body)
    assert answer.status_code == 200, answer.text
    return events(answer.text)


async def test_resume_is_the_same_decision(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client = acting.client(person)
    thread_id, shown = await putting.proposed(client, person, amount_cents=2700)
    waits = await putting.put(putting.draft(person, tool="request_draw", assurance=2), thread_id)
    altered = {"interruptId": shown["proposal_id"], "status": "resolved", "payload": {"digest": "0" * 64}}
    stream = await resumed(client, thread_id, altered)
    assert kinds(stream) == ["RUN_STARTED", "RUN_ERROR"]
    assert stream[-1].model_dump()["code"] == "proposal-altered"
    stream = await resumed(client, thread_id, {**altered, "payload": {"digest": shown["digest"]}})
    assert kinds(stream)[:4] == ["RUN_STARTED", "TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END"]
    outcome = stream[-1].model_dump()["outcome"]
    assert [interrupt["id"] for interrupt in outcome["interrupts"]] == [waits.proposal_id]
    assert outcome["interrupts"][0]["metadata"]["proposal"]["digest"] == waits.digest
    assert (await settled(client, shown["proposal_id"]))["state"] == "done"
    stream = await resumed(client, thread_id, {"interruptId": waits.proposal_id, "status": "cancelled"})
    assert "outcome" not in stream[-1].model_dump(exclude_none=True)
    assert (await client.get(f"/v1/proposals/{waits.proposal_id}")).json()["state"] == "rejected"


async def pays(messages: Sequence[BaseMessage]) -> AIMessage:
    if messages[-1].type == "tool":
        return AIMessage("Your payment is done.")
    return calls(("schedule_payment", {"amount": 50.00, "payment_date": "2026-06-01"}))


async def test_a_turn_that_proposes_ends_with_interrupts_that_resume_answers(acting: Acting) -> None:
    acting.model.play = pays
    client = acting.client(acting.books.who("current"))
    stream = await client.run("please pay $50 on 2026-06-01 from my bank", str(uuid.uuid4()))
    thread_id = str(stream[-1].model_dump()["thread_id"])
    [interrupt] = stream[-1].model_dump()["outcome"]["interrupts"]
    shown = interrupt["metadata"]["proposal"]
    stored = (await client.get(f"/v1/proposals/{interrupt['id']}")).json()
    clocks = {"created_at", "expires_at"}
    assert {key: shown[key] for key in shown if key not in clocks} == {
        key: stored[key] for key in stored if key not in clocks
    }
    said = "".join(event.model_dump()["delta"] for event in stream if event.type.value == "TEXT_MESSAGE_CONTENT")
    assert "is done" not in said
    assert acting.books.commands(interrupt["id"]) == 0
    yes = {"interruptId": interrupt["id"], "status": "resolved", "payload": {"digest": shown["digest"]}}
    await resumed(client, thread_id, yes)
    assert (await settled(client, interrupt["id"]))["state"] == "done"
    assert acting.books.commands(interrupt["id"]) == 1


async def test_resume_reaches_no_other_conversation(acting: Acting, putting: Putting) -> None:
    person = acting.books.who("current")
    client, other = acting.client(person), acting.client(acting.books.somebody_else(person))
    thread_id, shown = await putting.proposed(client, person)
    yes = {"interruptId": shown["proposal_id"], "status": "resolved", "payload": {"digest": shown["digest"]}}
    stream = await resumed(client, await client.thread(), yes)
    assert stream[-1].model_dump()["code"] == "proposal-not-found"
    stream = await resumed(other, await other.thread(), yes)
    assert stream[-1].model_dump()["code"] == "proposal-not-found"
    body = {**agui("", str(uuid.uuid4()), thread_id), "messages": [], "resume": [yes]}
    assert problem(await other.post("/v1/agui", body)) == (404, "thread-not-found")
    assert (await client.get(f"/v1/proposals/{shown['proposal_id']}")).json()["state"] == "open"
