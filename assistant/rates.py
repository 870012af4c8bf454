"""Limits on how much one caller may ask for, shared by all processes: a row in PostgreSQL for each limit and caller.

An allowance of `burst` that fills up again at `per_minute` (the generic cell rate algorithm of ATM Forum TM 4.0: one
instant a row, moved by one conditional upsert, so that requests at once cannot both take the last of it).
"""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from tools.caller import Caller

Kind = Literal["turn", "confirmation", "feedback"]
_PRUNE_EVERY = 500
_FOR = "SELECT set_config('assistant.rate', %s, true), set_config('synchronous_commit', 'off', true)"
"""No request waits for the disk on account of its count: a crash of the server forgets the last moment's at most."""
_TAKE = """
    INSERT INTO assistant.rates AS r (key, full_at) VALUES (%(key)s, clock_timestamp() + %(step)s)
    ON CONFLICT (key) DO UPDATE SET full_at = greatest(r.full_at, clock_timestamp()) + %(step)s
        WHERE greatest(r.full_at, clock_timestamp()) + %(step)s <= clock_timestamp() + %(whole)s"""
_LEFT = "SELECT full_at + %(step)s - %(whole)s - clock_timestamp() AS wait FROM assistant.rates WHERE key = %(key)s"
_PRUNE = """DELETE FROM assistant.rates WHERE key IN (
    SELECT key FROM assistant.rates WHERE full_at < clock_timestamp() - interval '1 hour' LIMIT 1000
    FOR UPDATE SKIP LOCKED)"""


class RateExceeded(RuntimeError):
    """Too much at once; nothing was taken. `retry_after_s`: whole seconds until one more is."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"That was a lot at once. Try again in {retry_after_s} s; nothing was lost.")
        self.retry_after_s = retry_after_s


@dataclass(frozen=True)
class Limit:
    """An allowance: so many at once, filled up again at so many a minute."""

    burst: int
    per_minute: int

    @property
    def step(self) -> timedelta:
        """How long one fills up again."""
        return timedelta(minutes=1) / self.per_minute


@dataclass(frozen=True)
class Limits:
    """turns, confirmations: of one who is signed in. anonymous: turns of one address, and of all addresses together."""

    turns: Limit
    confirmations: Limit
    anonymous_address: Limit
    anonymous_all: Limit


class Rates:
    """The limits of a service. Safe for many at once, over several processes."""

    def __init__(self, pool: AsyncConnectionPool[Any], limits: Limits) -> None:
        self._pool = pool
        self._limits = limits
        self._taken = 0

    async def take(self, kind: Kind, caller: Caller, address: str) -> None:
        """One more of this kind, before anything is done for it. Raises RateExceeded."""
        async with self._pool.connection() as connection, connection.transaction():
            for limit, who in self._applying(kind, caller, address):
                await _take(connection, limit, f"{kind}:{who}")
            self._taken += 1
            if self._taken % _PRUNE_EVERY == 0:
                await connection.execute(_PRUNE)

    def _applying(self, kind: Kind, caller: Caller, address: str) -> Sequence[tuple[Limit, str]]:
        limits = self._limits
        if caller.role == "anonymous":
            return [(limits.anonymous_address, f"address:{network(address)}"), (limits.anonymous_all, "anonymous")]
        return [(limits.confirmations if kind == "confirmation" else limits.turns, f"subject:{caller.subject}")]


def network(address: str) -> str:
    """Who is behind an address: itself, or the 64 bits of IPv6 that one household is given (RFC 6177)."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


async def _take(connection: AsyncConnection[Any], limit: Limit, name: str) -> None:
    key = hashlib.sha256(name.encode()).digest()
    values = {"key": key, "step": limit.step, "whole": limit.burst * limit.step}
    await connection.execute(_FOR, [key.hex()])
    if (await connection.execute(_TAKE, values)).rowcount:
        return
    row = await (await connection.execute(_LEFT, values)).fetchone()
    wait = row["wait"].total_seconds() if row else limit.step.total_seconds()
    raise RateExceeded(max(1, int(wait) + (wait % 1 > 0)))
