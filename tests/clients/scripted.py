"""A model that plays its part in the clients' conversations, for tests that measure the protocols and not the model."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata

from tests.serving import calls

_CALLS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "penalty": (("search_policies", {"query": "prepayment penalty for paying off early"}), ("get_balance", {})),
    "balance": (("get_balance", {}),),
    "due date to the 12th": (("move_due_date", {"due_day": 12}),),
    "phone number": (("change_contact", {"phone": "512-555-0142"}),),
    "autopay": (("stop_autopay", {}),),
}
_CITED = "There is no prepayment penalty on an instalment loan or a Cash Line. [P1]"
_READ = "Your balance is in what I looked up just now; ask me if anything there is unclear to you."


async def plays(messages: Sequence[BaseMessage]) -> AIMessage:
    """Calls what the newest message is about, then says what it found."""
    said = _said(messages)
    said.usage_metadata = UsageMetadata(input_tokens=40, output_tokens=20, total_tokens=60)
    return said


def _said(messages: Sequence[BaseMessage]) -> AIMessage:
    if messages[-1].type == "tool":
        return AIMessage(_CITED if "POL-PAYOFF-01" in "".join(message.text for message in messages[-2:]) else _READ)
    words = messages[-1].text
    if "512-555-0177" in words:
        return calls(("change_contact", {"phone": "512-555-0177"}))
    wanted = next((calls(*made) for cue, made in _CALLS.items() if cue in words), None)
    return wanted or AIMessage("Hello! How can I help?")
