"""A service without a database role for staff: staff hear what to set, and borrowers lose nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stack.issuer import DevelopmentIssuer, Identity
from tests.conftest import Database
from tests.lightly import accounts, served
from tests.serving import Client


@pytest.fixture
def deskless(assistant_db: Database, issuer: DevelopmentIssuer, tmp_path: Path) -> Iterator[str]:
    with served(assistant_db.url("assistant_app"), tmp_path, accounts(), issuer) as (url, _):
        yield url


async def test_staff_hear_what_to_set_and_borrowers_lose_nothing(deskless: str, issuer: DevelopmentIssuer) -> None:
    staff = Client(deskless, issuer.sign_in(Identity("S-101", "support_agent", "Maya Okonkwo", 1)))
    nowhere = "/v1/handoffs/00000000-0000-0000-0000-000000000000"
    refused = [
        *[await staff.get(path) for path in ("/v1/handoffs", "/v1/handoffs/events", nowhere, f"{nowhere}/events")],
        await staff.post(f"{nowhere}/accept"),
        await staff.get(f"/v1/copilot/{nowhere.rsplit('/', 1)[1]}/snapshot"),
    ]
    kinds = {(one.status_code, one.json()["type"].rsplit("/", 1)[1]) for one in refused}
    assert kinds == {(503, "desk-not-configured")}
    assert "ASSIST_DESK_DATABASE_URL" in refused[0].json()["detail"]

    borrower = Client(deskless, issuer.sign_in(Identity("B-1", "borrower", "Ana", 1)))
    thread_id = await borrower.thread()
    assert (await borrower.say(thread_id, "hello"))["outcome"] == "answered"
    asked = (await borrower.post(f"/v1/threads/{thread_id}/handoff")).json()
    assert (asked["state"], asked["position"]) == ("waiting", 1)
    whole = (await borrower.get(f"/v1/threads/{thread_id}")).json()
    assert (whole["floor"], len(whole["turns"]), whole["messages"]) == ("assistant", 1, [])
    async with borrower.http() as http, http.stream("GET", f"/v1/threads/{thread_id}/events") as stream:
        assert await anext(stream.aiter_lines()) == "event: changed"
    async with borrower.http() as http:
        assert (await http.delete(f"/v1/threads/{thread_id}/handoff")).json()["state"] == "withdrawn"
