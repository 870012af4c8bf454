"""Who acts on the books: the roles of tokens that may give commands."""

from typing import Literal

Role = Literal["borrower", "third_party", "support_agent", "supervisor", "service"]
BORROWER: frozenset[Role] = frozenset({"borrower", "support_agent", "supervisor", "service"})
STAFF: frozenset[Role] = frozenset({"support_agent", "supervisor", "service"})
SUPERVISOR: frozenset[Role] = frozenset({"supervisor", "service"})
PAYER: frozenset[Role] = frozenset({*BORROWER, "third_party"})
"""Borrowers, whoever they authorised to pay for them, and staff."""
