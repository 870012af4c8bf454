"""Tools: what is offered to whom, what a model may not smuggle in, how failures read, which accounts are meant."""

from datetime import date
from typing import Any

import httpx
import pytest

from tools import registry
from tools.caller import Caller
from tools.client import AccountsClient, AccountsUnavailable
from tools.context import PolicyQuestion, ToolContext
from tools.errors import ToolFailure

TODAY = date(2026, 5, 15)
LINE = {
    "account_id": "CL-104233",
    "product": "cash_line",
    "last4": "4233",
    "status": "open",
    "state": "TX",
    "agreement_date": "2025-03-10",
}
LOAN = {
    "account_id": "IL-200871",
    "product": "instalment_loan",
    "last4": "0871",
    "status": "open",
    "state": "TX",
    "agreement_date": "2025-06-02",
}
OLD_LOAN = {**LOAN, "account_id": "IL-200100", "last4": "0100", "status": "paid_off", "agreement_date": "2025-03-02"}
BORROWER = Caller("B-1", "borrower", 1, token="delegated", name="Rosa")
ANONYMOUS = Caller("anon:x", "anonymous")
AGENT = Caller("S-1", "support_agent", 1)


class Lender:
    """The account system's contract over an in-memory transport; keeps the requests it was sent."""

    def __init__(self, *accounts: dict[str, Any], status: int = 200) -> None:
        self.accounts = list(accounts)
        self.status = status
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.status != 200:
            return httpx.Response(self.status, json={"title": "No", "detail": "not to be had"})
        if request.url.path == "/v1/accounts":
            return httpx.Response(200, json={"as_of": TODAY.isoformat(), "accounts": self.accounts})
        if request.url.path == "/v1/me":
            return httpx.Response(200, json={"flags": []})
        account_id = request.url.path.split("/")[3]
        return httpx.Response(
            200, json={"account_id": account_id, "as_of": TODAY.isoformat(), "path": request.url.path}
        )


def context(lender: Lender, caller: Caller = BORROWER) -> ToolContext:
    async def no_policies(question: PolicyQuestion) -> dict[str, Any]:
        return {"passages": [], "asked": question}

    client = AccountsClient("http://lender", transport=httpx.MockTransport(lender))
    return ToolContext(
        caller, client, no_policies, TODAY, handoffs={"scam": {"queue": "fraud", "opening": {"en": "Stay calm."}}}
    )


def test_an_anonymous_caller_is_offered_policy_search_and_control_tools_only() -> None:
    offered = {spec.name for spec in registry.available(ANONYMOUS)}
    assert offered == {"search_policies", "ask_clarification", "decline", "hand_off"}


@pytest.mark.parametrize("caller", [ANONYMOUS, AGENT])
async def test_a_tool_that_is_not_offered_answers_as_if_it_did_not_exist(caller: Caller) -> None:
    lender = Lender(LINE)
    result = await registry.call("get_balance", {}, context(lender, caller))
    assert result["error"]["kind"] == "not_allowed"
    assert await registry.call("no_such_tool", {}, context(lender, caller)) == {
        "error": {**result["error"], "message": "There is no tool 'no_such_tool' here."}
    }
    assert lender.requests == []


@pytest.mark.parametrize("smuggled", ["borrower_id", "sub", "token"])
async def test_a_model_cannot_name_another_borrower(smuggled: str) -> None:
    lender = Lender(LINE)
    result = await registry.call("get_balance", {smuggled: "B-2"}, context(lender))
    assert result["error"]["kind"] == "invalid"
    assert lender.requests == []


async def test_reads_carry_the_callers_own_token() -> None:
    lender = Lender(LINE)
    await registry.call("get_balance", {}, context(lender))
    assert {request.headers["authorization"] for request in lender.requests} == {"Bearer delegated"}


async def test_without_an_account_every_live_one_is_read_and_closed_ones_are_not() -> None:
    result = await registry.call("get_balance", {}, context(Lender(LINE, LOAN, OLD_LOAN)))
    assert [row["account_id"] for row in result["accounts"]] == ["CL-104233", "IL-200871"]
    assert result["accounts"][0]["label"] == "Cash Line ending in 4233"


async def test_a_closed_account_is_read_when_it_is_named_or_the_only_one() -> None:
    named = await registry.call("get_balance", {"account": "0100"}, context(Lender(LOAN, OLD_LOAN)))
    alone = await registry.call("get_balance", {}, context(Lender(OLD_LOAN)))
    assert [row["account_id"] for row in named["accounts"]] == ["IL-200100"]
    assert [row["account_id"] for row in alone["accounts"]] == ["IL-200100"]


