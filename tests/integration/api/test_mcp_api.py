"""The MCP server with the official client: tools and documents by who asks, results as data, every call on record."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Literal

import httpx
import httpx2
import pytest
from mcp import Client as McpClient
from mcp import MCPError
from mcp.client.streamable_http import streamable_http_client

from stack.issuer import Identity
from stack.people import Person
from tests.serving import Api, Client

Mode = Literal["auto", "legacy"]


@asynccontextmanager
async def connected(api: Api, token: str, mode: Mode = "auto", **headers: str) -> AsyncGenerator[McpClient]:
    given = {"Authorization": f"Bearer {token}", **headers}
    async with (
        httpx2.AsyncClient(headers=given, trust_env=False, timeout=30) as http,
        McpClient(streamable_http_client(f"{api.url}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


def token_of(api: Api, person: Person) -> str:
    return api.lender.token(person)


async def tools_of(client: McpClient) -> set[str]:
    return {tool.name for tool in (await client.list_tools()).tools}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_borrower_reads_their_own_accounts(api: Api, mode: Mode) -> None:
    person = api.lender.who("current")
    async with connected(api, token_of(api, person), mode) as client:
        offered = (await client.list_tools()).tools
        result = await client.call_tool("get_balance", {})
    assert {"get_balance", "search_policies"} <= {tool.name for tool in offered}
    assert all(tool.annotations and tool.annotations.read_only_hint and tool.description for tool in offered)
    assert not result.is_error
    assert result.structured_content["accounts"]


async def test_others_text_is_marked_and_the_document_is_linked(api: Api) -> None:
    async with connected(api, token_of(api, api.lender.who("current"))) as client:
        result = await client.call_tool("search_policies", {"query": "penalty for paying off early"})
        passage = result.structured_content["passages"][0]
        links = [part for part in result.content if part.type == "resource_link"]
        read = (await client.read_resource(links[0].uri)).contents[0]
    assert set(passage["text"]) == {"untrusted_text"}
    assert passage["text"]["untrusted_text"] in getattr(read, "text", "")
    assert read.meta is not None
    assert read.meta["effective_from"]


async def test_documents_are_those_of_the_callers_audience(api: Api) -> None:
    async with connected(api, token_of(api, api.lender.who("current"))) as client:
        seen = {resource.uri for resource in (await client.list_resources()).resources}
        with pytest.raises(MCPError, match="no policy document"):
            await client.read_resource("policy://POL-S-WAIVE-01?version=1")
        for uri in ("policy://POL-NONE-01", "policy://POL-PAYOFF-01?version=99", "file:///etc/passwd", "policy://../x"):
            with pytest.raises(MCPError):
                await client.read_resource(uri)
    async with connected(api, api.lender.staff_token()) as client:
        everything = {resource.uri for resource in (await client.list_resources()).resources}
        assert (await client.read_resource("policy://POL-S-WAIVE-01")).contents
    assert everything > seen
    assert not any("POL-S-" in uri for uri in seen)


@pytest.mark.parametrize("name", ["move_due_date", "hand_off", "withdraw_proposals", "no_such_tool", ""])
async def test_what_is_not_the_callers_to_use_is_not_there(api: Api, name: str) -> None:
    async with connected(api, token_of(api, api.lender.who("current"))) as client:
        with pytest.raises(MCPError, match="There is no tool"):
            await client.call_tool(name, {})


async def test_staff_read_whom_their_conversation_serves_and_nobody_without(api: Api) -> None:
    person = api.lender.who("current")
    agent = Client(api.url, api.lender.staff_token())
    opened = (await agent.post("/v1/threads", {"borrower": person["handle"]})).json()["thread_id"]
    async with connected(api, api.lender.staff_token(), **{"X-Thread-Id": opened}) as client:
        served = (await client.call_tool("list_accounts", {})).structured_content
    async with connected(api, token_of(api, person)) as client:
        own = (await client.call_tool("list_accounts", {})).structured_content
    assert served["accounts"] == own["accounts"]
    async with connected(api, api.lender.staff_token()) as client:
        assert await tools_of(client) == {"search_policies"}
    analyst = api.lender.issuer.sign_in(Identity("S-301", "analyst", "Ada", 1))
    async with connected(api, analyst) as client:
        assert await tools_of(client) == {"search_policies"}


async def test_a_borrower_is_not_led_by_the_header(api: Api) -> None:
    person = api.lender.who("current")
    other = api.lender.somebody_else(person)
    agent = Client(api.url, api.lender.staff_token())
    about_other = (await agent.post("/v1/threads", {"borrower": other["handle"]})).json()["thread_id"]
    async with connected(api, token_of(api, person), **{"X-Thread-Id": about_other}) as client:
        mine = (await client.call_tool("list_accounts", {})).structured_content
    async with connected(api, token_of(api, person)) as client:
        assert (await client.call_tool("list_accounts", {})).structured_content == mine


async def test_every_call_is_on_record_without_a_word_of_it(api: Api) -> None:
    person = api.lender.who("current")
    query = "marmalade zeppelin on early payoff"
    where = "SELECT body FROM assistant.audit WHERE kind = 'read' AND subject = %s ORDER BY at"
    before = len(api.rows(where, person["borrower_id"]))
    async with connected(api, token_of(api, person)) as client:
        await client.call_tool("search_policies", {"query": query})
        await client.call_tool("get_balance", {"account": "9999"})
        await client.read_resource("policy://POL-PAYOFF-01")
    bodies: list[dict[str, Any]] = [body for (body,) in api.rows(where, person["borrower_id"])][before:]
    assert [body["channel"] for body in bodies] == ["mcp", "mcp", "mcp"]
    assert [body["name"] for body in bodies[:2]] == ["search_policies", "get_balance"]
    assert bodies[0]["error"] is None
    assert "zeppelin" not in str(bodies)


async def raw(api: Api, **headers: str) -> httpx.Response:
    body: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    given = {"Accept": "application/json, text/event-stream", **headers}
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        return await http.post(f"{api.url}/mcp", json=body, headers=given)


async def test_nobody_without_a_token(api: Api) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"X-Anonymous-Key": "k" * 32}):
        answer = await raw(api, **headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"


async def test_neither_another_name_nor_a_page_of_another_origin_leads_here(api: Api) -> None:
    signed_in = {"Authorization": f"Bearer {token_of(api, api.lender.who('current'))}"}
    assert (await raw(api, **signed_in)).status_code == 200
    assert (await raw(api, **signed_in, Origin="https://evil.example")).status_code == 403
    assert (await raw(api, **signed_in, Origin="http://127.0.0.1.evil.example")).status_code == 403
    assert (await raw(api, **signed_in, Host="evil.example")).status_code == 421
    assert (await raw(api, **signed_in, Origin="http://localhost:5173")).status_code == 200
