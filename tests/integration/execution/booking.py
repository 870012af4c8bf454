"""An executor over real databases and an account system in memory that can be slow, cut off, stubborn or down."""

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, LiteralString

import httpx
import psycopg
from psycopg import AsyncConnection, sql
from psycopg.rows import dict_row

from assistant.conversations import Pool
from assistant.execution.loop import Loop
from assistant.execution.running import Place, running
from assistant.execution.sending import Mint
from assistant.execution.steps import Execution
from assistant.proposals.records import Receipt, seal
from assistant.proposals.store import ProposalTable
from assistant.sealing import Keyring
from tests.conftest import Database
from tools.authorize import Permissions
from tools.client import AccountsClient
from tools.drafting import Approval, Draft, Operation

MADE = datetime(2026, 5, 15, 14, tzinfo=UTC)
Answer = Callable[[httpx.Request], Awaitable[httpx.Response | None]]


def problem(status: int, code: str, *reasons: str) -> httpx.Response:
    """A refusal as the account system words it."""
    texts = [{"code": "x", "text": text} for text in reasons]
    return httpx.Response(status, json={"code": code, "detail": "no", "reasons": texts})


@dataclass
class Books:
    """Commands by key, each done once. before, after: what happens to a write ahead of its effect, or behind it."""

    effects: list[str] = field(default_factory=list[str])
    commands: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    tokens: list[str] = field(default_factory=list[str])
    writes: int = 0
    before: Answer | None = None
    after: Answer | None = None
    lookup: Answer | None = None

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return await self._command(request)
        self.writes += 1
        self.tokens.append(request.headers["Authorization"].removeprefix("Bearer "))
        if self.before and (answer := await self.before(request)):
            return answer
        key = request.headers["Idempotency-Key"]
        if key not in self.commands:
            self.effects.append(key)
            self.commands[key] = {"command_id": f"B-1:{key}", "status": "done", "resource": json.loads(request.content)}
        if self.after and (answer := await self.after(request)):
            return answer
        return httpx.Response(201, json=self.commands[key])

    async def _command(self, request: httpx.Request) -> httpx.Response:
        if self.lookup and (answer := await self.lookup(request)):
            return answer
        known = self.commands.get(request.url.path.rpartition("/")[2])
        return httpx.Response(200, json=known) if known else problem(404, "command-not-found")


def mint(subject: str, role: str, borrower: str | None) -> str:
    """A token that can be read in a test."""
    return f"{subject} {role} {borrower}"


