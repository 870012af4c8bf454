"""A borrower whose every particular is a canary, and what finds a canary wherever it is hidden."""

import base64
import io
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
from psycopg import sql

from stack.issuer import DevelopmentIssuer, Identity
from tests.conftest import Database
from tests.security.network_probe import ANSWERS
from tests.serving import Client, Puppet

NAME, MEMO, SAID = "Quillfeather", "zebrawood-memo", "ocelot-errand"
CANARIES = (
    NAME,
    MEMO,
    SAID,
    "+14155550142",
    "415-555-0142",
    "canary.quill@example.net",
    "078-05-1120",
    "4929 1234 5678 9010",
)
ALL = " ".join(CANARIES)
_BEGUN = "a test begins"
PROFILE = {
    "borrower_id": "B-1",
    "name": NAME,
    "phone": "+14155550142",
    "email": "canary.quill@example.net",
    "state": "OH",
}
ENTRY = {"entry_id": "e-1", "kind": "payment", "amount_cents": 100, "description": f"{MEMO} 4929 1234 5678 9010"}


@dataclass
class Books:
    """The borrower's accounts, with every particular a canary; `fails` makes the next reads go wrong.

    failed: how often they did. read: what was read of them.
    """

    fails: Callable[[httpx.Request], httpx.Response] | None = None
    failed: int = 0
    read: list[str] = field(default_factory=list[str])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if self.fails and path != "/v1/business-date":
            self.failed += 1
            return self.fails(request)
        self.read.append(path)
        if path == "/v1/me":
            return httpx.Response(200, json={**ANSWERS[path], **PROFILE, "ssn": "078-05-1120"})
        if path.endswith("/transactions"):
            return httpx.Response(200, json={"account_id": "IL-200871", "as_of": "2026-05-15", "transactions": [ENTRY]})
        found = ANSWERS.get(path)
        return httpx.Response(200, json=found) if found else httpx.Response(404, json={"title": ALL, "detail": ALL})


@dataclass
class Scene:
    """A served API whose log is kept, its borrower, and somebody else."""

    url: str
    model: Puppet
    books: Books
    database: Database
    issuer: DevelopmentIssuer
    log: io.StringIO
    postgres_log: Path
    begun_at: int = 0

    def client(self, subject: str = "B-1", name: str = NAME) -> Client:
        return Client(self.url, self.issuer.sign_in(Identity(subject, "borrower", name, 1)))

    def rows(self) -> str:
        """Every row of the assistant's own tables as PostgreSQL would dump it."""
        return dumped(self.database)

    def begin(self) -> None:
        """A test begins: nothing fails yet, and the log is seen to be kept."""
        self.books.fails, self.books.failed, self.begun_at = None, 0, len(self.log.getvalue())
        self.books.read.clear()
        logging.getLogger("tests.canaries").warning(_BEGUN)

    def logged(self) -> list[str]:
        """The events that were logged since the test began."""
        lines = self.log.getvalue()[self.begun_at :].splitlines()
        return [json.loads(line)["event"] for line in lines]

    async def entered(self, client: Client, thread: str) -> None:
        """What was said is stored, and theirs to read; or that it is nowhere else would mean nothing."""
        assert SAID in (await client.get(f"/v1/threads/{thread}")).text
        assert thread in self.rows()

    async def clean(self, *answers: str) -> None:
        """Nothing leaked into the log, the metrics, the tables, PostgreSQL's own log, or what was answered."""
        client = self.client()
        metrics = [await client.get(path) for path in ("/metrics", "/healthz", "/openapi.json")]
        ready = await client.get("/readyz")
        assert [answer.status_code for answer in metrics] == [200, 200, 200]
        assert _BEGUN in self.logged()
        looked_through = {
            "log": self.log.getvalue(),
            "metrics": " ".join(answer.text for answer in [*metrics, ready]),
            "tables": self.rows(),
            "PostgreSQL's log": self.postgres_log.read_text(errors="replace"),
            **{f"answer {number}": answer for number, answer in enumerate(answers)},
        }
        assert [where for where, text in looked_through.items() if not text] == []
        found = {where: leaks(text) for where, text in looked_through.items() if leaks(text)}
        assert not found, found


def dumped(database: Database) -> str:
    """Every row of every table that is not a policy document's."""
    tables = """SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema|policies)'"""
    told: list[str] = []
    with psycopg.connect(database.url("postgres")) as connection:
        for schema, name in connection.execute(tables).fetchall():
            copy = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(schema, name))
            with connection.cursor().copy(copy) as rows:
                told += [bytes(row).decode() for row in rows]
    return "".join(told)


def leaks(text: str) -> list[str]:
    """The canaries in a text: as they are, or as bytes in hex or base64."""
    found: list[str] = []
    for canary in CANARIES:
        plain = canary.encode()
        # the middle of the base64 of a longer text, at each of the three places where the canary may begin
        coded = [base64.b64encode(b"x" * shift + plain).decode()[4:-4] for shift in range(3)]
        if canary in text or plain.hex() in text or any(part in text for part in coded):
            found.append(canary)
    return found
