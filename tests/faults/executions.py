"""Confirmed proposals over real books, and what must be true of each once it has ended, however it got there."""

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, LiteralString

import httpx
import psycopg

from tests.acting import WritableLender
from tests.integration.execution.booking import Desk, drafted
from tools.drafting import Draft, Operation

_ENDS: LiteralString = """
    SELECT p.proposal_id::text, p.state,
           (SELECT count(*) FROM assistant.receipts r WHERE r.proposal_id = p.proposal_id),
           (SELECT count(*) FROM assistant.notices n WHERE n.proposal_id = p.proposal_id),
           (SELECT count(*) FROM assistant.audit a WHERE a.ref = p.proposal_id::text AND a.subject = 'executor'
              AND a.kind = 'proposal'),
           (SELECT count(*) FROM assistant.audit a WHERE a.ref = p.proposal_id::text AND a.kind = 'receipt'),
           (SELECT string_agg(event, ' ' ORDER BY event_id) FROM assistant.proposal_events e
              WHERE e.proposal_id = p.proposal_id)
    FROM assistant.proposals p WHERE p.proposal_id = ANY(%s::uuid[])"""
_DONE = ("done", 1, 1, 1, 1, "confirm execute settle")


@dataclass
class Payers:
    """Borrowers who can pay a little: each payment is of its own amount, so that its effects can be counted."""

    books: WritableLender
    _accounts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    _paid: int = 0

    def __post_init__(self) -> None:
        for person in self.books.people:
            if person["role"] == "borrower" and len(self._accounts) < 24:
                self._accounts += self._payable(str(person["borrower_id"]))
        assert len(self._accounts) > 8

    def _payable(self, borrower: str) -> list[tuple[str, str]]:
        token = self.books.issuer.delegate(borrower, "borrower", write=True)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "probe"}
        with httpx.Client(base_url=self.books.url, headers=headers, trust_env=False) as http:
            found: list[dict[str, Any]] = http.get("/v1/accounts").json()["accounts"]
            loans = [str(account["account_id"]) for account in found if account["product"] == "instalment_loan"]
            tried = {
                loan: http.post(f"/v1/accounts/{loan}/payments?dry_run=true", json={"amount_cents": 20_000})
                for loan in loans
            }
        return [(borrower, loan) for loan, answer in tried.items() if answer.is_success]

    def draft(self) -> Draft:
        """A payment that nobody has made yet."""
        borrower, account = self._accounts[self._paid % len(self._accounts)]
        self._paid += 1
        operation = Operation(
            method="POST",
            path=f"/v1/accounts/{account}/payments",
            body={"amount_cents": 500 + self._paid},
            account_id=account,
        )
        return drafted(borrower, borrower, "schedule_payment", operation=operation)

    def effects(self, draft: Draft) -> int:
        """How often it was paid."""
        [(count,)] = self.books.books(
            "SELECT count(*) FROM accounts.payments WHERE account_id = %s AND amount_cents = %s",
            draft.operation.account_id,
            draft.operation.body["amount_cents"],
        )
        return int(count)


def wrong(desk: Desk, payers: Payers, drafts: list[Draft]) -> list[str]:
    """What is not as it must be: one effect, one command, one receipt, one notice, one record of each step."""
    with psycopg.connect(desk.assistant.url("postgres")) as connection:
        rows = connection.execute(_ENDS, [[draft.proposal_id for draft in drafts]]).fetchall()
    found = [f"{row[0]}: {row[1:]}" for row in rows if row[1:] != _DONE]
    found += [f"{len(rows)} of {len(drafts)} proposals"] if len(rows) != len(drafts) else []
    for draft in drafts:
        counts = (payers.effects(draft), payers.books.commands(draft.proposal_id))
        found += [f"{draft.proposal_id}: effects and commands {counts}"] if counts != (1, 1) else []
    return found


@dataclass
class Executors:
    """The forking server, and what every order to it has in common."""

    process: subprocess.Popen[str]
    common: dict[str, Any]

    def run(self, **order: Any) -> str:
        """How the process of this order ended: `killed` or `done`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({**self.common, **order}) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def executors(desk: Desk, books: WritableLender, keys: str) -> Generator[Executors]:
    """A server of executors over the desk's databases and these books."""
    common = {
        "database_url": desk.assistant.url("assistant_executor"),
        "durable_url": desk.durable.url("durable_owner"),
        "watch_url": desk.assistant.url("postgres"),
        "accounts_url": books.url,
        "issuer": str(books.issuer.public_path.parent.parent),
        "keys": keys,
        "executor_id": "executor-1",
    }
    command = [sys.executable, "-m", "tests.faults.execution_process"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Executors(process, common)
    finally:
        process.kill()
        process.communicate()
