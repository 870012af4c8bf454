"""The provider paths over the wire: what the official clients send, replies, tool calls, streams, faults."""

import asyncio
from typing import Any

import anthropic
import openai
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from pydantic import SecretStr

from assistant.models.choose import ModelChoice, ModelNotConfigured, choose
from assistant.models.scripted import ScriptedModel
from tests.integration.providers.conftest import Provider

TOOL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "get_balance",
        "description": "The balance.",
        "parameters": {"type": "object", "properties": {"account": {"type": "string"}}, "required": []},
    },
}
LOCAL = ScriptedModel(script=lambda _: AIMessage("local"))
KINDS = ["openai:gpt-x", "anthropic:claude-x", "compatible:any"]


def model(kind: str, provider: Provider) -> BaseChatModel:
    base = provider.url if kind.startswith("anthropic") else f"{provider.url}/v1"
    key = SecretStr("secret-key")
    return choose(ModelChoice(kind, base, key, key, timeout_s=5), LOCAL)


@pytest.mark.parametrize("kind", KINDS)
async def test_text_and_usage_come_back(kind: str, provider: Provider) -> None:
    provider.reply = lambda _: {"text": "Your balance is shown above."}
    reply = await model(kind, provider).ainvoke([SystemMessage("You are."), HumanMessage("hi")])
    assert reply.text == "Your balance is shown above."
    assert reply.usage_metadata is not None
    assert (reply.usage_metadata["input_tokens"], reply.usage_metadata["output_tokens"]) == (11, 7)


@pytest.mark.parametrize("kind", KINDS)
async def test_tool_calls_and_their_results_go_both_ways(kind: str, provider: Provider) -> None:
    provider.reply = lambda body: (
        {"text": "Done."} if len(body["messages"]) > 2 else {"calls": [("get_balance", {"account": "4233"})]}
    )
    bound = model(kind, provider).bind_tools([TOOL])
    asked: list[Any] = [SystemMessage("You are."), HumanMessage("balance?")]
    first = await bound.ainvoke(asked)
    assert [(call["name"], call["args"]) for call in first.tool_calls] == [("get_balance", {"account": "4233"})]
    result = ToolMessage('{"balance_cents": 100}', tool_call_id=str(first.tool_calls[0]["id"]), name="get_balance")
    assert (await bound.ainvoke([*asked, first, result])).text == "Done."
    assert "balance_cents" in str(provider.seen[-1]["messages"])
    assert "get_balance" in str(provider.seen[0]["tools"])


@pytest.mark.parametrize("kind", KINDS)
async def test_streams_add_up_to_the_text_and_the_calls(kind: str, provider: Provider) -> None:
    provider.reply = lambda _: {"text": "One two three", "calls": [("get_balance", {"account": "4233"})]}
    whole = AIMessageChunk(content="")
    pieces = 0
    async for piece in model(kind, provider).bind_tools([TOOL]).astream([HumanMessage("balance?")]):
        assert isinstance(piece, AIMessageChunk)
        whole += piece
        pieces += 1
    assert whole.text.split() == ["One", "two", "three"]
    assert [(call["name"], call["args"]) for call in whole.tool_calls] == [("get_balance", {"account": "4233"})]
    assert pieces > 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["401", "404", "429", "500", "529", "garbage"])
async def test_a_fault_is_an_error_and_is_not_tried_again_behind_our_back(
    kind: str, fault: str, provider: Provider
) -> None:
    provider.faults = [fault]
    with pytest.raises((openai.APIError, anthropic.AnthropicError, ValueError, AttributeError)):
        await model(kind, provider).ainvoke([HumanMessage("hi")])
    assert len(provider.seen) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_cancelling_closes_the_request_at_the_provider(kind: str, provider: Provider) -> None:
    provider.faults = ["hang"]
    call = asyncio.create_task(model(kind, provider).ainvoke([HumanMessage("hi")]))
    assert await asyncio.to_thread(provider.arrived.wait, 5)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await asyncio.to_thread(provider.cancelled.wait, 5)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("openai:gpt-x", "OPENAI_API_KEY"),
        ("anthropic:claude-x", "ANTHROPIC_API_KEY"),
        ("compatible:any", "ASSIST_MODEL_BASE_URL"),
        ("openai", "names no model"),
        ("mystery:x", "Unknown provider"),
    ],
)
def test_a_setting_that_cannot_work_says_what_to_set(setting: str, says: str) -> None:
    with pytest.raises(ModelNotConfigured, match=says):
        choose(ModelChoice(setting), LOCAL)


def test_local_needs_nothing() -> None:
    assert choose(ModelChoice("local"), LOCAL) is LOCAL
