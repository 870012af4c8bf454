"""The bare agent runs the same tools as often as it is told, and leaves its model's time out."""

from datetime import date

import httpx
from langgraph.checkpoint.memory import InMemorySaver

from evals.bench import bare
from tools.caller import Caller
from tools.client import AccountsClient, JsonObject
from tools.context import PolicyQuestion, ToolContext

ACCOUNT = {"account_id": "CL-1", "product": "cash_line", "last4": "0001", "status": "open"}


async def no_policies(question: PolicyQuestion) -> JsonObject:
    return {"passages": []}


async def test_it_reads_what_the_script_asks_for_and_nothing_else() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, json={"accounts": [ACCOUNT]} if request.url.path == "/v1/accounts" else {"fees": []})

    accounts = AccountsClient("http://accounts", transport=httpx.MockTransport(answer))
    caller = Caller("B-1", "borrower", 1, "token")
    context = ToolContext(caller, accounts, no_policies, date(2026, 5, 15), handoffs={})
    agent = bare.made(InMemorySaver())
    steps: list[bare.Step] = [[("get_balance", {}), ("list_fees", {"account": "0001"})], [("get_autopay", {})]]
    spent_ms = await agent.run_turn("t-1", "what do I owe?", context, steps, "You owe nothing.")
    assert asked[0] == "/v1/accounts"
    assert sorted(asked[1:]) == [f"/v1/accounts/CL-1/{part}" for part in ("autopay", "balance", "fees")]
    assert spent_ms > 0
