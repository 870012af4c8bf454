"""May this decision be taken on this proposal as it stands? Pure: what was read in, the next state or a refusal out."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.proposals.errors import NotPermitted, ProposalAltered, ProposalExpired, StepUpNeeded
from assistant.proposals.records import Proposal
from assistant.proposals.states import TRANSITIONS, Event, State, after
from assistant.sealing import Keyring, SealBroken
from tools.authorize import Decision
from tools.caller import Caller
from tools.drafting import Draft
from tools.permission_request import Proposed

Action = Literal["confirm", "reject", "cancel", "approve"]
Refusal = (NotPermitted, ProposalAltered, ProposalExpired, StepUpNeeded, ValueError)
WAITING: frozenset[State] = frozenset({"open", "awaiting_approval"})
RUNNING: frozenset[State] = frozenset({"confirmed", "executing"})
_DONE_BEFORE: dict[Action, frozenset[State]] = {
    "confirm": frozenset({"awaiting_approval", "confirmed", "executing", "done", "refused"}),
    "approve": frozenset({"confirmed", "executing", "done", "refused"}),
    "reject": frozenset({"rejected"}),
    "cancel": frozenset({"cancelled"}),
}
_NOT_YOURS = "This is not yours to decide."


class Authorizer(Protocol):
    """Who may do what to a proposal (tools/authorize.py)."""

    def decide(self, caller: Caller, action: str, resource: Proposed) -> Decision: ...


@dataclass(frozen=True)
class Judge:
    """version_of: the version that a write tool has now, None for a tool that is no longer there."""

    keyring: Keyring
    permissions: Authorizer
    version_of: Callable[[str], int | None]

    def next_state(self, caller: Caller, action: Action, proposal: Proposal, digest: str | None) -> State | None:
        """Where the decision leads; None where the same was decided before and nothing is left to do.

        Raises ProposalAltered, NotPermitted, ProposalExpired, NotPossible, StepUpNeeded, in this order: who may not
        decide learns nothing of the rest, and nobody fetches a second factor for what is over.
        """
        draft = self.opened(proposal)
        decision = self.permissions.decide(caller, action, Proposed.of(draft, proposal.checker))
        if not decision.allowed and decision.needs != "step_up":
            raise NotPermitted(" ".join(decision.says) or _NOT_YOURS)
        if action == "reject" and proposal.state in WAITING:
            _check_who_says_no(caller, proposal)
        if not self._is_agreed(proposal, action, digest):
            raise ProposalAltered("What you agreed to is not what is stored. Look at it again, then decide.")
        if proposal.state in _DONE_BEFORE[action]:
            return None
        if proposal.state == "expired" or (proposal.state in WAITING and proposal.due):
            raise ProposalExpired("The time for this has passed; nothing was done. Ask again for a fresh one.")
        states = after(proposal.state, _event(action))
        if self.version_of(proposal.tool) != proposal.tool_version:
            raise ProposalAltered("What this does has changed since it was proposed; nothing was done. Ask again.")
        if not decision.allowed:
            raise StepUpNeeded(" ".join(decision.says) or "This needs a second factor.")
        if len(states) == 1:
            return states[0]
        return "awaiting_approval" if draft.approval else "confirmed"

    def opened(self, proposal: Proposal) -> Draft:
        """Raises ProposalAltered where the stored draft is not the one that was made."""
        try:
            return proposal.draft(self.keyring)
        except SealBroken as error:
            raise ProposalAltered("The stored proposal was changed; it cannot be used. Ask again.") from error

    def can(self, caller: Caller, action: Action, proposal: Proposal) -> bool:
        """Whether the caller could take this decision now, after a second factor where it needs one."""
        if (proposal.state, _event(action)) not in TRANSITIONS:
            return False
        try:
            return self.next_state(caller, action, proposal, proposal.digest) is not None
        except StepUpNeeded:
            return True
        except Refusal:
            return False

    def may(self, caller: Caller, action: str, proposal: Proposal, draft: Draft) -> Decision:
        """What the permissions say of any other action."""
        return self.permissions.decide(caller, action, Proposed.of(draft, proposal.checker))

    @staticmethod
    def _is_agreed(proposal: Proposal, action: Action, digest: str | None) -> bool:
        """A yes names what it agrees to; a no may."""
        if digest is None:
            return action in ("reject", "cancel")
        return hmac.compare_digest(proposal.digest.encode(), digest.encode())


def _event(action: Action) -> Event:
    return action


def _check_who_says_no(caller: Caller, proposal: Proposal) -> None:
    """The maker to what is open, a second person to what awaits approval. Raises NotPermitted."""
    if (proposal.state == "open") != (caller.subject == proposal.maker):
        raise NotPermitted("Who asked for it cancels what awaits approval; a second person rejects it.")
