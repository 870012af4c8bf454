"""Puts the reply together: the model's words, numbered citations, and what kind of end this turn has."""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from assistant.citing import cite
from assistant.results import Outcome, ToolCall
from assistant.state import TurnContext, TurnState

_UNRESOLVED: frozenset[Outcome] = frozenset({"abstained", "clarify", "failed"})
_NOT_COVERED = "not_covered"


async def compose(state: TurnState, runtime: Runtime[TurnContext]) -> Mapping[str, Any]:
    context = runtime.context
    language = context.tools.language
    if state["blocked"]:
        return _plain(context.wording.say(f"decline.{state['blocked']}", language), "refused")
    outcome, words = _outcome(state), _words(state)
    if outcome == "answered" and not words:
        outcome = "abstained"
    answer, citations = cite(words or default_words(state, outcome, context), state["passages"])
    if outcome == "answered" and _only_searched(state["tool_calls"]) and not citations:
        outcome = "abstained"
    return {"answer": answer.strip(), "citations": citations, "outcome": outcome}


def _plain(answer: str, outcome: Outcome) -> Mapping[str, Any]:
    return {"answer": answer, "citations": [], "outcome": outcome}


def _words(state: TurnState) -> str:
    """The text of the model's last message, unless it ended in calls.

    Beside a proposal it is heard only where something else was asked too: what is proposed, canonical values say.
    """
    last = state["messages"][-1]
    if drafted(state["tool_calls"]) and all("proposal" in call.result for call in state["tool_calls"]):
        return ""
    return last.text.strip() if isinstance(last, AIMessage) and not last.tool_calls else ""


def _outcome(state: TurnState) -> Outcome:
    by_name = _valid(state["tool_calls"])
    reads = [call for call in state["tool_calls"] if call.name not in ("decline", "hand_off", "ask_clarification")]
    answered = [call for call in reads if "error" not in call.result]
    if "hand_off" in by_name:
        return "handoff"
    if drafted(state["tool_calls"]):
        return "proposal"
    if reads and not answered and all(call.result["error"]["retry"] for call in reads):
        return "failed"
    if "ask_clarification" in by_name or (unclear(state["tool_calls"]) and not answered):
        return "clarify"
    if "decline" in by_name:
        return _declined(str(by_name["decline"].arguments.get("reason")), answered)
    return "answered"


def _declined(reason: str, answered: Sequence[ToolCall]) -> Outcome:
    """What a decline makes of the turn: account figures beside it are an answer, found passages alone are not."""
    if any(call.name != "search_policies" for call in answered):
        return "answered"
    return "abstained" if reason == _NOT_COVERED else "refused"


def drafted(calls: Sequence[ToolCall]) -> list[dict[str, Any]]:
    """The proposals that this turn's write tools made, as they are shown."""
    return [call.result["proposal"] for call in calls if "proposal" in call.result]


def unclear(calls: Sequence[ToolCall]) -> str | None:
    """The question of the first write that lacks something only the person can say, with what it can be."""
    errors = [call.result["error"] for call in calls if "error" in call.result]
    asked = next((error for error in errors if error["kind"] == "unclear"), None)
    return "\n".join([asked["message"], *(f"- {one}" for one in asked.get("options", []))]) if asked else None


def _valid(calls: Sequence[ToolCall]) -> Mapping[str, ToolCall]:
    """The last call of each name that was not refused for its arguments."""
    return {call.name: call for call in calls if "error" not in call.result}


def _only_searched(calls: Sequence[ToolCall]) -> bool:
    return bool(calls) and all(call.name == "search_policies" for call in calls)


def default_words(state: TurnState, outcome: Outcome, context: TurnContext) -> str:
    """Words for a model that called a control tool and then said nothing, or ran out of steps."""
    language = context.tools.language
    calls = _valid(state["tool_calls"])
    if outcome == "proposal":
        return ""
    if outcome == "clarify" and "ask_clarification" not in calls:
        return unclear(state["tool_calls"]) or context.wording.say("clarify.unclear", language)
    if outcome == "clarify":
        asked = calls["ask_clarification"].result
        return "\n".join([str(asked["question"]), *(f"- {option}" for option in asked["options"])])
    if outcome == "handoff":
        rule = context.tools.handoffs[str(calls["hand_off"].result["reason"])]
        return context.wording.say("handoff", language, **{**rule, "opening": rule["opening"][language]})
    if outcome in ("refused", "abstained") and "decline" in calls:
        return context.wording.say(f"decline.{calls['decline'].arguments.get('reason', _NOT_COVERED)}", language)
    if outcome == "failed":
        return context.wording.say("failed.accounts", language)
    return context.wording.say("decline.not_covered", language)


def is_unresolved(outcome: Outcome) -> bool:
    """Whether a turn left the person without an answer (two in a row lead to a person)."""
    return outcome in _UNRESOLVED
