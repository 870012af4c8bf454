"""`assist bench proposal`: what a proposal costs beside a read of the same account, turn by turn over HTTP.

The same people ask for a figure and for a change of the same account, one after the other, in threads of their own; the
difference of the two turns' times is what looking up, checking, trying out and storing the proposal adds.
"""

import statistics
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from evals.bench import client, figures, mix, stand
from evals.bench.stand import Stand
from stack.embedded import Embedded
from stack.people import Person, people

FILE = Path(__file__).parent / "proposal_pairs.yaml"
_WARM_ROUNDS = 1
_ROUNDS = 10


class Pair(BaseModel):
    """Two messages about the same account of somebody in the situation. write: becomes a proposal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    situation: list[str]
    read: str
    write: str


class NothingProposed(RuntimeError):
    """A message of the pairs did not become a proposal, so that there is nothing to measure."""


async def run(embedded: Embedded, accounts_url: str) -> dict[str, Any]:
    """Medians in milliseconds. Raises NobodyFits, NothingProposed, PortInUse, ServiceFailed, TurnNotServed."""
    pairs = [Pair.model_validate(row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))]
    known = people(accounts_url, embedded.issuer)
    reads, writes, added = list[float](), list[float](), list[float]()
    async with stand.opened(embedded, accounts_url) as ready:
        for number in range(_WARM_ROUNDS + _ROUNDS):
            for pair in pairs:
                read, write = await both(pair, mix.person_of(known, pair.situation, number), ready)
                if number >= _WARM_ROUNDS:
                    reads.append(read)
                    writes.append(write)
                    added.append(write - read)
    return {
        "added_p50_ms": round(statistics.median(added), 1),
        "proposal_p50_ms": figures.percentile(writes, 50),
        "proposal_p95_ms": figures.percentile(writes, 95),
        "read_p50_ms": figures.percentile(reads, 50),
        "machine": figures.machine(),
        "commit": figures.commit(),
        "n": len(added),
    }


async def both(pair: Pair, person: Person, ready: Stand) -> tuple[float, float]:
    """Milliseconds of the read and of the write, as the client sees them."""
    headers = ready.headers(person)
    read = await client.say(ready.http, pair.read, headers, None)
    write = await client.say(ready.http, pair.write, headers, None)
    if write.outcome != "proposal":
        raise NothingProposed(f"{person['handle']}: {pair.write!r} ended as {write.outcome or 'nothing'}.")
    return read.total_ms, write.total_ms
