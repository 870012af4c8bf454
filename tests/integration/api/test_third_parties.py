"""An authorised third party: what the borrower allowed, for the borrower who did, and nothing once it is taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from stack.issuer import DevelopmentIssuer
from stack.people import Person, identity_of
from tests.acting import WritableLender, writable
from tests.conftest import INDEXED, PORTFOLIO, Database
from tests.serving import Api, Client, api_app, calls, puppet, serving

ALL_READS = ("list_accounts", "get_profile", "get_balance", "get_amount_due", "list_transactions", "list_payments")


@pytest.fixture
def allowed(
    clone_database: Callable[[str], Database], issuer: DevelopmentIssuer, data_dir: Path
) -> Iterator[tuple[Api, WritableLender]]:
    """An API over books of this test's own."""
    with writable(clone_database(PORTFOLIO), issuer) as books:
        database, model = clone_database(INDEXED), puppet()
        app = api_app(books, database.url("assistant_app"), data_dir, model, turn_deadline_s=8.0)
        with serving(app) as url:
            yield Api(url, books, database, model), books


def the_third_party(api: Api) -> Person:
    return next(person for person in api.lender.people if person["role"] == "third_party")


async def results(api: Api, client: Client, thread_id: str, *tools: str) -> dict[str, Any]:
    """What each tool answered in one turn of the client's."""
    said = iter((calls(*((tool, dict[str, Any]()) for tool in tools)),))

    async def play(_: Any) -> Any:
        return next(said, None) or calls(("hand_off", {"reason": "asked_for_person"}))

    api.model.play = play
    turn = await client.say(thread_id, "what is there?")
    return {call["name"]: call["result"] for call in turn["tool_calls"]}


def error(result: dict[str, Any]) -> str | None:
    return result.get("error", {}).get("kind")


def kinds(found: dict[str, Any]) -> dict[str, str | None]:
    return {name: error(result) for name, result in found.items() if name in ALL_READS}


def revoke(books: WritableLender, issuer: DevelopmentIssuer, person: Person) -> None:
    token = issuer.delegate(str(person["serves"]), "borrower", write=True)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "revoke"}
    path = f"/v1/me/third-parties/{person['borrower_id']}/revoke"
    httpx.post(books.url + path, json={}, headers=headers, trust_env=False).raise_for_status()


async def test_an_authorisation_opens_the_accounts_until_it_is_taken_back(
    allowed: tuple[Api, WritableLender], issuer: DevelopmentIssuer
) -> None:
    api, books = allowed
    person = the_third_party(api)
    client = api.client(person)
    thread_id = await client.thread()
    before = await results(api, client, thread_id, *ALL_READS)
    assert kinds(before) == dict.fromkeys(ALL_READS)
    owned = books.books("SELECT account_id FROM accounts.accounts WHERE borrower_id = %s", person["serves"])
    assert {account["account_id"] for account in before["list_accounts"]["accounts"]} == {row[0] for row in owned}
    revoke(books, issuer, person)
    after = await results(api, client, thread_id, *ALL_READS)
    assert set(kinds(after).values()) <= {"not_found", "not_allowed"}
    assert not any(row[0] in str(after) for row in owned)


async def test_a_token_that_claims_more_than_was_allowed_gets_no_more(
    allowed: tuple[Api, WritableLender], issuer: DevelopmentIssuer
) -> None:
    api, _ = allowed
    person = the_third_party(api)
    identity = identity_of(person)
    other = next(each for each in api.lender.people if each["role"] == "borrower" and each["handle"] != "")
    wider = replace(identity, scopes=frozenset({"information", "payments", "hardship", "disputes", "documents"}))
    elsewhere = replace(identity, serves=str(other["borrower_id"]))
    narrower = replace(identity, scopes=frozenset({"payments"}))
    found = await _first(api, issuer.sign_in(wider), "get_hardship_options", "list_disputes")
    assert [error(found[name]) for name in ("get_hardship_options", "list_disputes")] == ["not_found", "not_found"]
    if other["borrower_id"] != person["serves"]:
        found = await _first(api, issuer.sign_in(elsewhere), "list_accounts", "get_profile")
        assert all(error(result) for name, result in found.items() if name in ALL_READS)
    found = await _first(api, issuer.sign_in(narrower), "get_balance", "list_payments")
    assert (error(found["get_balance"]), error(found["list_payments"])) == ("not_allowed", None)


async def _first(api: Api, token: str, *tools: str) -> dict[str, Any]:
    client = Client(api.url, token)
    return await results(api, client, await client.thread(), *tools)


async def test_a_thread_is_about_whom_the_token_named_when_it_was_opened(
    allowed: tuple[Api, WritableLender], issuer: DevelopmentIssuer
) -> None:
    api, _ = allowed
    person = the_third_party(api)
    client = api.client(person)
    thread_id = await client.thread()
    assert api.rows("SELECT about FROM assistant.threads WHERE thread_id = %s", thread_id) == [(person["serves"],)]
    moved = Client(api.url, issuer.sign_in(replace(identity_of(person), serves="B-99999")))
    assert (await moved.post(f"/v1/threads/{thread_id}/turns", {"text": "hello"})).status_code == 404
    chosen = await client.post("/v1/threads", {"borrower": "B-99999"})
    assert chosen.status_code == 403


async def test_no_draw_payout_or_contact_change_is_on_offer(allowed: tuple[Api, WritableLender]) -> None:
    api, _ = allowed
    client = api.client(the_third_party(api))
    never = ("request_draw", "request_refund", "change_contact", "close_line", "request_limit_increase", "waive_fee")
    found = await results(api, client, await client.thread(), *never)
    assert {error(found[name]) for name in never} == {"not_allowed"}
    assert api.rows("SELECT count(*) FROM assistant.proposals") == [(0,)]
