"""Chat completions on the wire: shapes, streaming, conversations that go on, and errors of one shape only."""

import json
import uuid
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessage

from stack.people import Person
from tests.clients.scripted import plays
from tests.serving import Api, Client, calls

MODEL = "tidewell-assistant"


def asked(text: str = "what is my balance?", **more: Any) -> dict[str, Any]:
    return {"model": MODEL, "messages": [{"role": "user", "content": text}], **more}


async def complete(client: Client, body: Any, **headers: str) -> httpx.Response:
    async with client.http() as http:
        return await http.post("/v1/chat/completions", json=body, headers=headers)


def error_of(answer: httpx.Response) -> tuple[int, str, str | None]:
    """Status, code and param of an answer that is an error object and nothing else."""
    assert answer.headers["content-type"] == "application/json", answer.text
    assert set(answer.json()) == {"error"}
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["message"]
    return answer.status_code, error["code"], error["param"]


@pytest.fixture
def person(api: Api) -> Person:
    api.model.play = plays
    return api.lender.who("current")


async def test_a_conversation_goes_on_where_it_is_named(api: Api, person: Person) -> None:
    client = api.client(person)
    first = await complete(client, asked("hello"))
    thread_id = first.headers["x-thread-id"]
    assert first.json()["tidewell"]["thread_id"] == thread_id
    await complete(client, asked("and my balance?"), **{"X-Thread-Id": thread_id})
    await complete(client, asked("thanks, balance?", metadata={"thread_id": thread_id}))
    alone = await complete(client, asked("hello"))
    assert alone.headers["x-thread-id"] != thread_id
    turns = (await client.get(f"/v1/threads/{thread_id}")).json()["turns"]
    assert [turn["user_text"] for turn in turns] == ["hello", "and my balance?", "thanks, balance?"]


async def test_a_stream_is_frames_ended_by_done(api: Api, person: Person) -> None:
    body = asked(stream=True, stream_options={"include_usage": True})
    answer = await complete(api.client(person), body)
    assert answer.headers["content-type"].startswith("text/event-stream")
    frames = answer.text.split("\n\n")
    assert frames[-2:] == ["data: [DONE]", ""]
    chunks = [json.loads(frame.removeprefix("data: ")) for frame in frames[:-2]]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert [chunk["usage"] is None for chunk in chunks] == [*(True for _ in chunks[1:]), False]


async def test_a_repeated_request_is_one_turn(api: Api, person: Person) -> None:
    client, key = api.client(person), str(uuid.uuid4())
    answers = [await complete(client, asked(), **{"Idempotency-Key": key}) for _ in range(2)]
    assert answers[0].headers["x-thread-id"] == answers[1].headers["x-thread-id"]
    assert answers[0].json()["choices"] == answers[1].json()["choices"]
    other = await complete(client, asked("another"), **{"Idempotency-Key": key})
    assert error_of(other)[:2] == (409, "run_conflict")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (400, "invalid_value", "model")),
        ({"model": MODEL, "messages": []}, (400, "invalid_value", "messages")),
        ({"model": MODEL, "messages": "hi"}, (400, "invalid_value", "messages")),
        ({"model": MODEL, "messages": [{"role": "system", "content": "hi"}]}, (400, "message_empty", "messages")),
        (asked(""), (400, "message_empty", "messages")),
        (asked("x" * 8_001), (400, "message_too_long", "messages")),
        (asked(stream="perhaps"), (400, "invalid_value", "stream")),
        (asked(metadata={"thread_id": "../.."}), (400, "invalid_value", "metadata")),
        (asked(metadata={"thread_id": "no-such"}), (404, "thread_not_found", None)),
        ({**asked(), "model": "gpt-4o"}, (404, "model_not_found", "model")),
        (asked(n=3), (400, "unsupported_parameter", "n")),
        (asked(response_format={"type": "json_object"}), (400, "unsupported_parameter", "response_format")),
        (asked(borrower="B-1"), (400, "unknown_parameter", "borrower")),
    ],
    ids=range(13),
)
async def test_what_is_not_taken_says_so_in_one_shape(
    api: Api, person: Person, body: Any, expected: tuple[int, str, str | None]
) -> None:
    assert error_of(await complete(api.client(person), body)) == expected


async def test_only_text_is_read(api: Api, person: Person) -> None:
    picture = {"type": "image_url", "image_url": {"url": "https://a.example/x.png"}}
    text = {"type": "text", "text": "what is my balance?"}
    client = api.client(person)
    refused = await complete(client, {"model": MODEL, "messages": [{"role": "user", "content": [text, picture]}]})
    assert error_of(refused) == (400, "unsupported_content", "messages[0].content")
    taken = await complete(client, {"model": MODEL, "messages": [{"role": "user", "content": [text]}]})
    assert taken.status_code == 200


async def test_nobody_without_a_key(api: Api) -> None:
    for client in (Client(api.url), Client(api.url, "sk-none")):
        for path in ("/v1/models", f"/v1/models/{MODEL}"):
            answer = await client.get(path)
            assert error_of(answer) == (401, "invalid_api_key", None)
            assert answer.headers["www-authenticate"] == "Bearer"
        assert error_of(await complete(client, asked())) == (401, "invalid_api_key", None)


async def test_models_are_one(api: Api, person: Person) -> None:
    client = api.client(person)
    assert [each["id"] for each in (await client.get("/v1/models")).json()["data"]] == [MODEL]
    assert (await client.get(f"/v1/models/{MODEL}")).json()["object"] == "model"
    assert error_of(await client.get("/v1/models/gpt-4o/x")) == (404, "model_not_found", "model")


async def test_another_method_and_a_broken_body_have_the_same_shape(api: Api, person: Person) -> None:
    async with api.client(person).http() as http:
        for method, path in (("GET", "/v1/chat/completions"), ("DELETE", f"/v1/models/{MODEL}"), ("PUT", "/v1/models")):
            assert error_of(await http.request(method, path))[:2] == (405, "method_not_allowed")
        broken = await http.post("/v1/chat/completions", content="{", headers={"content-type": "application/json"})
        assert error_of(broken) == (400, "invalid_json", None)


async def test_a_turn_that_fails_answers_in_words(api: Api, person: Person) -> None:
    async def breaks(_: Any) -> AIMessage:
        raise ConnectionError("the model is away")

    api.model.play = breaks
    answer = (await complete(api.client(person), asked())).json()
    assert answer["choices"][0]["message"]["content"]
    assert answer["tidewell"]["outcome"] in ("failed", "handoff", "answered")


async def test_staff_read_whom_the_conversation_serves(api: Api, person: Person) -> None:
    agent = Client(api.url, api.lender.staff_token())
    opened = await agent.post("/v1/threads", {"borrower": person["handle"]})
    seen: list[str] = []

    async def play(messages: Any) -> AIMessage:
        if messages[-1].type == "tool":
            seen.append(messages[-1].text)
            return AIMessage("Hello!")
        return calls(("list_accounts", {}))

    api.model.play = play
    await complete(agent, asked(), **{"X-Thread-Id": opened.json()["thread_id"]})
    await complete(agent, asked())
    assert "account_id" in seen[0]
    assert "not_allowed" in seen[1]
