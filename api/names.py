"""How people are called, for staff who would otherwise read ids. A name is a help: without it the id stands."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import TypeVar

import httpx

from assistant.proposals.view import ProposalView
from stack.issuer import Issuer, IssuerUnavailable, TokenRejected
from stack.people import people
from tools.caller import Caller

KEPT_S = 300.0
AGAIN_S = 15.0
"""How soon the account system is asked again after it did not answer."""
View = TypeVar("View", bound=ProposalView)


class Names:
    """The account system's list of people by id, kept for `KEPT_S`."""

    def __init__(self, accounts_url: str, issuer: Issuer) -> None:
        self._accounts_url = accounts_url
        self._issuer = issuer
        self._known: Mapping[str, str] = {}
        self._until = 0.0
        self._lock = asyncio.Lock()

    async def put(self, caller: Caller, views: Sequence[View]) -> list[View]:
        """Proposals with the names of who made them and whom they are about; for staff alone."""
        if not caller.is_staff or not views:
            return list(views)
        known = await self._names()
        return [
            view.model_copy(
                update={"maker_name": known.get(view.maker or ""), "about_name": known.get(view.about or "")}
            )
            for view in views
        ]

    async def _names(self) -> Mapping[str, str]:
        async with self._lock:
            if time.monotonic() >= self._until:
                try:
                    listed = await asyncio.to_thread(people, self._accounts_url, self._issuer)
                except (httpx.HTTPError, IssuerUnavailable, TokenRejected):
                    self._until = time.monotonic() + AGAIN_S
                else:
                    self._known = {str(one["borrower_id"]): str(one["name"]) for one in listed}
                    self._until = time.monotonic() + KEPT_S
            return self._known
