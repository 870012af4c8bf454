"""What the tests of proposals share: people, drafts, a service over a real database, and an executor's hand."""

import uuid
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from assistant.proposals.judging import Judge
from assistant.proposals.records import Proposal, Receipt
from assistant.proposals.service import Office, Proposals
from assistant.proposals.store import ProposalTable
from assistant.sealing import Keyring
from assistant.threads import Pool
from tests.clock import START
from tests.conftest import Database
from tests.integration.assistant.audit_desk import acting_as, pool_of, ring
from tools.authorize import Permissions
from tools.caller import Caller
from tools.drafting import Draft, Line, Operation

ROSA = Caller("B-1", "borrower", 1, token="t")
ROSA_STEPPED_UP = Caller("B-1", "borrower", 2, token="t", second_factor_age_s=5)
OMAR = Caller("B-2", "borrower", 1, token="t")
AGENT = Caller("S-1", "support_agent", 1)
SUPERVISOR = Caller("S-9", "supervisor", 1)
KEYS = ring()
VERSIONS = {"move_due_date": 1, "request_draw": 1, "waive_fee": 1, "schedule_payment": 1, "cancel_payment": 1}


class PlainWords:
    """Words that show which phrasing was asked for."""

    def say(self, name: str, language: str, **values: Any) -> str:
        return f"{name}:{language}:{values.get('tool') or values.get('value')}"

    def proposal(self, shown: Mapping[str, Any], language: str) -> str:
        return str(shown["tool"])


class NothingToUndo:
    """No undo tool is there."""

    async def draft(self, caller: Caller, done: Proposal, judge: Judge, tool: str) -> Draft:
        raise AssertionError("not asked for")


def draft(tool: str = "move_due_date", maker: str = "B-1", about: str = "B-1", **changed: Any) -> Draft:
    """A draft as a write tool makes it: the due date of CL-104233 on the 15th, but for the `changed` fields."""
    given: dict[str, Any] = {
        "proposal_id": str(uuid.uuid4()),
        "tool": tool,
        "tool_version": 1,
        "arguments": {"account": "CL-104233", "due_day": 15},
        "operation": Operation(
            method="POST", path="/v1/accounts/CL-104233/due-date", body={"due_day": 15}, account_id="CL-104233"
        ),
        "lines": [Line(label="due_day", kind="count", value=15)],
        "before": {"due_day": 3},
        "after": {"due_day": 15},
        "risk": "medium",
        "assurance": 1,
        "approval": None,
        "about": about,
        "maker": maker,
        "sources": {"due_day": "own_words"},
        "business_date": "2026-05-15",
        "made_at": START,
        "expires_at": START + timedelta(minutes=60),
    }
    return Draft.model_validate({**given, **changed})


def fee_waiver(**changed: Any) -> Draft:
    """What an agent proposes for the borrower B-1, and a supervisor has to approve."""
    return draft("waive_fee", maker="S-1", maker_role="support_agent", approval="supervisor", **changed)


def settle(database: Database, keys: Keyring, proposal_id: str, receipt: Receipt) -> None:
    """What the executor writes at the end, as its own role."""
    with psycopg.connect(database.url("assistant_executor")) as connection:
        connection.execute("SELECT set_config('assistant.proposal', %s, false)", [proposal_id])
        row = connection.execute(
            """UPDATE assistant.proposals SET state = 'executing', executor = 'e-1' WHERE proposal_id = %s
               RETURNING maker, about, thread_id::text""",
            [proposal_id],
        ).fetchone()
        assert row is not None
        maker, about, thread_id = row
        connection.execute(
            """UPDATE assistant.proposals SET state = %s, outcome_code = %s, settled_at = clock_timestamp()
               WHERE proposal_id = %s""",
            [receipt.outcome, receipt.code, proposal_id],
        )
        connection.execute(
            """INSERT INTO assistant.receipts (proposal_id, thread_id, subject, about, outcome, content)
               VALUES (%s, %s, %s, %s, %s, %s)""",
            [
                proposal_id,
                thread_id,
                maker,
                about,
                receipt.outcome,
                receipt.seal(keys, maker, thread_id, proposal_id),
            ],
        )


@dataclass
class Desk:
    """A service and the tables under it. clock: moves only when a test says so; None is the database's."""

    database: Database
    pool: Pool
    proposals: Proposals
    keys: Keyring = KEYS

    async def thread(self, subject: str = "B-1") -> str:
        thread_id = str(uuid.uuid4())
        async with acting_as(self.pool, subject) as connection:
            await connection.execute(
                "INSERT INTO assistant.threads (thread_id, subject, created_at) VALUES (%s, %s, now())",
                [thread_id, subject],
            )
        return thread_id

    async def put(self, made: Draft, thread_id: str | None = None, **more: Any) -> Draft:
        thread_id = thread_id or await self.thread(made.maker)
        async with acting_as(self.pool, made.maker) as connection:
            await self.proposals.changes.put(connection, thread_id, None, [made], **more)
        return made

    async def withdraw(self, thread_id: str, subject: str = "B-1") -> None:
        """The person says never mind."""
        async with acting_as(self.pool, subject) as connection:
            await self.proposals.changes.withdraw(connection, thread_id, subject)

    def settle(self, proposal_id: str, receipt: Receipt) -> None:
        settle(self.database, self.keys, proposal_id, receipt)

    def rows(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database.url("postgres")) as connection:
            return connection.execute(query, values).fetchall()

    def tamper(self, change: LiteralString | sql.Composed, *values: object) -> None:
        """What somebody with the database in their hands could write, past triggers and policies."""
        with psycopg.connect(self.database.url("postgres")) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(change, values)

    def state(self, proposal_id: str) -> str:
        return str(self.rows("SELECT state FROM assistant.proposals WHERE proposal_id = %s", proposal_id)[0][0])


@asynccontextmanager
async def desk_of(
    database: Database, clock: Any = None, undoing: Any = None, undo_of: Mapping[str, str] | None = None
) -> AsyncGenerator[Desk]:
    async with pool_of(database, keys=KEYS, size=8) as pool:
        office = Office(
            pool=pool,
            table=ProposalTable(clock),
            judge=Judge(KEYS, Permissions.load(), VERSIONS.get),
            wording=PlainWords(),
            undoing=undoing or NothingToUndo(),
            undo_of=undo_of or {},
            confirm_wait_s=0.0,
        )
        yield Desk(database, pool, Proposals(office))
