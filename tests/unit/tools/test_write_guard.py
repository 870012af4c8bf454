"""The second look at write tools: circumstances first, then what was drafted; a tool's own checks are not relied on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from tools.caller import Caller
from tools.client import AccountsClient
from tools.context import PolicyQuestion, ToolContext
from tools.drafting import Draft, Line, Operation
from tools.errors import ToolFailure
from tools.write_guard import guarded, running_flags

TODAY = date(2026, 5, 15)
NOW = datetime(2026, 5, 15, 12, tzinfo=UTC)
ANA = Caller("B-1", "borrower", 1, "t")


def flag(kind: str, since: str = "2026-01-01", until: str | None = None) -> dict[str, Any]:
    return {"kind": kind, "since": since, "until": until}


def turn(caller: Caller = ANA, *flags: dict[str, Any], status: int = 200) -> ToolContext:
    async def no_policies(question: PolicyQuestion) -> dict[str, Any]:
        return {"passages": [], "asked": question}

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={"name": "Ana", "flags": list(flags)})

    client = AccountsClient("http://lender", transport=httpx.MockTransport(answer))
    return ToolContext(caller, client, no_policies, TODAY, handoffs={})


def draft(tool: str = "request_draw", **changed: Any) -> Draft:
    usual: dict[str, Any] = {
        "proposal_id": "p-1",
        "tool": tool,
        "tool_version": 1,
        "arguments": {},
        "operation": Operation(method="POST", path="/v1/x", body={"amount_cents": 10_000}),
        "lines": [Line(label="amount", kind="money", value=10_000)],
        "before": {},
        "after": {},
        "risk": "high",
        "assurance": 2,
        "approval": None,
        "about": "B-1",
        "maker": "B-1",
        "sources": {},
        "business_date": "2026-05-15",
        "made_at": NOW,
        "expires_at": NOW,
    }
    return Draft(**{**usual, **changed})


async def run(context: ToolContext, *drafts: Draft, tool: str = "request_draw", fails: bool = False) -> Any:
    ran: list[str] = []

    async def tool_run() -> dict[str, Any]:
        ran.append(tool)
        context.drafts.extend(drafts)
        if fails:
            raise ToolFailure("temporary", "down")
        return {"proposal": "shown"}

    try:
        return await guarded(tool, tool_run, context)
    except ToolFailure as failure:
        return (failure.kind, failure.message, bool(ran))


async def test_a_draft_of_the_callers_own_stays() -> None:
    context = turn()
    assert await run(context, draft()) == {"proposal": "shown"}
    assert [each.proposal_id for each in context.drafts] == ["p-1"]


async def test_a_flag_that_runs_keeps_the_tool_from_running() -> None:
    context = turn(ANA, flag("identity_theft"))
    kind, words, ran = await run(context, draft())
    assert (kind, ran, context.drafts) == ("not_available", False, [])
    assert "identity theft" in words


@pytest.mark.parametrize(
    ("given", "runs"),
    [
        (flag("identity_theft", until="2026-05-15"), True),
        (flag("identity_theft", until="2026-05-14"), False),
        (flag("identity_theft", since="2026-05-16"), False),
        (flag("identity_theft", since="2026-05-15"), True),
    ],
)
async def test_a_flag_runs_from_its_first_day_to_its_last(given: dict[str, Any], runs: bool) -> None:
    assert (await running_flags(turn(ANA, given)) == {"identity_theft"}) is runs


async def test_without_the_profile_nothing_is_proposed() -> None:
    context = turn(status=503)
    kind, _, ran = await run(context, draft())
    assert (kind, ran, context.drafts) == ("temporary", False, [])


@pytest.mark.parametrize(
    "forged",
    [
        {"maker": "B-2"},
        {"about": "B-2"},
        {"maker_role": "supervisor"},
        {"tool": "close_line"},
        {"operation": Operation(method="POST", path="/v1/x", body={"amount_cents": 1_000_001})},
        {"lines": [Line(label="amount", kind="money", value=1_000_001)]},
    ],
    ids=str,
)
async def test_a_draft_that_is_not_what_was_permitted_is_taken_back(forged: dict[str, Any]) -> None:
    context = turn()
    context.drafts.append(draft("move_due_date", proposal_id="p-0"))
    answered = await run(context, draft(**forged))
    assert answered[0] in ("not_allowed", "not_available")
    assert [each.proposal_id for each in context.drafts] == ["p-0"]


async def test_a_tool_that_fails_leaves_no_forged_draft() -> None:
    context = turn()
    assert (await run(context, draft(maker="B-2"), fails=True))[0] == "temporary"
    assert context.drafts == []


async def test_a_third_party_without_information_is_not_asked_about_flags() -> None:
    party = Caller("TP-1", "third_party", 1, "t", serves="B-1", scopes=frozenset({"payments"}))
    context = turn(party, flag("deceased"))
    own = draft("schedule_payment", maker="TP-1", maker_role="third_party")
    assert await run(context, own, tool="schedule_payment") == {"proposal": "shown"}
    told = turn(replace(party, scopes=frozenset({"payments", "information"})), flag("deceased"))
    assert (await run(told, own, tool="schedule_payment"))[0] == "not_available"
