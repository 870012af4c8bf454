"""Read one document as it was ingested, whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from psycopg.rows import dict_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg_pool import AsyncConnectionPool


Audience = Literal["borrower", "staff"]


class Edition(TypedDict):
    """A version of a document, without its text."""

    document: str
    version: str
    title: str
    summary: str
    effective_from: str


class ShownSection(TypedDict):
    """One section, verbatim."""

    section: str
    title: str
    text: str


class ShownDocument(TypedDict):
    """A document in one version; `sections` in their order."""

    document: str
    version: str
    title: str
    collection: str
    states: list[str]
    effective_from: str
    effective_to: str | None
    sections: list[ShownSection]


class UnknownDocument(LookupError):
    """No such document, version or edition is indexed (or the caller may not see it)."""


_EDITION = re.compile(r"^(POL-[A-Z0-9-]+)\.([A-Z]{2})$")


def edition_id(document: str, states: Sequence[str]) -> str:
    """The id that opens this very edition: `POL-FEE-01` for the general one, `POL-FEE-01.CA` for California's."""
    return document if "all" in states or len(states) != 1 else f"{document}.{states[0]}"


def without_edition(document: str) -> tuple[str, str | None]:
    """`POL-FEE-01.CA` -> (`POL-FEE-01`, `CA`); an id without an edition -> (id, None)."""
    match = _EDITION.match(document)
    return (match.group(1), match.group(2)) if match else (document, None)


def numbered(version: str) -> int | str:
    """A version as programs get it: a number where it is one, else the text's own (a date)."""
    return int(version) if version.isdecimal() else version


_FIND = """SELECT id, document, version, title, collection, states, effective_from::text, effective_to::text
    FROM policies.documents
    WHERE document = %(document)s AND (%(version)s::text IS NULL OR version = %(version)s)
      AND (states = '{all}' OR %(state)s = ANY (states))
    ORDER BY states = '{all}', effective_from DESC LIMIT 1"""


async def show(
    pool: AsyncConnectionPool[Any],
    document: str,
    version: str | None = None,
    *,
    state: str | None = None,
    audience: Audience = "borrower",
) -> ShownDocument:
    """Document `document` (a POL id or a cite), its newest version unless one is named.

    A state edition is picked by `state`, or by the id as citations carry it (`POL-FEE-01.CA`).

    Raises UnknownDocument.
    """
    base, edition = without_edition(document)
    arguments = {"document": base, "version": version, "state": edition or state}
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT set_config('policies.audience', %s, true)", [audience])
        async with connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(_FIND, arguments)
            found = await cursor.fetchone()
            if found is None:
                wanted = document if version is None else f"{document} version {version}"
                raise UnknownDocument(f"{wanted} is not indexed; `assist policies search` lists what is.")
            await cursor.execute(
                "SELECT anchor AS section, title, text FROM policies.sections WHERE document_id = %s ORDER BY position",
                [found["id"]],
            )
            rows = await cursor.fetchall()
    sections = [ShownSection(section=row["section"], title=row["title"], text=row["text"]) for row in rows]
    return ShownDocument(
        document=edition_id(found["document"], found["states"]),
        version=found["version"],
        title=found["title"],
        collection=found["collection"],
        states=found["states"],
        effective_from=found["effective_from"],
        effective_to=found["effective_to"],
        sections=sections,
    )


_EDITIONS = """SELECT document, version, title, summary, states, effective_from::text FROM policies.documents
    WHERE collection = %s ORDER BY document, states = '{all}' DESC, states, effective_from DESC"""


async def editions(
    pool: AsyncConnectionPool[Any], collection: str, *, audience: Audience = "borrower"
) -> list[Edition]:
    """Every version of every document of a collection that this audience may see, by the ids that `show` opens."""
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT set_config('policies.audience', %s, true)", [audience])
        async with connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(_EDITIONS, [collection])
            rows = await cursor.fetchall()
    return [
        Edition(
            document=edition_id(row["document"], row["states"]),
            version=row["version"],
            title=row["title"],
            summary=row["summary"],
            effective_from=row["effective_from"],
        )
        for row in rows
    ]
