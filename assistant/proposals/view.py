"""A proposal as people and programs see it (docs/acting.md): canonical values, and the words of the phrasings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from assistant.proposals.judging import WAITING, Judge
from assistant.proposals.records import Proposal, Receipt
from assistant.proposals.states import State
from assistant.wording import Wording
from tools.caller import Caller
from tools.drafting import Draft, Line

Can = Literal["confirm", "reject", "cancel", "approve", "undo"]


class LineView(Line):
    """A line with its words."""

    words: str


class Requires(BaseModel):
    """What a yes needs: the assurance of who confirms, and a second person."""

    assurance: int
    approval: str | None


class ReceiptView(BaseModel):
    """What became of it. code: `done`, or why not; resource: what was made or changed, as the account system has it."""

    outcome: Literal["done", "refused"]
    code: str
    reasons: tuple[str, ...]
    business_date: str | None
    value_on: str | None
    resource: dict[str, Any]
    settled_at: datetime | None
    words: str


class ProposalView(BaseModel):
    """One proposal. says: what became of it, in a sentence or two. before, after: what only differs.

    can: what this caller may do with it now. undoes, undone_by: the other of a pair. maker, about: for staff only, with
    their names where the account system tells them; a borrower sees `by_you` instead.
    """

    proposal_id: str
    thread_id: str
    turn_id: str | None
    tool: str
    state: State
    title: str
    says: str
    lines: list[LineView]
    before: dict[str, Any]
    after: dict[str, Any]
    risk: str
    requires: Requires
    created_at: datetime
    expires_at: datetime
    digest: str
    can: list[Can]
    by_you: bool
    maker: str | None
    maker_name: str | None = None
    about: str | None
    about_name: str | None = None
    receipt: ReceiptView | None
    undoes: str | None
    undone_by: str | None


def shown(
    proposal: Proposal, caller: Caller, judge: Judge, wording: Wording, undo_of: Mapping[str, str]
) -> ProposalView:
    """The proposal for this caller. undo_of: the tools that can be taken back, with those that do it.

    Raises ProposalAltered, SealBroken where the stored record was changed.
    """
    draft = judge.opened(proposal)
    language = proposal.language
    state: State = "expired" if proposal.due and proposal.state in WAITING else proposal.state
    receipt = _receipt(proposal, draft, proposal.receipt_of(judge.keyring), wording)
    return ProposalView(
        proposal_id=proposal.proposal_id,
        thread_id=proposal.thread_id,
        turn_id=proposal.turn_id,
        tool=proposal.tool,
        state=state,
        title=title(draft.tool, wording, language),
        says=receipt.words if receipt else wording.say("card.state", language, state=state),
        lines=[LineView(**line.model_dump(), words=words_of(line, wording, language)) for line in draft.lines],
        before=draft.before,
        after=draft.after,
        risk=proposal.risk,
        requires=Requires(assurance=proposal.assurance, approval=proposal.approval),
        created_at=proposal.created_at,
        expires_at=proposal.expires_at,
        digest=proposal.digest,
        can=_can(proposal, draft, caller, judge, undo_of),
        by_you=proposal.maker == caller.subject,
        maker=proposal.maker if caller.is_staff else None,
        about=proposal.about if caller.is_staff else None,
        receipt=receipt,
        undoes=proposal.undoes,
        undone_by=proposal.undone_by,
    )


def fresh(draft: Draft, thread_id: str, turn_id: str, wording: Wording, language: str) -> ProposalView:
    """What becomes of a draft when its turn is stored, as its maker sees it."""
    return ProposalView(
        proposal_id=draft.proposal_id,
        thread_id=thread_id,
        turn_id=turn_id,
        tool=draft.tool,
        state="open",
        title=title(draft.tool, wording, language),
        says=wording.say("card.state", language, state="open"),
        lines=[LineView(**line.model_dump(), words=words_of(line, wording, language)) for line in draft.lines],
        before=draft.before,
        after=draft.after,
        risk=draft.risk,
        requires=Requires(assurance=draft.assurance, approval=draft.approval),
        created_at=draft.made_at,
        expires_at=draft.expires_at,
        digest=draft.digest,
        can=["confirm", "reject"],
        by_you=True,
        maker=None,
        about=None,
        receipt=None,
        undoes=None,
        undone_by=None,
    )


def title(tool: str, wording: Wording, language: str) -> str:
    """What the tool does, as a heading."""
    return wording.say("card.title", language, tool=tool)


def words_of(line: Line, wording: Wording, language: str) -> str:
    """One line in words."""
    return wording.say("card.line", language, label=line.label, kind=line.kind, value=line.value)


def facts(tool: str, lines: Sequence[Line], receipt: Receipt | None = None) -> dict[str, Any]:
    """What a notice about a proposal keeps, for the phrasings `notice.<kind>`.

    value_on: only where it counts as of another day than the one on which it was done.
    """
    answer = receipt.answer if receipt else {}
    counts_elsewhen = answer.get("value_on") != answer.get("business_date")
    return {
        "tool": tool,
        "lines": [line.model_dump() for line in lines],
        "code": receipt.code if receipt else None,
        "reasons": list(receipt.reasons) if receipt else [],
        "value_on": answer.get("value_on") if counts_elsewhen else None,
    }


def _can(proposal: Proposal, draft: Draft, caller: Caller, judge: Judge, undo_of: Mapping[str, str]) -> list[Can]:
    actions: Sequence[Literal["confirm", "reject", "cancel", "approve"]] = ("confirm", "reject", "cancel", "approve")
    found: list[Can] = [action for action in actions if judge.can(caller, action, proposal)]
    if proposal.state == "done" and not proposal.undone_by and draft.tool in undo_of:
        decision = judge.may(caller, "undo", proposal, draft)
        if decision.allowed or decision.needs:
            found.append("undo")
    return found


def _receipt(proposal: Proposal, draft: Draft, receipt: Receipt | None, wording: Wording) -> ReceiptView | None:
    if receipt is None:
        return None
    name = "notice.receipt" if receipt.outcome == "done" else "notice.refused"
    return ReceiptView(
        outcome=receipt.outcome,
        code=receipt.code,
        reasons=receipt.reasons,
        business_date=receipt.answer.get("business_date"),
        value_on=receipt.answer.get("value_on"),
        resource=dict(receipt.resource),
        settled_at=proposal.settled_at,
        words=wording.say(name, proposal.language, **facts(draft.tool, draft.lines, receipt)),
    )
