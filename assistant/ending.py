"""How a turn ends: its result, and what is stored beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from assistant import handoff, logs
from assistant.errors import TurnFailed
from assistant.proposals.changes import distinct
from assistant.proposals.view import fresh
from assistant.results import Outcome, ToolCall, TurnRequest, TurnResult, Usage
from assistant.state import TurnContext, TurnState
from assistant.threads import AcceptedTurn
from prompts.bundle import PromptBundle
from tools.drafting import Draft

_log = structlog.get_logger("assistant")


@dataclass(frozen=True)
class Ending:
    """How a turn ended, with what is stored beside its result."""

    result: TurnResult
    drafts: Sequence[Draft] = ()
    withdraws_open: bool = False
    language: str = "en"


@dataclass(frozen=True)
class Endings:
    """Makes them, in the words of one prompt. model_name: the provider's name for what answers."""

    prompt: PromptBundle
    model_name: str

    def of(self, request: TurnRequest, accepted: AcceptedTurn, context: TurnContext, state: TurnState) -> Ending:
        language = context.tools.language
        result = self._with_person(
            self._result(request, accepted, state, context.usage), context.previous_outcomes, language
        )
        made = [Draft.model_validate(draft) for draft in state["drafts"]] if result.outcome == "proposal" else []
        drafts = distinct(made)
        shown = [fresh(draft, request.thread_id, accepted.turn_id, self.prompt, language) for draft in drafts]
        return Ending(
            result.model_copy(update={"proposals": [one.model_dump(mode="json") for one in shown]}),
            drafts,
            state["withdraws_open"],
            language,
        )

    def _result(self, request: TurnRequest, accepted: AcceptedTurn, state: TurnState, usage: Usage) -> TurnResult:
        return TurnResult(
            thread_id=request.thread_id,
            turn_id=accepted.turn_id,
            outcome=state["outcome"],
            answer=state["answer"],
            citations=state["citations"],
            tool_calls=state["tool_calls"],
            handoff=handoff.requested(state["tool_calls"]),
            guards=state["verdicts"],
            prompt=self.prompt.reference,
            model=self.model_name,
            usage=usage,
        )

    def _with_person(self, result: TurnResult, previous: Sequence[Outcome], language: str) -> TurnResult:
        """Hand over after a second turn without an answer, whatever the model said."""
        if result.handoff or not handoff.is_due(result.outcome, previous):
            return result
        rule = self.prompt.handoffs[handoff.UNRESOLVED]
        words = self.prompt.say("handoff", language, **{**rule, "opening": rule["opening"][language]})
        call = ToolCall(name="hand_off", arguments={"reason": handoff.UNRESOLVED}, result=dict(rule))
        return result.model_copy(
            update={
                "outcome": "handoff",
                "answer": words,
                "citations": [],
                "handoff": handoff.from_rule(handoff.UNRESOLVED, rule),
                "tool_calls": [*result.tool_calls, call],
            }
        )

    def failed(self, request: TurnRequest, accepted: AcceptedTurn, language: str, failure: Exception) -> Ending:
        """The end of a turn without an answer, in the words of the failure's phrasing."""
        phrasing = failure.phrasing if isinstance(failure, TurnFailed) else "failed.accounts"
        _log.warning("turn_failed", turn_id=accepted.turn_id, causes=logs.causes(failure))
        result = TurnResult(
            thread_id=request.thread_id,
            turn_id=accepted.turn_id,
            outcome="failed",
            answer=self.prompt.say(phrasing, language),
            prompt=self.prompt.reference,
            model=self.model_name,
        )
        return Ending(result, language=language)
