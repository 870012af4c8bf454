"""What worlds are cloned from: a pristine portfolio for a seed, an assistant with the policies, an empty DBOS."""

import hashlib
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path

import psycopg
from psycopg import sql

from evals.engine import databases
from evals.engine.databases import EvalDatabase
from stack import embedded, migrate, postgres

_FIRST_SEED = 7
"""The portfolio of seed 0 is the one that `assist` seeds."""
_SEEDS_A_PORTFOLIO = 10
"""So many seeds vary people and wording over one portfolio: making one takes as long as playing in it."""
_INDEX = ("documents", "sections", "passages", "cues", "sentences")
"""Tables of the policy index, parents first."""
_OWN = """SELECT id FROM policies.documents WHERE collection = 'policies' AND path = %s"""
_COLUMNS = """SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
AND attgenerated = '' ORDER BY attnum"""

_CONTINUE = "SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT coalesce(max(id), 1) FROM {}))"


def digest_of(paths: Iterable[Path]) -> str:
    """Of names and contents, shortened."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(embedded.ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def accounts_digest() -> str:
    """Of everything that decides what a seeded portfolio holds."""
    room = embedded.ROOT / "accounts"
    return digest_of(path for path in room.rglob("*") if path.suffix in (".py", ".yaml", ".json", ".sql"))


def assistant_digest() -> str:
    """Of the assistant's schema, the policy documents and how they are indexed."""
    room = embedded.POLICIES.parent
    indexed = [path for path in room.rglob("*") if path.suffix in (".py", ".md", ".yaml", ".json", ".jsonl")]
    return digest_of([*indexed, *(embedded.ROOT / "assistant" / "migrations").rglob("*.py")])


def books(server: postgres.Server, seed: int, progress: Callable[[float], None]) -> str:
    """The name of the template of pristine books for `seed`; made where it is missing (a minute).

    progress: told how far that is, 0 to 1.
    """
    portfolio = seed // _SEEDS_A_PORTFOLIO
    key = f"{portfolio}_{accounts_digest()}"
    name = databases.template_name("books", key)

    def make(database: EvalDatabase) -> None:
        from accounts import seeding

        migrate.upgrade(database.url("accounts_owner"), "accounts")
        url, seeded = database.url("accounts_ops"), _FIRST_SEED + portfolio
        seeding.seed(url, seed=seeded, progress=lambda done, _: progress(done))
        progress(1.0)

    databases.ensure(server, name, "books", make)
    databases.prune_templates(server, "books", lambda other: other.endswith(key.partition("_")[2]))
    return name


def assistant(server: postgres.Server) -> str:
    """The name of the template of an assistant's database: no threads, the policy documents indexed.

    What the data folder's own assistant has indexed already is copied, and only the rest encoded.
    """
    key = assistant_digest()
    name = databases.template_name("assistant", key)

    def make(database: EvalDatabase) -> None:
        from policies.embeddings import MiniLM
        from policies.ingest import ingest

        with psycopg.connect(database.url("postgres")) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        for room in ("policies", "assistant"):
            migrate.upgrade(database.url("assistant_owner"), room)
        _copy_index(server.url("postgres", postgres.ASSISTANT_DATABASE), database.url("postgres"))
        ingest(database.url("policies_ingest"), embedded.POLICIES, "policies", encoder=MiniLM())

    databases.ensure(server, name, "assistant", make)
    databases.prune_templates(server, "assistant", lambda other: other == key)
    return name


def durable(server: postgres.Server) -> str:
    """The name of the template of a database for DBOS, which somebody else's executor is not connected to."""
    key = metadata.version("dbos").replace(".", "_")
    name = databases.template_name("durable", key)

    def make(database: EvalDatabase) -> None:
        from dbos import DBOS

        DBOS.migrate(database.url("durable_owner"))

    databases.ensure(server, name, "durable", make)
    databases.prune_templates(server, "durable", lambda other: other == key)
    return name


def _copy_index(source: str, target: str) -> None:
    """Copy the product's own documents as they are indexed; nothing where the source has no such tables."""
    from policies.ingest import origin_of

    origin = origin_of(embedded.POLICIES)
    with psycopg.connect(source) as reading, psycopg.connect(target) as writing:
        row = reading.execute("SELECT to_regclass('policies.sentences')").fetchone()
        if row is None or row[0] is None:
            return
        writing.execute("SET session_replication_role = replica")
        for table in _INDEX:
            _copy_table(reading, writing, table, origin)
        for table in ("documents", "passages"):
            writing.execute(
                sql.SQL(_CONTINUE).format(sql.Literal(f"policies.{table}"), sql.Identifier("policies", table))
            )


def _copy_table(reading: psycopg.Connection, writing: psycopg.Connection, table: str, origin: str) -> None:
    name = sql.Identifier("policies", table)
    columns = [str(row[0]) for row in reading.execute(_COLUMNS, [f"policies.{table}"])]
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    key = {"documents": "id", "sentences": "passage_id"}.get(table, "document_id")
    own = sql.SQL(_OWN.replace("%s", "{}")).format(sql.Literal(origin))
    if table == "sentences":
        own = sql.SQL("SELECT id FROM policies.passages WHERE document_id IN ({})").format(own)
    out = sql.SQL("COPY (SELECT {} FROM {} WHERE {} IN ({})) TO STDOUT (FORMAT binary)")
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(name, listed)
    with (
        reading.cursor().copy(out.format(listed, name, sql.Identifier(key), own)) as rows,
        writing.cursor().copy(into) as table_rows,
    ):
        for block in rows:
            table_rows.write(block)
