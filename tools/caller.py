"""Who is asking: made from a verified token at the edge, never from a model's argument or a client's field."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["anonymous", "borrower", "third_party", "support_agent", "supervisor", "analyst", "auditor", "service"]
STAFF: frozenset[Role] = frozenset({"support_agent", "supervisor", "analyst", "auditor"})


@dataclass(frozen=True)
class Caller:
    """The authenticated party of one turn.

    subject: borrower id, staff id, or `anon:<random>`; the key of row-level security.
    assurance: 0 anonymous, 1 signed in, 2 second factor given.
    token: the delegated token that account reads and previews carry; None where there is nobody's account to read.
    serves: the borrower whom a third party or a member of staff serves in this thread.
    second_factor_age_s: how long ago the second factor was given, in seconds, when the token was read.
    scopes: what a third party's authorisation names.
    reads_only: whoever came by an interface that changes nothing: no write tool, and no proposal is taken back.
    for_borrower: staff who want a reply to the borrower whom they serve: it is addressed to that borrower, and rests on
    what a borrower may read.
    """

    subject: str
    role: Role
    assurance: int = 0
    token: str | None = None
    name: str | None = None
    serves: str | None = None
    second_factor_age_s: int | None = None
    scopes: frozenset[str] = frozenset()
    reads_only: bool = False
    for_borrower: bool = False

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def has_accounts(self) -> bool:
        """Whether there is somebody's account to read: a borrower's own, or that of whom the caller serves."""
        return self.about is not None and self.token is not None

    @property
    def about(self) -> str | None:
        """The borrower whose accounts this is about."""
        return self.subject if self.role == "borrower" else self.serves
