"""Whom a thread serves: staff name the borrower when it is made, a third party's token does, and nothing changes it."""

import asyncio
import uuid
from dataclasses import dataclass
from functools import partial

import httpx
from psycopg import AsyncConnection

from api.auth import asking
from api.errors import NotFound
from assistant import audit
from assistant.audit import Record
from assistant.errors import ThreadNotFound
from assistant.proposals.errors import NotPermitted
from assistant.threads import Row, Threads
from stack.callers import serving
from stack.issuer import Issuer
from stack.people import PersonUnknown, find, people
from tools.authorize import Permissions
from tools.caller import Caller
from tools.client import AccountsUnavailable
from tools.permission_request import Accounts


@dataclass(frozen=True)
class Counter:
    """Where conversations are opened and taken up."""

    threads: Threads
    issuer: Issuer
    accounts_url: str

    async def open(self, caller: Caller, borrower: str | None = None, thread_id: str | None = None) -> str:
        """A thread of the caller's: about `borrower` (handle or id) for staff, about whom they serve for third parties.

        Raises NotPermitted, NotFound for nobody of that name, ThreadNotFound, AccountsUnavailable.
        """
        if borrower is None:
            return await self.threads.create(caller.subject, thread_id, caller.serves)
        _check(caller, "")
        about = await self._named(borrower)
        _check(caller, about)
        thread_id = thread_id or str(uuid.uuid4())
        return await self.threads.create(caller.subject, thread_id, about, partial(_recorded, caller, about, thread_id))

    async def take_up(self, caller: Caller, thread_id: str) -> Caller:
        """The caller as they are in this thread: with whom it serves, and a token for that borrower's accounts alone.

        Raises ThreadNotFound, also where a third party serves somebody else by now; NotPermitted.
        """
        if caller.role in ("borrower", "anonymous"):
            return caller
        about = await self.threads.about(caller.subject, thread_id)
        if caller.role == "third_party":
            if about != caller.serves:
                raise ThreadNotFound(f"There is no thread {thread_id!r} of yours.")
            return caller
        if about is None:
            return caller
        _check(caller, about)
        return await asking(self.issuer, serving, caller, about, self.issuer)

    async def _named(self, name: str) -> str:
        try:
            known = await asyncio.to_thread(people, self.accounts_url, self.issuer)
        except httpx.HTTPError as error:
            raise AccountsUnavailable(str(error)) from error
        borrowers = [person for person in known if person["role"] == "borrower"]
        if any(person["borrower_id"] == name for person in borrowers):
            return name
        try:
            return str(find(borrowers, name)["borrower_id"])
        except PersonUnknown as error:
            raise NotFound(str(error)) from error


def _check(caller: Caller, about: str) -> None:
    """Only staff choose whom they serve. Raises NotPermitted."""
    if not caller.is_staff or not Permissions.load().decide(caller, "serve", Accounts(about)).allowed:
        raise NotPermitted("Your role serves no borrower of your choice.")


async def _recorded(caller: Caller, about: str, thread_id: str, connection: AsyncConnection[Row]) -> None:
    """Who looks into whose accounts is on record from the first moment."""
    await audit.append(connection, Record("serve", caller.subject, about, thread_id, {"role": caller.role}))
