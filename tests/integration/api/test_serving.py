"""Staff and third parties on behalf of a borrower: who may, whose accounts are read, and that nothing changes it."""

import uuid
from typing import Any

import psycopg
import pytest

from stack.issuer import Identity
from stack.people import Person
from tests.serving import Api, Client, calls


def staff(api: Api, role: str = "support_agent", subject: str = "S-101") -> Client:
    return Client(api.url, api.lender.issuer.sign_in(Identity(subject, role, "Maya Okonkwo", 1)))


async def opened(client: Client, borrower: str) -> str:
    answer = await client.post("/v1/threads", {"borrower": borrower})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["thread_id"])


def reads_accounts(api: Api, **arguments: Any) -> None:
    """The model looks at the accounts, then says something."""
    said = iter((calls(("list_accounts", arguments)),))

    async def play(_: Any) -> Any:
        return next(said, None) or calls(("hand_off", {"reason": "asked_for_person"}))

    api.model.play = play


def read_in(turn: dict[str, Any]) -> dict[str, Any]:
    return next(call["result"] for call in turn["tool_calls"] if call["name"] == "list_accounts")


def a_borrower(api: Api) -> Person:
    return api.lender.who("current")


async def own_accounts(api: Api, person: Person) -> set[str]:
    client = api.client(person)
    reads_accounts(api)
    turn = await client.say(await client.thread(), "which accounts do I have?")
    return {account["account_id"] for account in read_in(turn)["accounts"]}


@pytest.mark.parametrize("role", ["support_agent", "supervisor"])
@pytest.mark.parametrize("by", ["handle", "borrower_id"])
async def test_staff_see_the_accounts_of_whom_they_serve(api: Api, role: str, by: str) -> None:
    person = a_borrower(api)
    expected = await own_accounts(api, person)
    client = staff(api, role)
    thread_id = await opened(client, str(person[by]))
    for words in ("which accounts are there?", f"now show me {api.lender.somebody_else(person)['name']}'s instead"):
        reads_accounts(api)
        turn = await client.say(thread_id, words)
        assert {account["account_id"] for account in read_in(turn)["accounts"]} == expected


@pytest.mark.parametrize("named", ["borrower_id", "borrower", "about", "serves"])
async def test_no_argument_of_a_model_changes_whom_a_thread_serves(api: Api, named: str) -> None:
    person = a_borrower(api)
    client = staff(api)
    thread_id = await opened(client, str(person["handle"]))
    reads_accounts(api, **{named: api.lender.somebody_else(person)["borrower_id"]})
    turn = await client.say(thread_id, "and the other one?")
    assert read_in(turn)["error"]["kind"] == "invalid"


async def test_staff_who_serve_nobody_read_no_account(api: Api) -> None:
    client = staff(api)
    reads_accounts(api)
    turn = await client.say(await client.thread(), "what does this borrower owe?")
    assert read_in(turn)["error"]["kind"] == "not_allowed"


async def test_a_thread_keeps_its_borrower_over_ag_ui(api: Api) -> None:
    person = a_borrower(api)
    expected = await own_accounts(api, person)
    client = staff(api)
    thread_id = await opened(client, str(person["handle"]))
    reads_accounts(api)
    other = {"borrower": api.lender.somebody_else(person)["borrower_id"]}
    await client.run("accounts?", str(uuid.uuid4()), thread_id, forwardedProps=other, state=other)
    [turn] = (await client.get(f"/v1/threads/{thread_id}")).json()["turns"]
    assert {account["account_id"] for account in read_in(turn["result"])["accounts"]} == expected


async def test_only_staff_name_a_borrower_and_nothing_is_told_of_who_there_is(api: Api) -> None:
    person = a_borrower(api)
    refused = (
        api.client(person),
        api.client(api.lender.somebody_else(person)),
        Client(api.url),
        staff(api, "analyst", "S-301"),
        staff(api, "auditor", "S-401"),
    )
    for client in refused:
        for name in (person["handle"], person["borrower_id"], "nobody-of-that-name"):
            answer = await client.post("/v1/threads", {"borrower": name})
            assert answer.status_code == 403, answer.text
            assert answer.json()["type"].endswith("not-permitted")
            assert str(person["name"]) not in answer.text


@pytest.mark.parametrize("name", ["nobody-of-that-name", "grant-whitfield", "S-201", "", "\0", "%"])
async def test_staff_serve_borrowers_only(api: Api, name: str) -> None:
    answer = await staff(api).post("/v1/threads", {"borrower": name})
    assert answer.status_code == 404
    assert answer.json()["type"].endswith("not-found")


async def test_a_thread_about_somebody_is_its_openers_alone(api: Api) -> None:
    person = a_borrower(api)
    thread_id = await opened(staff(api), str(person["handle"]))
    for other in (staff(api, subject="S-102"), staff(api, "supervisor", "S-201"), api.client(person), Client(api.url)):
        assert (await other.get(f"/v1/threads/{thread_id}")).status_code == 404
        assert (await other.post(f"/v1/threads/{thread_id}/turns", {"text": "hello"})).status_code == 404


async def test_serving_is_on_record(api: Api) -> None:
    person = a_borrower(api)
    thread_id = await opened(staff(api), str(person["handle"]))
    recorded = api.rows("SELECT kind, subject, about FROM assistant.audit WHERE ref = %s", thread_id)
    assert recorded == [("serve", "S-101", person["borrower_id"])]


async def test_the_service_cannot_change_whom_a_thread_serves(api: Api) -> None:
    thread_id = await opened(staff(api), str(a_borrower(api)["handle"]))
    with psycopg.connect(api.database.url("assistant_app")) as connection:
        connection.execute("SELECT set_config('assistant.subject', 'S-101', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE assistant.threads SET about = 'B-1' WHERE thread_id = %s", [thread_id])


async def test_an_agent_who_lost_the_role_serves_no_more(api: Api) -> None:
    thread_id = await opened(staff(api), str(a_borrower(api)["handle"]))
    answer = await staff(api, "analyst").post(f"/v1/threads/{thread_id}/turns", {"text": "hello"})
    assert answer.status_code == 403