@dataclass
class Desk:
    """What the person and the executor share: the databases and the account system."""

    assistant: Database
    durable: Database
    keyring: Keyring
    books: Books = field(default_factory=Books)

    @asynccontextmanager
    async def executing(
        self,
        executor_id: str = "executor-1",
        lease_s: float = 15.0,
        steps: type[Execution] = Execution,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        url: str = "http://accounts",
        minting: Mint | None = None,
    ) -> AsyncGenerator[Loop]:
        """An executor until the block ends. transport, url, minting: of a real account system."""
        reached = transport or httpx.MockTransport(self.books)
        accounts = AccountsClient(url, deadline_s=0.4, write_deadline_s=0.4, transport=reached)
        place = Place(
            self.assistant.url("assistant_executor"),
            self.durable.url("durable_owner"),
            executor_id,
            self.keyring,
            lease_s,
            grace_s=0.2,
        )

        def over(pool: Pool) -> Execution:
            return steps(pool, accounts, minting or mint, self.keyring, Permissions.load())

        async with running(place, over) as loop:
            yield loop

    async def confirmed(self, draft: Draft | None = None, checker: str | None = None) -> str:
        """The id of a proposal that has just been confirmed, as the API does it."""
        draft = draft or drafted()
        await self.opened(draft)
        await self.confirm(draft.proposal_id, draft.maker, checker)
        return draft.proposal_id

    async def opened(self, draft: Draft, table: ProposalTable | None = None) -> str:
        """The thread of a proposal that waits for its maker."""
        thread_id = str(uuid.uuid4())
        async with self._as(draft.maker) as connection:
            await connection.execute(
                "INSERT INTO assistant.threads (thread_id, subject, created_at) VALUES (%s, %s, %s)",
                [thread_id, draft.maker, MADE],
            )
            await (table or ProposalTable()).add(connection, thread_id, None, draft, self.keyring)
        return thread_id

    async def confirm(
        self,
        proposal_id: str,
        maker: str,
        checker: str | None = None,
        to: Literal["confirmed", "awaiting_approval"] = "confirmed",
        table: ProposalTable | None = None,
    ) -> None:
        """The maker's yes, and that of a second person where one is named."""
        store = table or ProposalTable()
        async with self._as(maker) as connection:
            proposal = await store.find(connection, proposal_id)
            assert proposal
            assert await store.move(connection, proposal, "awaiting_approval" if checker else to)
        if checker:
            async with self._as(checker, "supervisor") as connection:
                proposal = await store.find(connection, proposal_id)
                assert proposal
                assert await store.move(connection, proposal, "confirmed", checker=checker)

    @asynccontextmanager
    async def _as(self, subject: str, role: str = "borrower") -> AsyncGenerator[AsyncConnection[dict[str, Any]]]:
        url = self.assistant.url("assistant_app")
        async with await AsyncConnection[dict[str, Any]].connect(url, row_factory=dict_row) as connection:
            await connection.execute(
                "SELECT set_config('assistant.subject', %s, true), set_config('assistant.role', %s, true)",
                [subject, role],
            )
            yield connection

    def rows(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """What the assistant's database holds, as its superuser sees it."""
        with psycopg.connect(self.assistant.url("postgres")) as connection:
            return connection.execute(query, values).fetchall()

    def durable_rows(self, query: str) -> list[tuple[Any, ...]]:
        """What DBOS's database holds."""
        with psycopg.connect(self.durable.url("postgres")) as connection:
            return connection.execute(query.encode()).fetchall()

    def durable_text(self) -> str:
        """All that DBOS's database holds."""
        tables = self.durable_rows("SELECT tablename FROM pg_tables WHERE schemaname = 'dbos'")
        with psycopg.connect(self.durable.url("postgres")) as connection:
            query = sql.SQL("SELECT * FROM dbos.{}")
            return str([connection.execute(query.format(sql.Identifier(name))).fetchall() for (name,) in tables])

    def as_executor(self, change: LiteralString) -> int:
        """How many proposals the executor's role can change so."""
        with psycopg.connect(self.assistant.url("assistant_executor")) as connection:
            return connection.execute(sql.SQL("UPDATE assistant.proposals SET {}").format(sql.SQL(change))).rowcount

    def state(self, proposal_id: str) -> str:
        return str(self.rows("SELECT state FROM assistant.proposals WHERE proposal_id = %s", proposal_id)[0][0])

    def told(self, proposal_id: str) -> list[str]:
        """Kinds of the notices that the proposal's end brought, and of its receipts."""
        query: LiteralString = """SELECT kind FROM assistant.notices WHERE proposal_id = %(p)s
            UNION ALL SELECT 'stored ' || outcome FROM assistant.receipts WHERE proposal_id = %(p)s ORDER BY 1"""
        with psycopg.connect(self.assistant.url("postgres")) as connection:
            return [row[0] for row in connection.execute(query, {"p": proposal_id}).fetchall()]

    def receipt(self, proposal_id: str) -> Receipt:
        query: LiteralString = "SELECT content, subject, thread_id::text FROM assistant.receipts WHERE proposal_id = %s"
        [(content, subject, thread_id)] = self.rows(query, proposal_id)
        return Receipt.unseal(bytes(content), self.keyring, subject, thread_id, proposal_id)

    def sealed(self, draft: Draft, thread_id: str) -> bytes:
        return seal(draft, thread_id, self.keyring)

    async def said(self, borrower: str) -> tuple[str, str]:
        """The thread and the turn in which something was said to this borrower."""
        thread_id, turn_id = await self.opened(drafted(borrower, borrower)), str(uuid.uuid4())
        with psycopg.connect(self.assistant.url("postgres")) as connection:
            connection.execute(
                """INSERT INTO assistant.turns
                     (turn_id, thread_id, subject, run_id, user_text, status, received_at, lease_until)
                   VALUES (%s, %s, %s, %s, 'sealed', 'waiting', now(), now())""",
                [turn_id, thread_id, borrower, turn_id],
            )
        return thread_id, turn_id

    def overwrite(self, proposal_id: str, content: bytes) -> None:
        """As somebody who owns the database could, past every trigger and policy."""
        with psycopg.connect(self.assistant.url("postgres")) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(
                "UPDATE assistant.proposals SET content = %s WHERE proposal_id = %s", [content, proposal_id]
            )

    async def ended(self, proposal_id: str, within_s: float = 15.0) -> str:
        """Its final state."""
        await until(lambda: self.state(proposal_id) not in ("confirmed", "executing"), within_s)
        return self.state(proposal_id)


async def until(condition: Callable[[], object], within_s: float = 15.0) -> None:
    """Wait for what the executor does by itself."""
    for _ in range(int(within_s / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"it did not happen within {within_s:g} seconds")


def drafted(
    maker: str = "B-1",
    about: str = "B-1",
    tool: str = "move_due_date",
    approval: Approval | None = None,
    operation: Operation | None = None,
    **changes: Any,
) -> Draft:
    """A draft as a write tool makes it."""
    made: dict[str, Any] = {
        "proposal_id": str(uuid.uuid4()),
        "tool": tool,
        "tool_version": 1,
        "arguments": {"due_day": 15},
        "operation": operation or Operation(method="POST", path="/v1/accounts/IL-1/due-date", body={"due_day": 15}),
        "lines": [],
        "before": {},
        "after": {},
        "risk": "medium",
        "assurance": 1,
        "approval": approval,
        "about": about,
        "maker": maker,
        "maker_role": "borrower" if maker == about else "support_agent",
        "sources": {},
        "business_date": "2026-05-15",
        "made_at": MADE,
        "expires_at": MADE + timedelta(minutes=60),
    }
    return Draft.model_validate({**made, **changes})
