"""ETags of resources that are edited: a change needs `If-Match` with the state that the caller saw.

A route that edits: `writing.edit(SetAutopay(...), AUTOPAY, if_match, account_id)`; the route that reads it sets the
header with `tag_answer`. The tag follows from the rows that are edited, so figures derived from them (an autopay's next
amount) do not make an edit stale. Source: RFC 9110, sections 8.8.3 and 13.1.1; RFC 6585, section 3 (428).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated, LiteralString

import psycopg
from fastapi import Header, Response
from psycopg.rows import dict_row

from accounts.reads.session import Reading

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The `ETag` of the state that is edited, as its read answered it; `*` edits whatever is there.",
        examples=['"5f3a9c01d2b4e6f8"'],
    ),
]


class MatchRefused(Exception):
    """An edit does not say, or wrongly says, which state it changes; nothing was written."""

    status = 412
    code = "stale"
    title = "The resource has changed since"


class MatchStale(MatchRefused):
    """The resource is another one by now: read it again, look, and send its new ETag."""


class MatchMissing(MatchRefused):
    """The edit came without `If-Match`: read the resource and send its ETag."""

    status, code, title = 428, "if-match-required", "This edit needs the header If-Match"


@dataclass(frozen=True, slots=True)
class Edited:
    """A resource that is edited. `rows` is SQL for what its tag follows from, ordered, over tables without a schema;
    it may use `%(account_id)s` and `%(borrower_id)s`.
    """

    name: str
    rows: LiteralString


def etag(resource: Sequence[Mapping[str, object]] | Mapping[str, object]) -> str:
    """The strong tag of rows or of a JSON object: the same content, the same tag."""
    text = json.dumps(resource, sort_keys=True, default=str)
    return f'"{blake2b(text.encode(), digest_size=8).hexdigest()}"'


def require_match(if_match: str | None, current: str, name: str = "resource") -> None:
    """Raise MatchMissing without a header, MatchStale where none of its tags is `current`."""
    if if_match is None:
        raise MatchMissing(f"Read the {name} first and send its ETag as If-Match.")
    if if_match.strip() != "*" and current not in (tag.strip() for tag in if_match.split(",")):
        raise MatchStale(f"The {name} is not as you saw it any more; its ETag is {current}. Read it again.")


async def tag_answer(reading: Reading, response: Response, edited: Edited, account_id: str | None = None) -> None:
    """Set the `ETag` of the resource on the answer to its read; the transaction already knows the borrower."""
    row = await reading.first("SELECT nullif(current_setting('accounts.borrower_id', true), '') AS borrower_id")
    borrower_id = row and row["borrower_id"]
    rows = await reading.all(edited.rows, {"account_id": account_id, "borrower_id": borrower_id})
    response.headers["ETag"] = etag(rows)


def current_tag(connection: psycopg.Connection, edited: Edited, borrower_id: str, account_id: str | None) -> str:
    """The tag as the books have it now, in a write's own transaction."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(edited.rows, {"account_id": account_id, "borrower_id": borrower_id}).fetchall()
    return etag(rows)


AUTOPAY = Edited("autopay", "SELECT * FROM autopay WHERE account_id = %(account_id)s")
