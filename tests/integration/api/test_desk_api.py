"""The desk over HTTP: an agent takes a conversation over, speaks, hands it back; every state is told to both sides."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest

from tests.serving import Api, Client

AGENT, COLLEAGUE, SUPERVISOR, ANALYST = "maya-okonkwo", "ben-ferraro", "grant-whitfield", "analyst"


def run_id() -> str:
    return str(uuid.uuid4())


def kind(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rsplit("/", 1)[1]


@dataclass(frozen=True)
class Scene:
    """A borrower whose conversation waits, and the people of the desk."""

    api: Api
    borrower: Client
    thread_id: str
    handoff_id: str

    def staff(self, handle: str) -> Client:
        return self.api.client(self.api.lender.named(handle))

    async def at_desk(self, handle: str, action: str, body: Any = None) -> Any:
        return await self.staff(handle).post(f"/v1/handoffs/{self.handoff_id}/{action}", body)

    async def thread(self) -> dict[str, Any]:
        return (await self.borrower.get(f"/v1/threads/{self.thread_id}")).json()


@pytest.fixture
async def scene(api: Api) -> Scene:
    borrower = api.client(api.lender.who("current"))
    thread_id = await borrower.thread()
    await borrower.say(thread_id, "Why did my payment change?")
    asked = (await borrower.post(f"/v1/threads/{thread_id}/handoff")).json()
    return Scene(api, borrower, thread_id, asked["handoff_id"])


async def test_an_agent_takes_over_speaks_and_hands_back(scene: Scene) -> None:
    taken = (await scene.at_desk(AGENT, "accept")).json()
    assert (taken["floor"], taken["handoff"]["agent_name"]) == ("agent", "Maya Okonkwo")
    assert taken["summary"]["asked"] == ["Why did my payment change?"]
    assert taken["summary"]["why"] == "The borrower asked for a person."
    assert taken["turns"][0]["user_text"] == "Why did my payment change?"
    said = (await scene.at_desk(AGENT, "messages", {"text": "Hello, I am Maya.", "run_id": run_id()})).json()
    answer = await scene.borrower.post(
        f"/v1/threads/{scene.thread_id}/messages", {"text": "Hello Maya.", "run_id": run_id()}
    )
    assert answer.status_code == 200
    refused = await scene.borrower.post(f"/v1/threads/{scene.thread_id}/turns", {"text": "and you, assistant?"})
    assert kind(refused) == (409, "agent-speaks")
    whole = await scene.thread()
    assert [(one["author"], one["text"]) for one in whole["messages"]] == [
        ("agent", "Hello, I am Maya."),
        ("borrower", "Hello Maya."),
    ]
    assert whole["messages"][0] == said
    back = (await scene.at_desk(AGENT, "return", {"note": "Explained the new amount."})).json()
    assert (back["state"], back["agent"]) == ("returned", "S-101")
    whole = await scene.thread()
    assert (whole["floor"], whole["handoff"]["state"]) == ("assistant", "returned")
    assert [notice["kind"] for notice in whole["notices"]] == ["taken_over", "handed_back"]
    assert "Maya Okonkwo" in whole["notices"][0]["words"]
    assert (await scene.borrower.say(scene.thread_id, "thanks"))["outcome"] == "answered"
    kept = (await scene.staff(AGENT).get(f"/v1/handoffs/{scene.handoff_id}")).json()
    assert [note["text"] for note in kept["notes"]] == ["Explained the new amount."]
    orders = [one["order"] for part in ("turns", "notices", "messages") for one in kept[part]]
    assert len(set(orders)) == len(orders) == 6
