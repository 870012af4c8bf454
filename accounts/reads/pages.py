"""Pages of a list: a cursor names the last row that was shown, so rows that come or go before it move nothing.

A list is ordered by a key that is unique in it; its SQL keeps the rows after `%(after)s` (the key as text, null at the
start) and reads `%(limit)s` rows, one more than the page shows.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypedDict, cast

from accounts.reads.errors import BadCursor
from accounts.reads.session import Row

_CHECK_BYTES = 6


class Bounds(TypedDict):
    """What the SQL of a list is given."""

    after: list[str] | None
    limit: int


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for: `limit` rows after `cursor`, from the start without one."""

    limit: int
    cursor: str | None = None

    def bounds(self, scope: str) -> Bounds:
        """The parameters of the list's SQL. `scope` says which list with which filters. Raises BadCursor."""
        return {"after": None if self.cursor is None else decode(self.cursor, scope), "limit": self.limit + 1}

    def cut(self, rows: list[Row], scope: str, key: Callable[[Row], Sequence[object]]) -> tuple[list[Row], str | None]:
        """The rows to show, and the cursor of the next page where there is one."""
        if len(rows) <= self.limit:
            return rows, None
        shown = rows[: self.limit]
        return shown, encode([str(part) for part in key(shown[-1])], scope)


def encode(key: Sequence[str], scope: str) -> str:
    """An opaque cursor, good for the list of this scope alone."""
    body = json.dumps(list(key), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_check(body, scope) + body).decode().rstrip("=")


def decode(cursor: str, scope: str) -> list[str]:
    """The key that a cursor names. Raises BadCursor for what this list did not give."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    body = raw[_CHECK_BYTES:]
    if not body or raw[:_CHECK_BYTES] != _check(body, scope):
        raise BadCursor("This cursor is not of this list with these filters; start again without one.")
    return cast(list[str], json.loads(body))


def _check(body: bytes, scope: str) -> bytes:
    return blake2b(scope.encode() + b"\0" + body, digest_size=_CHECK_BYTES).digest()
