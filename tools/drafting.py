"""A draft: what a write tool made of a request, ready to be shown, confirmed and sent. It changes nothing."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from tools.caller import Role

Risk = Literal["low", "medium", "high"]
Approval = Literal["supervisor"]
Source = Literal["own_words", "account_system"]
LineKind = Literal["money", "date", "instant", "text", "rate", "count", "account", "choice"]


class Line(BaseModel):
    """One row of what a person is shown. `label` names a word of the phrasings.

    Money is in cents, days and instants are ISO 8601, rates basis points, a choice is its identifier.
    """

    model_config = ConfigDict(frozen=True)

    label: str
    kind: LineKind
    value: str | int


class Operation(BaseModel):
    """The one request that a confirmation sends. system: `assistant` for what is kept here (a notice)."""

    model_config = ConfigDict(frozen=True)

    system: Literal["accounts", "assistant"] = "accounts"
    method: Literal["POST", "PUT"]
    path: str
    body: dict[str, Any]
    if_match: str | None = None
    account_id: str | None = None


class Draft(BaseModel):
    """Canonical arguments and the exact request. before, after: what the account system's preview says will differ.

    about: the borrower concerned; maker: the subject who asked, in which role: under it the request will be sent.
    sources: where each sensitive argument came from.
    """

    model_config = ConfigDict(frozen=True)

    proposal_id: str
    tool: str
    tool_version: int
    arguments: dict[str, Any]
    operation: Operation
    lines: list[Line]
    before: dict[str, Any]
    after: dict[str, Any]
    risk: Risk
    assurance: int
    approval: Approval | None
    about: str
    maker: str
    maker_role: Role = "borrower"
    sources: dict[str, Source]
    business_date: str
    made_at: datetime
    expires_at: datetime

    @property
    def digest(self) -> str:
        """SHA-256 over what a confirmation agrees to, as canonical JSON: who, about whom, which tool, what exactly."""
        agreed = self.model_dump(
            mode="json", include={"maker", "about", "tool", "tool_version", "arguments", "operation"}
        )
        return hashlib.sha256(json.dumps(agreed, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    @property
    def resource(self) -> str:
        """What it acts on, by its address: a newer draft of the same tool on the same resource takes its place."""
        return self.operation.path

    def shown(self) -> dict[str, Any]:
        """What the model and the person see of it."""
        shown = self.model_dump(mode="json", include={"proposal_id", "tool", "lines", "before", "after", "risk"})
        requires = {"assurance": self.assurance, "approval": self.approval}
        return {
            **shown,
            "state": "open",
            "requires": requires,
            "expires_at": self.expires_at.isoformat(),
            "expires_in_minutes": (self.expires_at - self.made_at) // timedelta(minutes=1),
            "digest": self.digest,
        }
