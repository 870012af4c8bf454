"""A handed-over conversation as the copilot needs it: what waits for an answer, and what a draft may rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.copilot.figures_said import Known
from assistant.copilot.situation import Situation
from assistant.desk.conversation import Conversation
from assistant.desk.handoffs import Handoff
from assistant.results import TurnResult


@dataclass(frozen=True)
class Hearing:
    """about: the borrower whose accounts may be read for whoever is in the conversation; None where nobody is signed in
    or a third party speaks, whose authorisation the desk does not weigh: they get policy answers."""

    handoff: Handoff
    conversation: Conversation
    about: str | None

    @classmethod
    def of(cls, handoff: Handoff, conversation: Conversation) -> "Hearing":
        about = conversation.handoff.borrower_id
        return cls(handoff, conversation, about if about == handoff.subject else None)

    @property
    def results(self) -> list[TurnResult]:
        return [TurnResult.model_validate(turn["result"]) for turn in self.conversation.turns if turn["result"]]

    @property
    def unanswered(self) -> str:
        """The borrower's words since an agent last spoke; before that, their last ones to the assistant."""
        said = sorted(self.conversation.messages, key=lambda one: one.order)
        last = max((one.order for one in said if one.author == "agent"), default=0)
        waiting = [one.text for one in said if one.author == "borrower" and one.order > last]
        if waiting or last or not self.conversation.turns:
            return "\n".join(waiting)
        return str(max(self.conversation.turns, key=lambda turn: turn["order"])["user_text"])

    def known(
        self,
        today: date,
        situation: Situation | None,
        more: Sequence[TurnResult] = (),
        told: Sequence[str] = (),
    ) -> Known:
        """situation: None where nobody's accounts may be read. more: turns beside the conversation, for a reply.

        told: replies that were suggested for it before.
        """
        calls = [call for result in (*self.results, *more) for call in result.tool_calls]
        return Known(
            today,
            results=[
                *(call.result for call in calls),
                *(situation.results if situation else ()),
            ],
            texts=[*self._texts([call.result for call in calls]), *told],
            quotable=_reasons(situation) if situation else (),
            receipts=bool(self.conversation.summary.done),
            flags=frozenset(str(row["kind"]) for row in situation.flags) if situation else frozenset(),
            products=frozenset(str(one.account["product"]) for one in situation.accounts) if situation else frozenset(),
        )

    def _texts(self, results: Sequence[dict[str, Any]]) -> list[str]:
        passages = [str(one["text"]) for result in results for one in result.get("passages", [])]
        answers = [result.answer for result in self.results]
        heard = [str(turn["user_text"]) for turn in self.conversation.turns]
        told = [one.text for one in self.conversation.messages if one.author == "borrower"]
        notices = [notice.words for notice in self.conversation.notices]
        return [*passages, *answers, *heard, *told, *notices]


def _reasons(situation: Situation) -> list[str]:
    """Recorded reasons of decisions, which may be told word for word."""
    rows = situation.borrower.get("applications", {}).get("applications", [])
    return [str(reason["text"]) for row in rows for reason in row.get("reasons", [])]
