"""Limits over HTTP: refused before anything is stored, with the seconds until one more is taken."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import INDEXED, Database
from tests.serving import Api, Lender, agui, api_app, puppet, serving


@pytest.fixture(scope="module")
def narrow(lender: Lender, clone_database: Callable[[str], Database], data_dir: Path) -> Iterator[Api]:
    """An API that takes little at once."""
    database, model = clone_database(INDEXED), puppet()
    limits: dict[str, Any] = {
        "turns_per_minute": 3,
        "confirmations_per_minute": 2,
        "anonymous_turns_per_minute": 2,
        "all_anonymous_turns_per_minute": 100,
    }
    with serving(api_app(lender, database.url("assistant_app"), data_dir, model, **limits)) as url:
        yield Api(url, lender, database, model)


async def test_turns_of_a_borrower_are_limited_on_both_ways_in(narrow: Api) -> None:
    client = narrow.client(narrow.lender.who("current"))
    thread_id = await client.thread()
    for _ in range(3):
        await client.say(thread_id, "hello")
    for path, body in ((f"/v1/threads/{thread_id}/turns", {"text": "hi"}), ("/v1/agui", agui("hi", "r-1", thread_id))):
        refused = await client.post(path, body)
        assert refused.status_code == 429
        assert refused.json()["type"].endswith("/too-many-requests")
        assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert narrow.rows("SELECT count(*) FROM assistant.turns WHERE thread_id = %s", thread_id) == [(3,)]
    other = narrow.client(narrow.lender.somebody_else(narrow.lender.who("current")))
    await other.say(await other.thread(), "hello")


async def test_a_visitor_gets_no_more_by_coming_as_somebody_new(narrow: Api) -> None:
    taken: list[int] = []
    for _ in range(4):
        visitor = narrow.client()
        answer = await visitor.post(f"/v1/threads/{await visitor.thread()}/turns", {"text": "hello"})
        taken.append(answer.status_code)
    assert taken == [200, 200, 429, 429]


async def test_confirmations_are_counted_whatever_they_confirm(narrow: Api) -> None:
    client = narrow.client(narrow.lender.who("current"))
    nothing = "/v1/proposals/00000000-0000-4000-8000-000000000000/confirm"
    answers = [(await client.post(nothing, {"digest": "0" * 64})).status_code for _ in range(4)]
    assert answers == [404, 404, 429, 429]


async def test_every_decision_counts_whether_it_is_a_yes_or_a_no(narrow: Api) -> None:
    client = narrow.client(narrow.lender.somebody_else(narrow.lender.who("current")))
    nothing = "/v1/proposals/00000000-0000-4000-8000-000000000000"
    decisions = ("reject", "cancel", "confirm", "approve", "reject", "cancel", "undo")
    answers = [(await client.post(f"{nothing}/{each}", {"digest": "0" * 64})).status_code for each in decisions]
    assert answers == [404, 404, 429, 429, 429, 429, 429]


async def test_a_client_of_the_openai_protocol_is_told_when_to_come_again(narrow: Api) -> None:
    person = narrow.lender.somebody_else(narrow.lender.who("current"))
    body = {"model": "tidewell-assistant", "messages": [{"role": "user", "content": "hello"}]}
    answers = [await narrow.client(person).post("/v1/chat/completions", body) for _ in range(4)]
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "rate_limit_exceeded"
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
