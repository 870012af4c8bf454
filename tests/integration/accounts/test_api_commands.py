"""Who may try a write out, and what became of a command: told to its caller once it is committed, to nobody else."""

import threading
from collections.abc import AsyncGenerator
from datetime import datetime, time
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
import pytest

from accounts.app import contract_document
from accounts.commands.base import Actor
from accounts.commands.payments import MakePayment
from accounts.commands.run import Given, run
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.desk import LINE
from tests.integration.accounts.edge import PREVIEW, READ, TODAY, WRITE, Edge, serve_edge

PAYMENTS = f"/v1/accounts/{LINE}/payments"
DOLLAR = {"amount_cents": 100, "scheduled_for": "2026-03-02"}
OWN, OTHER = ("borrower", "B-1", None), ("borrower", "B-2", None)
AGENT, COLLEAGUE = ("support_agent", "S-1", "B-1"), ("support_agent", "S-2", "B-1")
WRITES = [
    (method.upper(), path, operation)
    for path, item in contract_document()["paths"].items()
    for method, operation in item.items()
    if method != "get"
]


@pytest.fixture
async def edge(accounts_db: Database, issuer: Any) -> AsyncGenerator[Edge]:
    async with serve_edge(accounts_db, issuer) as served:
        yield served


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", answer.json().get("status"))


