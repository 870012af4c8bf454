"""The desk over HTTP: an agent takes a conversation over, speaks, hands it back; every state is told to both sides."""

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from ag_ui.core import CustomEvent

from tests.serving import Api, Client

AGENT, COLLEAGUE = "maya-okonkwo", "ben-ferraro"


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


async def test_over_ag_ui_the_text_goes_to_the_person_who_has_the_floor(scene: Scene) -> None:
    await scene.at_desk(AGENT, "accept")
    run, sent = run_id(), list[str]()
    for _ in range(2):
        told = await scene.borrower.run("Hello, is somebody there?", run, scene.thread_id)
        assert [event.type.value for event in told] == ["RUN_STARTED", "CUSTOM", "RUN_FINISHED"]
        assert isinstance(told[1], CustomEvent)
        assert (told[1].name, told[1].value["text"]) == ("desk_message", "Hello, is somebody there?")
        sent.append(told[1].value["message_id"])
    whole = await scene.thread()
    assert [one["message_id"] for one in whole["messages"]] == sent[:1] == sent[1:]
    assert len(whole["turns"]) == 1


async def test_a_second_agent_hears_who_has_it(scene: Scene) -> None:
    await scene.at_desk(AGENT, "accept")
    refused = await scene.at_desk(COLLEAGUE, "accept")
    assert kind(refused) == (409, "handoff-taken")
    assert "Maya Okonkwo" in refused.json()["detail"]
    assert kind(await scene.staff(COLLEAGUE).get(f"/v1/handoffs/{scene.handoff_id}")) == (404, "handoff-not-found")


async def test_the_board_shows_what_waits_and_who_wrote_what(scene: Scene) -> None:
    board = (await scene.staff(AGENT).get("/v1/handoffs?state=waiting&queue=support")).json()["handoffs"]
    row = next(row for row in board if row["handoff_id"] == scene.handoff_id)
    person = scene.api.lender.who("current")
    assert (row["borrower_id"], row["borrower_name"]) == (person["borrower_id"], person["name"])
    assert (row["preview"], row["language"], row["agent"]) == ("Why did my payment change?", "en", None)
    assert [row["position"] for row in board] == sorted(row["position"] for row in board)
    await scene.at_desk(AGENT, "accept")
    mine = (await scene.staff(AGENT).get("/v1/handoffs?mine=true&state=accepted")).json()["handoffs"]
    assert scene.handoff_id in [row["handoff_id"] for row in mine]


@pytest.mark.parametrize("action", ["accept", "messages", "return", "transfer"])
async def test_who_only_looks_takes_no_part(scene: Scene, action: str) -> None:
    body = {"text": "hi", "run_id": run_id(), "queue": "fraud"}
    for handle in ("peter-lindholm", None):
        client = scene.staff(handle) if handle else scene.borrower
        refused = await client.post(f"/v1/handoffs/{scene.handoff_id}/{action}", body)
        assert kind(refused) == (403, "not-permitted")
    assert (await scene.borrower.get("/v1/handoffs")).status_code == 403
    assert (await scene.api.client().get(f"/v1/handoffs/{scene.handoff_id}")).status_code == 403


async def test_a_queue_that_there_is_not_takes_nobody(scene: Scene) -> None:
    await scene.at_desk(AGENT, "accept")
    assert kind(await scene.at_desk(AGENT, "transfer", {"queue": "elsewhere"})) == (422, "unknown-queue")
    moved = (await scene.at_desk(AGENT, "transfer", {"queue": "special_servicing"})).json()
    assert (moved["state"], moved["queue"]) == ("waiting", "special_servicing")
    assert (await scene.thread())["notices"][-1]["kind"] == "transferred"
    assert kind(await scene.at_desk(AGENT, "messages", {"text": "hi", "run_id": run_id()})) == (409, "handoff-over")
