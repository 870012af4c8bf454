"""Who is asking: made from a verified token at the edge, never from a model's argument or a client's field."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["anonymous", "borrower", "support_agent", "supervisor", "analyst", "auditor", "service"]
STAFF: frozenset[Role] = frozenset({"support_agent", "supervisor", "analyst", "auditor"})


@dataclass(frozen=True)
class Caller:
    """The authenticated party of one turn.

    subject: borrower id, staff id, or `anon:<random>`; the key of row-level security.
    assurance: 0 anonymous, 1 signed in, 2 second factor given.
    token: the delegated token that account reads carry; None for an anonymous caller.
    """

    subject: str
    role: Role
    assurance: int = 0
    token: str | None = None
    name: str | None = None

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def has_accounts(self) -> bool:
        """Only a borrower reads account data, and only their own."""
        return self.role == "borrower" and self.token is not None
