"""What an agent reads first: taken from the sealed turns and the proposals of the conversation, nothing invented.

What was asked stands in the borrower's own words, facts come from tool results, what was done from receipts.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from pydantic import BaseModel

from assistant.desk import facts, words
from assistant.desk.facts import Fact
from assistant.desk.handoffs import Handoff
from assistant.proposals import view
from assistant.proposals.judging import WAITING
from assistant.proposals.records import Proposal
from assistant.proposals.states import State
from assistant.proposals.store import ProposalTable
from assistant.results import Citation, TurnResult
from assistant.sealing import Keyring
from assistant.wording import Wording

_ASKED, _ASKED_CHARS = 6, 300
_OPEN: frozenset[State] = frozenset({"open", "awaiting_approval", "confirmed", "executing"})
_PROPOSALS = 50
_STAFF_LANGUAGE = "en"


class Done(BaseModel):
    """Something that was carried out. words: the receipt's."""

    title: str
    words: str
    at: datetime | None


class StillOpen(BaseModel):
    """A proposal that waits for somebody, or is being carried out."""

    proposal_id: str
    title: str
    state: State
    expires_at: datetime


class Summary(BaseModel):
    """asked: the newest things that were asked, oldest first. why: the reason of the hand-off, for staff."""

    asked: list[str]
    facts: list[Fact]
    done: list[Done]
    open: list[StillOpen]
    sources: list[Citation]
    why: str
    language: str


async def of(
    connection: AsyncConnection[dict[str, Any]],
    handoff: Handoff,
    turns: Sequence[Mapping[str, Any]],
    keyring: Keyring,
    wording: Wording,
) -> Summary:
    """The summary of the conversation. turns: all of it, opened (`conversations.opened`). Raises SealBroken."""
    results = [TurnResult.model_validate(turn["result"]) for turn in turns if turn["result"]]
    found = await ProposalTable().listed(connection, state=None, thread_id=handoff.thread_id, limit=_PROPOSALS)
    proposals = found[::-1]
    return Summary(
        asked=[_short(str(turn["user_text"])) for turn in turns][-_ASKED:],
        facts=facts.of(call for result in results for call in result.tool_calls),
        done=[_done(proposal, keyring, wording) for proposal in proposals if proposal.state == "done"],
        open=[_open(proposal, wording) for proposal in proposals if _is_open(proposal)],
        sources=_sources(results),
        why=words.load().reasons[handoff.reason],
        language=handoff.language,
    )


def _is_open(proposal: Proposal) -> bool:
    """What only waits is over when its time is; what was confirmed goes on."""
    return proposal.state in _OPEN and not (proposal.state in WAITING and proposal.due)


def _short(text: str) -> str:
    return text if len(text) <= _ASKED_CHARS else text[: _ASKED_CHARS - 1].rstrip() + "…"


def _done(proposal: Proposal, keyring: Keyring, wording: Wording) -> Done:
    receipt, draft = proposal.receipt_of(keyring), proposal.draft(keyring)
    said = wording.say("notice.receipt", _STAFF_LANGUAGE, **view.facts(proposal.tool, draft.lines, receipt))
    return Done(title=view.title(proposal.tool, wording, _STAFF_LANGUAGE), words=said, at=proposal.settled_at)


def _open(proposal: Proposal, wording: Wording) -> StillOpen:
    return StillOpen(
        proposal_id=proposal.proposal_id,
        title=view.title(proposal.tool, wording, _STAFF_LANGUAGE),
        state=proposal.state,
        expires_at=proposal.expires_at,
    )


def _sources(results: Sequence[TurnResult]) -> list[Citation]:
    """Each passage once, numbered anew."""
    cited = {(one.document, one.version, one.section): one for result in results for one in result.citations}
    return [one.model_copy(update={"id": number}) for number, one in enumerate(cited.values(), 1)]
