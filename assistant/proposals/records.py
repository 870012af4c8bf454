"""A proposal as it is stored: its row in the clear, the draft sealed in it, and the receipt once there is one."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self, cast

from pydantic import BaseModel, ConfigDict

from assistant.proposals.states import State
from assistant.sealing import Keyring, SealBroken
from tools.drafting import Draft


class Receipt(BaseModel):
    """What became of an execution, in the account system's own answer.

    code: `done`, or the problem code of a refusal. reasons: its sentences, for the person who asked.
    answer: the receipt as the account system gave it (docs/accounts-api.md), empty where it refused.
    """

    model_config = ConfigDict(frozen=True)

    outcome: Literal["done", "refused"]
    code: str
    answer: dict[str, Any] = {}
    reasons: tuple[str, ...] = ()

    @property
    def resource(self) -> Mapping[str, Any]:
        """What was made or changed, with its id."""
        return cast(dict[str, Any], self.answer.get("resource") or {})

    def seal(self, keyring: Keyring, maker: str, thread_id: str, proposal_id: str) -> bytes:
        return keyring.seal(self.model_dump_json().encode(), maker, thread_id, proposal_id, "receipt")

    @classmethod
    def unseal(cls, sealed: bytes, keyring: Keyring, maker: str, thread_id: str, proposal_id: str) -> Self:
        """Raises SealBroken."""
        return cls.model_validate_json(keyring.unseal(sealed, maker, thread_id, proposal_id, "receipt"))


@dataclass(frozen=True)
class Proposal:
    """One row. turn_id: None where no turn made it (an undo). due: whether its time has passed. checker: the second
    person who decided. Instants are the one clock's that makes and judges proposals (store.py)."""

    proposal_id: str
    thread_id: str
    turn_id: str | None
    maker: str
    about: str
    tool: str
    tool_version: int
    state: State
    digest: str
    risk: str
    assurance: int
    approval: str | None
    language: str
    undoes: str | None
    superseded_by: str | None
    created_at: datetime
    expires_at: datetime
    confirmed_at: datetime | None
    checker: str | None
    settled_at: datetime | None
    outcome_code: str | None
    content: bytes
    receipt: bytes | None
    undone_by: str | None
    due: bool

    def draft(self, keyring: Keyring) -> Draft:
        """The draft that was stored. Raises SealBroken where it is not the one that the row names."""
        sealed = keyring.unseal(self.content, self.maker, self.thread_id, self.proposal_id, "draft")
        draft = Draft.model_validate_json(sealed)
        same = (draft.proposal_id, draft.maker, draft.about, draft.tool, draft.tool_version) == (
            self.proposal_id,
            self.maker,
            self.about,
            self.tool,
            self.tool_version,
        )
        if not same or not hmac.compare_digest(draft.digest, self.digest):
            raise SealBroken("A stored proposal is not the one that was made.")
        return draft

    def receipt_of(self, keyring: Keyring) -> Receipt | None:
        """Raises SealBroken."""
        if self.receipt is None:
            return None
        return Receipt.unseal(self.receipt, keyring, self.maker, self.thread_id, self.proposal_id)


def seal(draft: Draft, thread_id: str, keyring: Keyring) -> bytes:
    """The draft, bound to its maker, its thread and itself."""
    return keyring.seal(draft.model_dump_json().encode(), draft.maker, thread_id, draft.proposal_id, "draft")