async def test_a_token_that_tries_out_writes_nothing_anywhere(edge: Edge) -> None:
    places = {"account_id": LINE, "consent": "marketing", "flag": "deceased", "month": "2026-01"}
    before = edge.desk.one("SELECT count(*) FROM commands")
    for method, path, operation in WRITES:
        for name in (parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"):
            path = path.replace(f"{{{name}}}", places.get(name, "XX-0000000000"))
        for role in ("borrower", "support_agent", "supervisor", "service"):
            who = (role, "B-1", "B-1")
            for tried in ({}, {"dry_run": "false"}, {"dry_run": "0"}):
                refused = await edge.call(method, path, who, {}, PREVIEW, params=tried)
                assert told(refused) in ((403, "scope-missing"), (422, "invalid-request")), (method, path)
                if refused.status_code == 403:
                    assert "accounts:write" in refused.json()["detail"]
    assert edge.desk.one("SELECT count(*) FROM commands") == before


async def test_a_try_needs_a_scope_and_the_problem_names_it(edge: Edge) -> None:
    tried = {"dry_run": "true"}
    refused = await edge.call("POST", PAYMENTS, OWN, DOLLAR, READ, params=tried)
    assert told(refused) == (403, "scope-missing")
    assert "accounts:preview" in refused.json()["detail"]
    for scope in (PREVIEW, WRITE):
        assert told(await edge.call("POST", PAYMENTS, OWN, DOLLAR, scope, params=tried)) == (200, "preview")
    assert told(await edge.call("POST", PAYMENTS, ("auditor", "A-1", None), DOLLAR, PREVIEW, params=tried))[0] == 403


async def test_a_tried_edit_names_the_state_that_it_changes(edge: Edge) -> None:
    path, body, tried = f"/v1/accounts/{LINE}/autopay", {"amount_kind": "minimum"}, {"dry_run": "true"}
    assert told(await edge.call("PUT", path, OWN, body, PREVIEW, params=tried)) == (428, "if-match-required")
    tag = {"If-Match": (await edge.call("GET", path)).headers["ETag"]}
    assert told(await edge.call("PUT", path, OWN, body, PREVIEW, params=tried, headers=tag)) == (200, "preview")
    assert told(await edge.call("PUT", path, OWN, body, PREVIEW, headers=tag)) == (403, "scope-missing")


@pytest.mark.parametrize("key", ["5f0c-1", "a/b?c=%2F&d#e", "B-1:x", "~" * 100])
async def test_a_command_is_told_by_its_key_as_it_was_answered(edge: Edge, key: str) -> None:
    path = f"/v1/commands/{quote(key, safe='')}"
    missing = await edge.call("GET", path, OWN, scope=READ)
    assert told(missing) == (404, "command-not-found")
    first = await edge.call("POST", PAYMENTS, OWN, DOLLAR, key=key)
    assert first.status_code == 201
    found = await edge.call("GET", path, OWN, scope=READ)
    assert (found.status_code, found.json()) == (200, first.json())
    for stranger in (OTHER, ("borrower", f"B-1:{key}", None), ("supervisor", "B-1", "B-2"), ("service", "B-1", None)):
        foreign = await edge.call("GET", path, stranger, scope=READ)
        assert (foreign.status_code, foreign.json()) == (404, missing.json())


async def test_staff_are_told_of_their_own_commands_for_whom_they_serve(edge: Edge) -> None:
    body = {"amount_cents": 700, "received_on": "2026-02-10"}
    made = await edge.call("POST", f"{PAYMENTS}/received", AGENT, body, key="mail-1")
    found = await edge.call("GET", "/v1/commands/mail-1", AGENT, scope=READ)
    assert (found.json(), found.json()["value_on"]) == (made.json(), "2026-02-10")
    for stranger in (COLLEAGUE, OWN, ("support_agent", "S-1", "B-2"), ("support_agent", "S-1", None)):
        assert told(await edge.call("GET", "/v1/commands/mail-1", stranger)) == (404, "command-not-found")


async def test_what_was_tried_out_or_refused_is_not_told(edge: Edge) -> None:
    await edge.call("POST", PAYMENTS, OWN, DOLLAR, key="tried", params={"dry_run": "true"})
    refused = await edge.call("POST", PAYMENTS, OWN, {**DOLLAR, "scheduled_for": "2026-02-21"}, key="refused")
    assert refused.status_code == 409
    for key in ("tried", "refused"):
        assert told(await edge.call("GET", f"/v1/commands/{key}")) == (404, "command-not-found")


async def test_a_running_command_is_told_once_committed_and_a_killed_one_never(
    edge: Edge, accounts_db: Database
) -> None:
    def began(connection: psycopg.Connection, key: str) -> None:
        connection.execute("SELECT set_config('accounts.borrower_id', 'B-1', false)")
        at = datetime.combine(TODAY, time(9), EASTERN)
        connection.execute("BEGIN")
        run(connection, Given(f"B-1:{key}", Actor("B-1", "borrower"), at, "B-1", MakePayment(amount_cents=100), LINE))

    url = accounts_db.url("accounts_api")
    with psycopg.connect(url, autocommit=True) as running:
        began(running, "running")
        assert told(await edge.call("GET", "/v1/commands/running")) == (404, "command-not-found")
        running.execute("COMMIT")
        assert told(await edge.call("GET", "/v1/commands/running")) == (200, "done")
    killed = psycopg.connect(url, autocommit=True)
    began(killed, "killed")
    with psycopg.connect(accounts_db.url("postgres"), autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(%s, 5000)", [killed.info.backend_pid])
    killed.close()
    assert told(await edge.call("GET", "/v1/commands/killed")) == (404, "command-not-found")
    again = await edge.call("POST", PAYMENTS, OWN, {"amount_cents": 100}, key="killed")
    assert (again.status_code, "Idempotent-Replayed" in again.headers) == (201, False)


async def test_the_same_key_sent_while_the_first_runs_waits_for_its_answer(edge: Edge, accounts_db: Database) -> None:
    with psycopg.connect(accounts_db.url("accounts_api"), autocommit=True) as running:
        running.execute("SELECT set_config('accounts.borrower_id', 'B-1', false)")
        running.execute("BEGIN")
        at = datetime.combine(TODAY, time(10), EASTERN)
        first = Given("B-1:twice", Actor("B-1", "borrower"), at, "B-1", MakePayment(amount_cents=100), LINE)
        made = run(running, first).result["payment_id"]
        timer = threading.Timer(0.2, running.execute, ["COMMIT"])
        timer.start()
        again = await edge.call("POST", PAYMENTS, OWN, {"amount_cents": 100}, key="twice")
        timer.join()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json()["resource"]["payment_id"] == made
