"""From a person's words to one effect: a model calls a write tool, the person says yes, the executor carries it out."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from tests.acting import Acting
from tests.serving import Play, calls


def proposes(tool: str, **arguments: Any) -> Play:
    """A model that calls the tool and then speaks."""

    async def play(messages: Sequence[BaseMessage]) -> AIMessage:
        if isinstance(messages[-1], ToolMessage):
            return AIMessage("Please look it over and say yes or no.")
        return calls((tool, arguments))

    return play


async def test_a_due_date_is_moved_once_its_owner_said_yes(acting: Acting) -> None:
    person = acting.books.who("current")
    client = acting.client(person)
    acting.model.play = proposes("move_due_date", due_day=17)
    thread_id = await client.thread()
    turn = await client.say(thread_id, "please move my due date to the 17th")
    assert turn["outcome"] == "proposal", turn
    proposal = turn["proposal"]
    assert acting.books.commands(proposal["proposal_id"]) == 0

    answer = await acting.decide(client, proposal)
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "done"
    assert acting.books.commands(proposal["proposal_id"]) == 1
    again = await acting.decide(client, proposal)
    assert again.json()["receipt"] == answer.json()["receipt"]
    assert acting.books.commands(proposal["proposal_id"]) == 1

    thread = (await client.get(f"/v1/threads/{thread_id}")).json()
    assert [notice["kind"] for notice in thread["notices"]] == ["receipt"]
