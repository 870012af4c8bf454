"""Operations over HTTP: who may look, what they are shown, and that each look is on record."""

from typing import Any

import pytest
from langchain_core.messages import AIMessage

from tests.serving import Api, Client, calls
from tools.caller import Role

ROUTES = {
    "monitors": "/v1/ops/monitors",
    "search": "/v1/ops/conversations?q=zebrawood",
    "look": "/v1/ops/conversations/{thread}",
    "audit": "/v1/ops/turns/{turn}/audit",
    "releases": "/v1/ops/releases",
}
ALLOWED: dict[Role, set[str]] = {
    "anonymous": set(),
    "borrower": set(),
    "third_party": set(),
    "support_agent": set(),
    "supervisor": {"monitors", "search", "look", "releases"},
    "analyst": set(ROUTES),
    "auditor": set(ROUTES),
}


def somebody(api: Api, role: Role) -> Client:
    if role == "anonymous":
        return api.client()
    return api.client(next(person for person in api.lender.people if person["role"] == role))


async def said(api: Api, text: str = "is the zebrawood fee right?") -> dict[str, Any]:
    client = api.client(api.lender.who("current"))
    return await client.say(await client.thread(), text)


async def got(client: Client, path: str) -> dict[str, Any]:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("role", list(ALLOWED))
async def test_who_may_look_at_what(api: Api, role: Role) -> None:
    turn, client = await said(api), somebody(api, role)
    for name, path in ROUTES.items():
        answer = await client.get(path.format(thread=turn["thread_id"], turn=turn["turn_id"]))
        assert answer.status_code == (200 if name in ALLOWED[role] else 403), (name, answer.text)
        if answer.status_code == 403:
            assert answer.json()["type"].endswith("/not-permitted")
            assert "zebrawood" not in answer.text


async def test_a_turn_shows_up_in_the_monitors_with_what_was_thought_of_it(api: Api) -> None:
    auditor = somebody(api, "auditor")
    before = (await got(auditor, "/v1/ops/monitors?slice=domain"))["totals"]
    api.model.play = _reads_fees
    turn = await said(api)
    owner = api.client(api.lender.who("current"))
    assert (await owner.post("/v1/feedback", {"turn_id": turn["turn_id"], "liked": False})).status_code == 204
    told = await got(auditor, "/v1/ops/monitors?slice=domain")
    after = told["totals"]
    assert (after["turns"], after["threads"], after["disliked"]) == (
        before["turns"] + 1,
        before["threads"] + 1,
        before["disliked"] + 1,
    )
    assert "fees" in {one["value"] for one in told["slices"]}
    assert sum(step["turns"] for step in told["series"]) == after["turns"]
    assert told["from"] < told["to"]


async def _reads_fees(messages: Any) -> AIMessage:
    done = any(message.type == "tool" for message in messages)
    return AIMessage("Here they are.") if done else calls(("list_fees", {}))


async def test_a_conversation_is_shown_with_all_that_belongs_to_it(api: Api) -> None:
    person, analyst = api.lender.who("current"), somebody(api, "analyst")
    turn = await said(api, "quillfeather asks about the fee")
    owner = api.client(person)
    await owner.post("/v1/feedback", {"turn_id": turn["turn_id"], "liked": True})
    assert (await owner.post(f"/v1/threads/{turn['thread_id']}/handoff")).status_code == 200
    found = await got(analyst, "/v1/ops/conversations?q=QUILLFEATHER")
    assert [one["thread_id"] for one in found["conversations"]] == [turn["thread_id"]]
    (hit,) = found["conversations"]
    assert (hit["borrower_name"], hit["handoff_reason"]) == (person["name"], "asked_for_person")
    shown = await got(analyst, f"/v1/ops/conversations/{turn['thread_id']}")
    assert (shown["borrower_id"], shown["borrower_name"]) == (person["borrower_id"], person["name"])
    assert shown["asked_by"] == person["borrower_id"]
    assert [one["user_text"] for one in shown["turns"]] == ["quillfeather asks about the fee"]
    assert shown["turns"][0]["result"]["answer"] == turn["answer"]
    assert [(one["turn_id"], one["liked"]) for one in shown["feedback"]] == [(turn["turn_id"], True)]
    assert [one["state"] for one in shown["handoffs"]] == ["waiting"]
    looks = api.rows(
        "SELECT subject, about, body FROM assistant.audit WHERE kind = 'desk' AND ref = %s", turn["thread_id"]
    )
    staff = next(one for one in api.lender.people if one["role"] == "analyst")["borrower_id"]
    assert looks == [(staff, person["borrower_id"], {"event": "look", "role": "analyst"})]


async def test_a_turns_audit_record_is_held_against_what_is_stored(api: Api) -> None:
    turn, auditor = await said(api), somebody(api, "auditor")
    path = f"/v1/ops/turns/{turn['turn_id']}/audit"
    found = await got(auditor, path)
    assert (found["holds"], found["answer"]) == (True, turn["answer"])
    assert all(check["holds"] for check in found["checks"])
    again = await got(auditor, path)
    assert [one["kind"] for one in again["later"]] == ["read"]


async def test_releases_tell_what_is_served_and_why(api: Api) -> None:
    told = await got(somebody(api, "supervisor"), "/v1/ops/releases")
    live, newest = told["live"], told["releases"][0]
    assert live["reference"].startswith(f"{told['prompt']}@{live['version']}#")
    assert newest["version"] == live["version"]
    assert newest["hash"] == live["hash"]
    assert newest["why"]
    assert [one["version"] for one in told["releases"]] == sorted(
        (one["version"] for one in told["releases"]), reverse=True
    )


@pytest.mark.parametrize(
    "path",
    [
        "/v1/ops/monitors?from=2020-01-01",
        "/v1/ops/monitors?from=soon",
        "/v1/ops/monitors?slice=shoe_size",
        "/v1/ops/conversations?before=nowhere",
        "/v1/ops/conversations?limit=0",
        "/v1/ops/conversations?outcome=happy",
        f"/v1/ops/conversations?q={'x' * 300}",
    ],
)
async def test_what_does_not_fit_is_refused_in_words(api: Api, path: str) -> None:
    answer = await somebody(api, "auditor").get(path)
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (422, "invalid-request")


@pytest.mark.parametrize("path", ["/v1/ops/conversations/{}", "/v1/ops/turns/{}/audit"])
@pytest.mark.parametrize("name", ["00000000-0000-4000-8000-000000000001", "nonsense"])
async def test_what_there_is_not_is_not_found(api: Api, path: str, name: str) -> None:
    assert (await somebody(api, "auditor").get(path.format(name))).status_code == 404
