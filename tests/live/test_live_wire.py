"""A short sample against the live server: what the official client sends is understood, and streams come back."""

from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage

from assistant.models.choose import ModelChoice, choose
from assistant.models.scripted import ScriptedModel
from tests.live.small_model import NAME, SmallModel

pytestmark = pytest.mark.slow
TALK = [SystemMessage("You are a lender's assistant."), HumanMessage("what is my balance?")]
MOST_TOKENS = 48
BALANCE: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "get_balance",
        "description": "What the borrower owes.",
        "parameters": {"type": "object", "properties": {"account": {"type": "string"}}, "required": []},
    },
}


def model(small_model: SmallModel) -> BaseChatModel:
    local = ScriptedModel(script=lambda _: AIMessage("local"))
    choice = ModelChoice(
        f"compatible:{NAME}", base_url=small_model.base_url, timeout_s=90, max_output_tokens=MOST_TOKENS
    )
    return choose(choice, local)


async def test_words_stream_in_pieces_with_usage_at_the_end(small_model: SmallModel) -> None:
    pieces = [piece async for piece in model(small_model).astream([HumanMessage(content="Say hello.")])]
    whole = AIMessageChunk(content="")
    for piece in pieces:
        whole += piece
    assert sum(1 for piece in pieces if piece.text) > 3
    assert whole.text.strip()
    assert whole.usage_metadata
    assert 0 < whole.usage_metadata["output_tokens"] <= MOST_TOKENS


async def test_a_tool_call_comes_back_as_a_call_and_not_as_words(small_model: SmallModel) -> None:
    reply = await model(small_model).bind_tools([BALANCE]).ainvoke(TALK)
    assert [call["name"] for call in reply.tool_calls] == ["get_balance"]
    assert not reply.text.strip()
