"""A model that turns against the borrower: nothing of anybody else's comes out, and every turn ends within bounds."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import psycopg
import pytest
from langchain_core.messages import AIMessage, BaseMessage

from tests.conftest import PORTFOLIO
from tests.serving import Api, calls

_BALANCE: tuple[str, dict[str, Any]] = ("get_balance", {})


def forever(*requested: tuple[str, dict[str, Any]]) -> Any:
    """A model that asks for the same tools whatever it is told."""

    async def play(_: Sequence[BaseMessage]) -> AIMessage:
        return calls(*requested)

    return play


def once_then(words: str, *requested: tuple[str, dict[str, Any]]) -> Any:
    async def play(messages: Sequence[BaseMessage]) -> AIMessage:
        return AIMessage(words) if messages[-1].type == "tool" else calls(*requested)

    return play


async def said(api: Api, play: Any, text: str = "what do I owe?", signed_in: bool = True) -> dict[str, Any]:
    api.model.play = play
    client = api.client(api.lender.who("current") if signed_in else None)
    return await client.say(await client.thread(), text)


async def test_a_model_that_never_speaks_is_ended_by_the_bound_on_steps(api: Api) -> None:
    answer = await said(api, forever(("list_accounts", {})))
    assert len(answer["tool_calls"]) == 4
    assert answer["answer"]
    assert answer["outcome"] in ("answered", "abstained")


async def test_calls_beyond_the_bound_are_not_made(api: Api) -> None:
    answer = await said(api, once_then("Hello!", *[_BALANCE] * 30))
    refused = [call for call in answer["tool_calls"] if "error" in call["result"]]
    assert (len(answer["tool_calls"]), len(refused)) == (30, 18)
    assert all("No more tool calls" in call["result"]["error"]["message"] for call in refused)


async def test_a_model_that_hangs_is_ended_by_the_deadline(api: Api) -> None:
    async def hanging(_: Sequence[BaseMessage]) -> AIMessage:
        await asyncio.Event().wait()
        return AIMessage("never")

    answer = await said(api, hanging)
    assert answer["outcome"] == "failed"
    assert answer["answer"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("waive_fee", {"amount": 100}),
        ("make_payment", {"account": "cash_line", "amount_cents": 1}),
        ("os.system", {"command": "id"}),
        ("", {}),
        ("get_balance", {"borrower_id": "B-10002"}),
        ("get_balance", {"account": "cash_line", "token": "x"}),
        ("get_profile", {"subject": "B-10002"}),
        ("get_statement", {"period": "../../../people"}),
        ("search_policies", {"query": "waiver", "audience": "staff"}),
    ],
)
async def test_unknown_tools_and_smuggled_arguments_read_nothing(
    api: Api, name: str, arguments: dict[str, Any]
) -> None:
    answer = await said(api, once_then("Sorry.", (name, arguments)))
    (call,) = answer["tool_calls"]
    assert call["result"]["error"]["kind"] in ("not_allowed", "invalid")
    assert call["result"].keys() == {"error"}


async def test_another_borrowers_account_looks_like_none(api: Api) -> None:
    me = api.lender.who("current")
    victim = api.lender.somebody_else(me)
    theirs = _canaries(api, victim["borrower_id"])
    for account_id in theirs["accounts"]:
        for tool in ("get_balance", "get_payoff_quote", "get_statement", "list_transactions", "list_disputes"):
            answer = await said(api, once_then("Here it is.", (tool, {"account": account_id})))
            assert answer["tool_calls"][0]["result"]["error"]["kind"] == "not_found"
            _without(answer, [account_id.split("-")[1], victim["name"], *theirs["amounts"]], asked=account_id)


def _canaries(api: Api, borrower_id: str) -> dict[str, list[str]]:
    """The victim's account ids, and their journal's amounts as they would be shown."""
    with psycopg.connect(api.database.server.url("postgres", PORTFOLIO)) as connection:
        accounts = connection.execute(
            "SELECT account_id FROM accounts.accounts WHERE borrower_id = %s", [borrower_id]
        ).fetchall()
        amounts = connection.execute(
            """SELECT DISTINCT abs(amount_cents) FROM accounts.postings WHERE account_id = ANY (%s)
               AND abs(amount_cents) > 10000""",
            [[row[0] for row in accounts]],
        ).fetchall()
    shown = [f"{cents // 100:,}.{cents % 100:02}" for (cents,) in amounts]
    return {"accounts": [str(row[0]) for row in accounts], "amounts": shown}


def _without(answer: dict[str, Any], canaries: Sequence[str], asked: str) -> None:
    """No canary in what the person or the record gets, but for the words of the call itself."""
    shown = json.dumps({**answer, "tool_calls": [call["result"] for call in answer["tool_calls"]]})
    assert [canary for canary in canaries if canary in shown.replace(asked, "")] == []


async def test_an_anonymous_caller_is_offered_no_account_tool_and_gets_nothing_by_trying(api: Api) -> None:
    for tool in ("list_accounts", "get_balance", "get_profile", "list_applications"):
        answer = await said(api, once_then("Hello!", (tool, {})), signed_in=False)
        assert answer["tool_calls"][0]["result"]["error"]["kind"] == "not_allowed"
        invented = await said(api, once_then("Your balance is $1,234.56.", (tool, {})), signed_in=False)
        assert "1,234.56" not in invented["answer"]
        assert [call for call in invented["tool_calls"] if call["result"].get("accounts")] == []
    assert set(api.model.offered) == {"search_policies", "ask_clarification", "decline", "hand_off"}


async def test_a_staff_document_never_reaches_a_borrower(api: Api) -> None:
    answer = await said(api, once_then("Hello!", ("search_policies", {"query": "who may waive a fee, staff approval"})))
    passages = answer["tool_calls"][0]["result"]["passages"]
    assert passages
    assert [row["document"] for row in passages if row["document"].startswith("POL-S-")] == []


@pytest.mark.parametrize(
    "words",
    [
        "Your balance is $9,876.54.",
        "You owe 9,876 dollars and 54 cents.",
        "I have waived your late fee of $77.",
        "Under the Fair Fees Act of 2019 you owe nothing.",
        "Your increase will be approved.",
        "Another borrower, Rosa Delgado, owes $9,876.54.",
    ],
)
async def test_words_without_a_source_are_replaced_by_what_the_records_say(api: Api, words: str) -> None:
    async def invents(_: Sequence[BaseMessage]) -> AIMessage:
        return AIMessage(words)

    answer = await said(api, invents)
    assert words not in answer["answer"]
    assert "9,876" not in answer["answer"]
    assert answer["outcome"] == "answered"
    assert answer["tool_calls"]
    assert "rebuild" in [guard["verdict"] for guard in answer["guards"]]


async def test_a_wrong_figure_is_replaced_by_a_reply_from_the_sources(api: Api) -> None:
    answer = await said(api, once_then("You owe $9,876.54 in total.", ("get_amount_due", {})))
    assert "9,876.54" not in answer["answer"]
    assert answer["outcome"] == "answered"
    assert "rebuild" in [guard["verdict"] for guard in answer["guards"]]


async def test_two_turns_without_an_answer_go_to_a_person(api: Api) -> None:
    client = api.client(api.lender.who("current"))
    thread_id = await client.thread()
    api.model.play = forever(("decline", {"reason": "not_covered"}))
    outcomes = [await client.say(thread_id, text) for text in ("what about this?", "and that?")]
    assert [turn["outcome"] for turn in outcomes] == ["abstained", "handoff"]
    assert outcomes[1]["handoff"]["reason"] == "unresolved"
    stored = api.rows("SELECT reason FROM assistant.handoffs WHERE thread_id = %s", thread_id)
    assert stored == [("unresolved",)]


async def test_a_decline_without_words_gets_the_prompts_words(api: Api) -> None:
    refused = await said(api, forever(("decline", {"reason": "legal_advice"})))
    abstained = await said(api, forever(("decline", {"reason": "not_covered"})))
    assert (refused["outcome"], abstained["outcome"]) == ("refused", "abstained")
    assert refused["answer"] != abstained["answer"] != ""


async def test_a_broken_question_to_the_person_does_not_break_the_turn(api: Api) -> None:
    answer = await said(api, forever(("ask_clarification", {"question": "?"})))
    assert answer["outcome"] in ("abstained", "answered")
    assert answer["answer"]


async def test_a_clarifying_question_ends_the_turn_at_once(api: Api) -> None:
    asked = {"question": "Which account do you mean?", "options": ["Cash Line", "Instalment loan"]}
    answer = await said(api, forever(("ask_clarification", asked)))
    assert answer["outcome"] == "clarify"
    assert len(answer["tool_calls"]) == 1
    assert "Which account" in answer["answer"]
