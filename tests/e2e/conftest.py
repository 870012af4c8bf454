"""The whole assistant as a borrower meets it: account system and API over HTTP, the local model, indexed policies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from stack.people import Person
from tests.conftest import INDEXED, Database
from tests.serving import Client, Lender, api_app, serving

Answer = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """The served assistant, and the lender's own books to hold its answers to."""

    url: str
    lender: Lender

    def client(self, person: Person | None) -> Client:
        return Client(self.url, self.lender.token(person) if person else None)

    def holder(self, *products: str, tag: str = "current") -> Person:
        """A borrower who holds just these products, in that situation."""
        return next(
            person for person in self.lender.people if person["products"] == [*products] and tag in person["situation"]
        )

    def books(self, person: Person, read: str, **params: str) -> list[dict[str, Any]]:
        """What the account system answers that person, account by account."""
        token = self.lender.issuer.delegate(str(person["borrower_id"]), "borrower")
        with httpx.Client(
            base_url=self.lender.url, headers={"Authorization": f"Bearer {token}"}, trust_env=False
        ) as http:
            accounts = http.get("/v1/accounts").raise_for_status().json()["accounts"]
            found = [http.get(f"/v1/accounts/{one['account_id']}/{read}", params=params) for one in accounts]
        return [answer.raise_for_status().json() for answer in found]

    async def ask(self, person: Person | None, *texts: str) -> Answer:
        """The answer to the last of the texts, said on one thread."""
        client = self.client(person)
        thread_id = await client.thread()
        answers = [await client.say(thread_id, text) for text in texts]
        return answers[-1]


@pytest.fixture(scope="session")
def desk(lender: Lender, clone_database: Callable[[str], Database], data_dir: Path) -> Iterator[Desk]:
    app = api_app(lender, clone_database(INDEXED).url("assistant_app"), data_dir, None)
    with serving(app) as url:
        yield Desk(url, lender)
