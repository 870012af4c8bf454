"""The copilot over HTTP with real services: a reply by the assistant's own graph, checked, edited, sent, on record."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from tests.serving import Api, Client, calls

AGENT, COLLEAGUE, SUPERVISOR = "maya-okonkwo", "ben-ferraro", "anjali-rao"


def run_id() -> str:
    return str(uuid.uuid4())


async def reads_the_balance(messages: Sequence[BaseMessage]) -> AIMessage:
    """Reads the balance, then says what the tool answered."""
    if not isinstance(messages[-1], ToolMessage):
        return calls(("get_balance", {}))
    return AIMessage("Hello! How can I help?")


@dataclass(frozen=True)
class Scene:
    api: Api
    borrower: Client
    agent: Client
    thread_id: str
    handoff_id: str

    async def get(self, what: str) -> Any:
        return await self.agent.get(f"/v1/copilot/{self.handoff_id}/{what}")

    async def post(self, what: str, body: Any = None) -> Any:
        answer = await self.agent.post(f"/v1/copilot/{self.handoff_id}/{what}", body)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def says(self, text: str) -> None:
        body = {"text": text, "run_id": run_id()}
        assert (await self.borrower.post(f"/v1/threads/{self.thread_id}/messages", body)).status_code == 200


@pytest.fixture
async def scene(api: Api) -> Scene:
    """A conversation that an agent has taken over."""
    person = next(p for p in api.lender.people if {"current"} <= set(p["situation"]) and p["products"] == ["cash_line"])
    borrower, agent = api.client(person), api.client(api.lender.named(AGENT))
    thread_id = await borrower.thread()
    await borrower.say(thread_id, "Why did my payment change?")
    handoff_id = (await borrower.post(f"/v1/threads/{thread_id}/handoff")).json()["handoff_id"]
    assert (await agent.post(f"/v1/handoffs/{handoff_id}/accept")).status_code == 200
    return Scene(api, borrower, agent, thread_id, handoff_id)


async def test_a_suggestion_is_made_sent_and_recorded_with_its_distance(scene: Scene) -> None:
    scene.api.model.play = reads_the_balance
    await scene.says("how much do i owe?")
    made = await scene.post("suggestions")
    assert made["kind"] == "reply"
    assert made["text"]
    side = scene.api.rows("SELECT thread_id::text FROM assistant.turns WHERE run_id LIKE 'reply-%%' ORDER BY seq DESC")
    assert side[0][0] != scene.thread_id, "it is made in the agent's own thread"
    body = {"text": f"{made['text']}!!", "run_id": run_id(), "suggestion_id": made["suggestion_id"]}
    assert (await scene.agent.post(f"/v1/handoffs/{scene.handoff_id}/messages", body)).status_code == 200
    [(outcome, distance)] = scene.api.rows(
        "SELECT outcome, edit_distance FROM assistant.suggestions WHERE suggestion_id::text = %s", made["suggestion_id"]
    )
    assert (outcome, distance) == ("edited", 2)
    thread = (await scene.borrower.get(f"/v1/threads/{scene.thread_id}")).json()
    assert [one["author"] for one in thread["messages"]] == ["borrower", "agent"], "nothing was sent by itself"
    empty = await scene.post("suggestions")
    assert empty["text"] == ""
    assert empty["empty_because"]


async def test_the_account_stands_as_the_account_system_says(scene: Scene) -> None:
    seen = (await scene.get("snapshot")).json()
    assert seen["accounts"][0]["product"] == "cash_line"
    assert seen["as_of"] == "2026-05-15"
    offered = (await scene.get("actions")).json()["actions"]
    assert all(one["eligible"] or one["not_eligible_because"] for one in offered)


async def test_a_draft_is_held_to_the_account(scene: Scene) -> None:
    balance = (await scene.get("snapshot")).json()["accounts"][0]["balance_cents"]
    own, wrong = (f"Your balance is ${cents / 100:,.2f}." for cents in (balance, balance + 12345))
    assert (await scene.post("check", {"text": own}))["warnings"] == []
    [warned] = (await scene.post("check", {"text": wrong}))["warnings"]
    assert warned["kind"] == "figure"
    assert wrong[warned["start"] : warned["end"]] == warned["words"]


async def test_a_note_is_wrapped_up_and_kept(scene: Scene) -> None:
    made = await scene.post("wrap-up")
    assert '"Why did my payment change?"' in made["text"]
    await scene.post("notes", {"text": made["text"], "suggestion_id": made["suggestion_id"]})
    seen = (await scene.agent.get(f"/v1/handoffs/{scene.handoff_id}")).json()
    assert [note["text"] for note in seen["notes"]] == [made["text"]]
    decided = await scene.post(
        f"suggestions/{made['suggestion_id']}/decision", {"outcome": "rejected", "reason": "tone"}
    )
    assert decided == {"outcome": "rejected", "edit_distance": None, "edit_share": None}


async def test_the_drafting_thread_is_the_agents_and_stays(scene: Scene) -> None:
    first = (await scene.get("side-thread")).json()["thread_id"]
    assert (await scene.get("side-thread")).json()["thread_id"] == first
    assert (await scene.agent.get(f"/v1/threads/{first}")).status_code == 200
    assert (await scene.borrower.get(f"/v1/threads/{first}")).status_code == 404


async def test_only_who_has_the_conversation_works_beside_it(scene: Scene) -> None:
    path = f"/v1/copilot/{scene.handoff_id}"
    colleague, supervisor = (scene.api.client(scene.api.lender.named(name)) for name in (COLLEAGUE, SUPERVISOR))
    assert (await colleague.get(f"{path}/snapshot")).status_code == 404
    assert (await scene.borrower.get(f"{path}/snapshot")).status_code == 403
    assert (await supervisor.get(f"{path}/snapshot")).status_code == 200
    assert (await supervisor.post(f"{path}/suggestions")).status_code == 409
    found = (await supervisor.get("/v1/copilot/policies?q=late+fee&k=2")).json()["results"]
    assert 0 < len(found) <= 2
