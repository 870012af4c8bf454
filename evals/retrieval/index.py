"""A database with both collections indexed, for measuring and fitting; what is indexed already is not indexed again."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg_pool import AsyncConnectionPool

from policies.embeddings import E5, MiniLM, Remembered
from policies.ingest import ingest
from policies.search import PolicySearch
from stack import migrate, postgres

ROOT = Path(__file__).resolve().parents[2]
PATHS = {
    "policies": ROOT / "policies" / "documents",
    "regulations": ROOT.parent / "shared" / "regulations" / "sections.jsonl",
}


@dataclass(frozen=True)
class Index:
    """An open search over the indexed collections."""

    search: PolicySearch
    pool: AsyncConnectionPool


@asynccontextmanager
async def opened(data_dir: Path, collection: str, say: Callable[[str], object]) -> AsyncGenerator[Index]:
    """Start the embedded database in `data_dir`, bring `collection` up to date, and open a search on it."""
    server = postgres.start(data_dir, keep_running=False, durable=False)
    migrate.upgrade(server.url("assistant_owner", postgres.ASSISTANT_DATABASE), "policies")
    url = server.url("policies_ingest", postgres.ASSISTANT_DATABASE)
    report = ingest(url, PATHS[collection], collection, encoder=MiniLM(), multilingual=E5())
    say(
        f"{collection}: {report.added + report.updated} indexed, {report.unchanged} unchanged, "
        f"{len(report.refused)} refused\n"
    )
    pool: AsyncConnectionPool = AsyncConnectionPool(
        server.url("assistant_app", postgres.ASSISTANT_DATABASE), min_size=1, open=False
    )
    async with pool:
        yield Index(PolicySearch(pool, Remembered(MiniLM()), multilingual=E5()), pool)
