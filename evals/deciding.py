"""Decides about proposals as the people of a case do: through the product's own service, with what they were shown."""

import hashlib
from dataclasses import dataclass, field

from assistant.proposals.errors import (
    NotPermitted,
    ProposalAltered,
    ProposalExpired,
    ProposalNotFound,
    StepUpNeeded,
    UndoFailed,
)
from assistant.proposals.states import NotPossible
from assistant.proposals.view import ProposalView
from evals.casting import Person
from evals.played import Decided
from evals.stage import Stage
from evals.steps import Act
from tools.caller import Caller

_REFUSALS: dict[type[Exception], str] = {
    ProposalNotFound: "proposal-not-found",
    NotPermitted: "not-permitted",
    StepUpNeeded: "step-up-needed",
    ProposalAltered: "proposal-altered",
    ProposalExpired: "proposal-expired",
    UndoFailed: "undo-not-possible",
    NotPossible: "proposal-not-open",
}
"""As the API calls them (api/errors.py)."""
NOTHING_PROPOSED = "nothing-proposed"


class ExecutionStuck(RuntimeError):
    """What was confirmed had not ended when the service stopped waiting: the executor or the account system is out."""


@dataclass
class Decisions:
    """One thread's decisions. person, serves: the maker and whom they work for. shown: proposals in the order in which
    the person saw them, as they then were."""

    stage: Stage
    person: Person | None
    serves: Person | None
    shown: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    _with_code: Caller | None = None

    def saw(self, proposal_id: str, tool: str, digest: str) -> None:
        self.shown.append((proposal_id, tool, digest))

    async def take(self, act: Act) -> Decided:
        """Carry the decision out and wait for the end of what it sets off. Raises ExecutionStuck, CodeRefused."""
        try:
            proposal_id, tool, digest = self.shown[act.proposal]
        except IndexError:
            return Decided("", NOTHING_PROPOSED)
        if act.stale:
            digest = self._earlier(proposal_id)
        try:
            view = await self._decided(act, proposal_id, digest)
        except tuple(_REFUSALS) as refusal:
            return Decided(tool, _REFUSALS[type(refusal)])
        if view.state in ("confirmed", "executing"):
            raise ExecutionStuck(f"the proposal of {tool} is {view.state} still")
        if act.decision == "undo":
            self.saw(view.proposal_id, view.tool, view.digest)
        return Decided(tool, view.state, said_yes=act.decision in ("confirm", "approve") and view.state == "done")

    def _earlier(self, proposal_id: str) -> str:
        """The digest of something else: of another proposal of the thread, where there is one."""
        return next((digest for known, _, digest in self.shown if known != proposal_id), hashlib.sha256().hexdigest())

    async def _decided(self, act: Act, proposal_id: str, digest: str) -> ProposalView:
        service = self.stage.assistant.proposals
        if act.decision == "approve":
            return await service.approve(self._second(), proposal_id, digest)
        caller = await self._caller(act)
        if act.decision == "undo":
            return await service.undo(caller, proposal_id)
        decide = {"confirm": service.confirm, "reject": service.reject, "cancel": service.cancel}[act.decision]
        return await decide(caller, proposal_id, digest)

    async def _caller(self, act: Act) -> Caller:
        if act.code and self._with_code is None and self.person:
            self._with_code = await self.stage.stepped_up(self.person, self.serves)
        return self._with_code or self.stage.caller_of(self.person, self.serves)

    def _second(self) -> Caller:
        """Another supervisor; nobody approves their own."""
        assert self.person is not None
        return self.stage.caller_of(self.stage.casting.second(self.person))
