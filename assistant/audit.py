"""The audit record: one per turn, proposal step and other act, hash-chained, written in the act's own transaction."""

from dataclasses import dataclass
from typing import Any, Literal

from psycopg import AsyncConnection

Kind = Literal["turn", "proposal", "receipt", "notice", "correction", "serve", "step_up", "deletion", "hold"]


@dataclass(frozen=True)
class Record:
    """What happened. subject: who acted; about: the borrower concerned; ref: the turn or proposal id; body: ids,
    enumerations, hashes and versions, never a person's words."""

    kind: Kind
    subject: str
    about: str | None
    ref: str
    body: dict[str, Any]


async def append(connection: AsyncConnection[Any], record: Record) -> None:
    """Add the record to its chain, inside the caller's transaction."""
    raise NotImplementedError
