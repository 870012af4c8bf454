"""From an agent's words to one waiver that a supervisor approved, and from one factor to a draw that needed two."""

from collections.abc import Sequence
from typing import Any

import httpx
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from stack.issuer import Identity
from stack.people import Person
from tests.acting import Acting
from tests.serving import Client, Play, calls


def proposes(tool: str, **arguments: Any) -> Play:
    """A model that calls the tool and then speaks."""

    async def play(messages: Sequence[BaseMessage]) -> AIMessage:
        if isinstance(messages[-1], ToolMessage):
            return AIMessage("Please look it over and say yes or no.")
        return calls((tool, arguments))

    return play


def staff(acting: Acting, subject: str, role: str) -> Client:
    return Client(acting.url, acting.books.issuer.sign_in(Identity(subject, role, "Sam Reyes", 1)))


def borrower(acting: Acting, *situation: str) -> Person:
    return next(
        person
        for person in acting.books.people
        if person["role"] == "borrower" and set(situation) <= set(person["situation"])
    )


async def proposed_waiver(acting: Acting, client: Client, person: Person) -> dict[str, Any]:
    opened = await client.post("/v1/threads", {"borrower": person["handle"]})
    acting.model.play = proposes("waive_fee", why="first late fee in a year")
    words = "please waive the late fee for this borrower, first late fee in a year"
    turn = await client.say(opened.json()["thread_id"], words)
    assert turn["outcome"] == "proposal", turn
    return dict(turn["proposal"])


async def test_an_agents_waiver_waits_for_another_person(acting: Acting) -> None:
    person = borrower(acting, "current", "recent_late_fee")
    agent, supervisor = staff(acting, "S-101", "support_agent"), staff(acting, "S-201", "supervisor")
    proposal = await proposed_waiver(acting, agent, person)
    assert proposal["requires"] == {"assurance": 1, "approval": "supervisor"}

    assert (await acting.decide(acting.client(person), proposal)).status_code in (403, 404)
    assert (await acting.decide(supervisor, proposal, "confirm")).status_code in (403, 404)
    waiting = await acting.decide(agent, proposal)
    assert waiting.json()["state"] == "awaiting_approval"
    own = await acting.decide(agent, proposal, "approve")
    assert (own.status_code, own.json()["type"].rpartition("/")[2]) == (403, "not-permitted")
    promoted = staff(acting, "S-101", "supervisor")
    assert (await acting.decide(promoted, proposal, "approve")).status_code == 403
    assert acting.books.commands(proposal["proposal_id"]) == 0

    listed = (await supervisor.get("/v1/proposals?state=awaiting_approval")).json()["proposals"]
    assert proposal["proposal_id"] in {each["proposal_id"] for each in listed}
    approved = await acting.decide(supervisor, proposal, "approve")
    assert approved.json()["state"] == "done", approved.text
    assert acting.books.commands(proposal["proposal_id"]) == 1


async def test_a_draw_is_confirmed_with_a_second_factor_alone(acting: Acting) -> None:
    issuer = acting.books.issuer
    stopped = {"frozen_line", "hardship_plan", "identity_theft", "bankruptcy", "deceased", "credit_balance"}
    person = next(
        person
        for person in acting.books.people
        if person["products"] == ["cash_line"]
        and "current" in person["situation"]
        and not stopped & set(person["situation"])
    )
    client = acting.client(person)
    acting.model.play = proposes("request_draw", amount=50)
    turn = await client.say(await client.thread(), "I would like to draw $50 from my line")
    assert turn["outcome"] == "proposal", turn
    proposal = turn["proposal"]
    refused = await acting.decide(client, proposal)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "step-up-needed")
    assert acting.books.commands(proposal["proposal_id"]) == 0

    code = issuer.codes.code(str(person["borrower_id"]))
    token = (await client.post("/v1/development/step-up", {"code": code})).json()["token"]
    stranger = acting.books.somebody_else(person)
    theirs = Client(acting.url, issuer.step_up(issuer.verify(acting.books.token(stranger))))
    assert (await acting.decide(theirs, proposal)).status_code == 404
    done = await acting.decide(Client(acting.url, token), proposal)
    assert done.json()["state"] == "done", done.text
    assert acting.books.commands(proposal["proposal_id"]) == 1


async def test_a_flag_set_after_the_proposal_stops_its_execution(acting: Acting) -> None:
    issuer = acting.books.issuer
    person = next(
        person
        for person in reversed(acting.books.people)
        if "cash_line" in person["products"] and {"current", "autopay_off"} <= set(person["situation"])
    )
    client = acting.client(person)
    acting.model.play = proposes("change_contact", phone="302-555-0188")
    turn = await client.say(await client.thread(), "please change my phone number to 302-555-0188")
    assert turn["outcome"] == "proposal", turn
    proposal = turn["proposal"]
    borrower_id = str(person["borrower_id"])
    token = issuer.delegate("S-101", "support_agent", write=True, borrower=borrower_id)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "flag"}
    flag = {"flag": "identity_theft", "since": "2026-05-14"}
    async with httpx.AsyncClient(base_url=acting.books.url, headers=headers, trust_env=False) as books:
        (await books.post("/v1/me/flags", json=flag)).raise_for_status()

    stepped_up = Client(acting.url, issuer.step_up(issuer.verify(acting.books.token(person))))
    refused = (await acting.decide(stepped_up, proposal)).json()
    assert refused["state"] == "refused", refused
    assert "identity theft" in str(refused["receipt"])
    assert acting.books.commands(proposal["proposal_id"]) == 0


async def test_no_borrower_is_offered_what_staff_propose(acting: Acting) -> None:
    person = borrower(acting, "recent_late_fee")
    client = acting.client(person)

    async def play(messages: Sequence[BaseMessage]) -> AIMessage:
        handed = isinstance(messages[-1], ToolMessage)
        return calls(("hand_off", {"reason": "asked_for_person"}) if handed else ("waive_fee", {"why": "I ask"}))

    acting.model.play = play
    turn = await client.say(await client.thread(), "please waive my late fee")
    assert turn["proposal"] is None
    refused = next(call["result"] for call in turn["tool_calls"] if call["name"] == "waive_fee")
    assert refused["error"]["kind"] == "not_allowed"
