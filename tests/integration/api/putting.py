"""Puts proposals into the acting service's tables as the end of a turn does, without a model that asks for them."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from assistant.proposals.changes import Changes
from assistant.proposals.store import ProposalTable
from assistant.sealing import Keyring
from stack.people import Person
from tests.acting import Acting
from tests.integration.assistant.audit_desk import acting_as, pool_of
from tests.serving import Client
from tools.drafting import Draft, Line, Operation


class Putting:
    """One for a test. data_dir: the API's, with its keyring."""

    def __init__(self, acting: Acting, data_dir: Path) -> None:
        self._acting = acting
        self._keys = Keyring.load_or_create(data_dir / "keys" / "sealing.json")

    def draft(self, person: Person, amount_cents: int = 2500, **changed: Any) -> Draft:
        """A payment of that much in three weeks from the person's first account, as schedule_payment drafts it."""
        account = self._account(person)
        day = (datetime.fromisoformat(self._business_date()) + timedelta(days=21)).date().isoformat()
        given: dict[str, Any] = {
            "proposal_id": str(uuid.uuid4()),
            "tool": "schedule_payment",
            "tool_version": 1,
            "arguments": {"account": account, "amount_cents": amount_cents, "payment_date": day},
            "operation": Operation(
                method="POST",
                path=f"/v1/accounts/{account}/payments",
                body={"amount_cents": amount_cents, "scheduled_for": day},
                account_id=account,
            ),
            "lines": [
                Line(label="amount", kind="money", value=amount_cents),
                Line(label="payment_date", kind="date", value=day),
            ],
            "before": {},
            "after": {},
            "risk": "medium",
            "assurance": 1,
            "approval": None,
            "about": person["borrower_id"],
            "maker": person["borrower_id"],
            "sources": {"amount": "own_words"},
            "business_date": self._business_date(),
            "made_at": datetime.now(UTC),
            "expires_at": datetime.now(UTC) + timedelta(minutes=60),
        }
        return Draft.model_validate({**given, **changed})

    async def put(self, draft: Draft, thread_id: str) -> Draft:
        changes = Changes(ProposalTable(), self._keys)
        async with pool_of(self._acting.database, keys=self._keys) as pool, acting_as(pool, draft.maker) as connection:
            await changes.put(connection, thread_id, None, [draft])
        return draft

    async def proposed(self, client: Client, person: Person, **changed: Any) -> tuple[str, dict[str, Any]]:
        """A thread of the person's with one open proposal, and how it is shown."""
        thread_id = await client.thread()
        draft = await self.put(self.draft(person, **changed), thread_id)
        return thread_id, (await client.get(f"/v1/proposals/{draft.proposal_id}")).json()

    def _account(self, person: Person) -> str:
        token = self._acting.books.issuer.delegate(person["borrower_id"], "borrower")
        accounts = self._read("/v1/accounts", token)["accounts"]
        return str(next(account["account_id"] for account in accounts if account["status"] == "open"))

    def _business_date(self) -> str:
        return str(self._read("/v1/business-date", None)["business_date"])

    def _read(self, path: str, token: str | None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.get(self._acting.books.url + path, headers=headers, trust_env=False).raise_for_status().json()
