"""One account system with its books, as the end state needs it; evals/engine/serving.py has it."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import httpx

from stack.issuer import DevelopmentIssuer


class Books(Protocol):
    """A database of the account system; `url(role)` is its address for a role, `postgres` the superuser."""

    def url(self, role: str) -> str: ...


class Ledger(Protocol):
    """http: blocking, for requests under tokens that `issuer` makes."""

    @property
    def database(self) -> Books: ...
    @property
    def http(self) -> httpx.Client: ...
    @property
    def issuer(self) -> DevelopmentIssuer: ...


Twin = Callable[[], Awaitable[Ledger]]
"""Makes a second copy of the pristine books, served likewise."""