async def test_an_unknown_account_is_refused_with_the_ones_there_are() -> None:
    result = await registry.call("get_balance", {"account": "9999"}, context(Lender(LINE)))
    assert result["error"]["kind"] == "not_found"
    assert "Cash Line ending in 4233" in result["error"]["message"]


async def test_a_tool_for_loans_does_not_apply_to_a_line() -> None:
    result = await registry.call("get_payment_schedule", {"account": "cash_line"}, context(Lender(LINE, LOAN)))
    assert result["error"] == {
        "kind": "not_available",
        "message": "That does not apply to your Cash Line ending in 4233.",
        "retry": False,
    }


async def test_the_accounts_list_is_read_once_a_turn() -> None:
    lender = Lender(LINE)
    turn = context(lender)
    await registry.call("get_balance", {}, turn)
    await registry.call("get_autopay", {}, turn)
    assert [request.url.path for request in lender.requests].count("/v1/accounts") == 1


@pytest.mark.parametrize(("status", "kind", "retry"), [(404, "not_found", False), (503, "temporary", True)])
async def test_failures_say_whether_trying_again_is_worth_it(status: int, kind: str, retry: bool) -> None:
    result = await registry.call("list_accounts", {}, context(Lender(status=status)))
    assert (result["error"]["kind"], result["error"]["retry"]) == (kind, retry)


async def test_a_lost_connection_is_tried_once_more_and_then_said() -> None:
    tries: list[httpx.Request] = []

    def broken(request: httpx.Request) -> httpx.Response:
        tries.append(request)
        raise httpx.ConnectError("refused")

    client = AccountsClient("http://lender", transport=httpx.MockTransport(broken))
    with pytest.raises(AccountsUnavailable, match="ConnectError"):
        await client.business_date()
    assert len(tries) == 2


async def test_the_governing_edition_comes_from_the_callers_accounts() -> None:
    asked = await registry.call(
        "search_policies", {"query": "late fee", "product": "cash_line"}, context(Lender(LINE, LOAN))
    )
    question = asked["asked"]
    assert (question.state, question.agreement_date, question.audience) == ("TX", date(2025, 3, 10), "borrower")


async def test_accounts_in_two_states_ask_for_the_general_edition() -> None:
    elsewhere = {**LOAN, "state": "CA"}
    asked = await registry.call("search_policies", {"query": "late fee"}, context(Lender(LINE, elsewhere)))
    assert asked["asked"].state is None


async def test_staff_may_see_staff_documents_and_nobody_else() -> None:
    staff = await registry.call("search_policies", {"query": "approvals"}, context(Lender(), AGENT))
    anonymous = await registry.call("search_policies", {"query": "approvals"}, context(Lender(), ANONYMOUS))
    assert (staff["asked"].audience, anonymous["asked"].audience) == ("staff", "borrower")


async def test_an_unknown_hand_off_reason_is_refused_with_the_known_ones() -> None:
    result = await registry.call("hand_off", {"reason": "bored"}, context(Lender()))
    assert "scam" in result["error"]["message"]


async def test_nobody_signed_in_reads_no_account() -> None:
    with pytest.raises(ToolFailure, match="signed in"):
        await context(Lender(), ANONYMOUS).read("/v1/accounts")


async def test_an_unknown_decline_reason_is_refused_with_the_known_ones() -> None:
    result = await registry.call("decline", {"reason": "because"}, context(Lender()))
    assert "credit_prediction" in result["error"]["message"]


async def test_a_result_says_which_dates_it_was_asked_for_and_repeats_no_words() -> None:
    asked = {"from_date": "2026-04-01", "kind": "draw"}
    result = await registry.call("list_transactions", asked, context(Lender(LINE)))
    assert result["asked"] == {"from_date": "2026-04-01"}
    assert "asked" not in await registry.call("hand_off", {"reason": "scam"}, context(Lender(LINE)))


@pytest.mark.parametrize(("scopes", "reads"), [({"payments"}, False), ({"payments", "information"}, True)])
async def test_a_third_partys_write_reads_the_profile_only_where_it_may(scopes: set[str], reads: bool) -> None:
    lender = Lender(LINE)
    party = Caller("TP-1", "third_party", 1, token="delegated", serves="B-1", scopes=frozenset(scopes))
    turn = context(lender, party)
    turn.asked_for = lambda tool: True
    result = await registry.call("schedule_payment", {"amount": 50, "payment_date": "2026-05-20"}, turn)
    assert result["error"]["argument"] == "payment_date"
    assert ("/v1/me" in [request.url.path for request in lender.requests]) is reads
