"""What the policies are asked: a caller, an action, a resource and circumstances, as Cedar's JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.caller import Caller, Role
from tools.drafting import Approval, Draft, Risk

_TYPES: Mapping[Role, str] = {
    "anonymous": "Anonymous",
    "borrower": "Borrower",
    "third_party": "ThirdParty",
    "support_agent": "SupportAgent",
    "supervisor": "Supervisor",
    "analyst": "Analyst",
    "auditor": "Auditor",
    "service": "Service",
}
_SERVING: frozenset[Role] = frozenset({"third_party", "support_agent", "supervisor"})
_OF_THE_HOUSE = frozenset(
    (
        *("search_policies", "ask_clarification", "decline", "hand_off", "withdraw_proposals"),
        *("read_audit", "run_controls", "step_up"),
        *("serve_desk", "search_conversations", "read_monitors", "read_releases"),
    )
)


@dataclass(frozen=True)
class Accounts:
    """The accounts of one borrower; holder: the borrower's id, empty where there is nobody's."""

    holder: str


@dataclass(frozen=True)
class House:
    """What belongs to nobody in particular: the conversation, the audit trail, the controls."""


@dataclass(frozen=True)
class Proposed:
    """A proposal as the policies see it. checker: who approved it, if anybody did. amount_cents: the money it moves."""

    proposal_id: str
    maker: str
    about: str
    tool: str
    risk: Risk
    assurance: int
    approval: Approval | None = None
    checker: str | None = None
    amount_cents: int | None = None

    @classmethod
    def of(cls, draft: Draft, checker: str | None = None) -> "Proposed":
        return cls(
            proposal_id=draft.proposal_id,
            maker=draft.maker,
            about=draft.about,
            tool=draft.tool,
            risk=draft.risk,
            assurance=draft.assurance,
            approval=draft.approval,
            checker=checker,
            amount_cents=amount_cents(draft),
        )


Resource = Accounts | House | Proposed


@dataclass(frozen=True)
class Circumstances:
    """What is known when it is decided. flags: kinds that run for the borrower. most_cents: the tool's own limit."""

    flags: frozenset[str] = frozenset()
    amount_cents: int | None = None
    most_cents: int | None = None


NOTHING_KNOWN = Circumstances()


def amount_cents(draft: Draft) -> int | None:
    """The money that a draft moves, in cents: the largest amount that its request or its lines name, None without."""
    in_body = [value for key, value in draft.operation.body.items() if key.endswith("_cents")]
    in_lines = [line.value for line in draft.lines if line.kind == "money" and line.label in ("amount", "fee")]
    return max((value for value in (*in_body, *in_lines) if isinstance(value, int)), default=None)


def request(caller: Caller, action: str, resource: Resource | None, context: Circumstances) -> dict[str, Any]:
    """One request. Without a resource: the accounts that the caller is about, or the house."""
    known: dict[str, Any] = {
        "assurance": caller.assurance,
        "second_factor_age_s": caller.second_factor_age_s,
        "has_token": caller.token is not None,
        "reads_only": caller.reads_only,
        "flags": sorted(context.flags),
        "amount_cents": context.amount_cents,
        "most_cents": context.most_cents,
    }
    return {
        "principal": _principal(caller),
        "action": {"type": "Action", "id": action},
        "resource": _uid(resource or _usual(caller, action)),
        "context": {name: value for name, value in known.items() if value is not None},
    }


def entities(caller: Caller, resource: Resource | None) -> list[dict[str, Any]]:
    """Everything that a request about this resource refers to."""
    holders = {caller.about or ""}
    found: list[dict[str, Any]] = [{"uid": _principal(caller), "attrs": _attributes(caller), "parents": []}]
    if isinstance(resource, Proposed):
        holders.add(resource.about)
        found.append({"uid": _uid(resource), "attrs": _of_proposal(resource), "parents": []})
    elif isinstance(resource, Accounts):
        holders.add(resource.holder)
    for holder in holders:
        attributes = {"holder": _reference("Borrower", holder)}
        found.append({"uid": _uid(Accounts(holder)), "attrs": attributes, "parents": []})
    return found


def _usual(caller: Caller, action: str) -> Resource:
    return House() if action in _OF_THE_HOUSE else Accounts(caller.about or "")


def _principal(caller: Caller) -> dict[str, str]:
    return {"type": _TYPES[caller.role], "id": caller.subject}


def _uid(resource: Resource) -> dict[str, str]:
    match resource:
        case Accounts(holder):
            return {"type": "Accounts", "id": holder}
        case Proposed():
            return {"type": "Proposal", "id": resource.proposal_id}
        case House():
            return {"type": "House", "id": "house"}


def _attributes(caller: Caller) -> dict[str, Any]:
    attributes: dict[str, Any] = {"subject": caller.subject}
    if caller.role in _SERVING and caller.serves is not None:
        attributes["serves"] = _reference("Borrower", caller.serves)
    if caller.role == "third_party":
        attributes["scopes"] = sorted(caller.scopes)
    return attributes


def _of_proposal(proposal: Proposed) -> dict[str, Any]:
    attributes = {
        "maker": proposal.maker,
        "about": _reference("Borrower", proposal.about),
        "tool": proposal.tool,
        "risk": proposal.risk,
        "assurance": proposal.assurance,
        "approval": proposal.approval,
        "checker": proposal.checker,
        "amount_cents": proposal.amount_cents,
    }
    return {name: value for name, value in attributes.items() if value is not None}


def _reference(kind: str, name: str) -> dict[str, Any]:
    return {"__entity": {"type": kind, "id": name}}
