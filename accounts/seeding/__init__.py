"""A portfolio made by living through fourteen months of activity; the same seed gives the same books."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import psycopg

from accounts import rows
from accounts.funding.seeding import seed_pools
from accounts.seeding.directory import write_directory
from accounts.seeding.driver import run_months
from accounts.seeding.parties import plan_parties
from accounts.seeding.personas import BUSINESS_DATE
from accounts.seeding.planning import plan_people
from accounts.seeding.situations import lay_over

POOLS_FROM_BORROWERS = 40
"""A smaller portfolio is not sold."""
Progress = Callable[[float, str], None]


class AlreadySeeded(RuntimeError):
    """The account system has books already. Nothing was changed; reset the data folder to start afresh."""


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What was made; `situations` counts people per tag."""

    borrowers: int
    accounts: int
    entries: int
    situations: dict[str, int]


def is_seeded(url: str) -> bool:
    """Whether the database has books (url: role accounts_ops)."""
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1 FROM business_day").fetchone() is not None


def seed(
    url: str, seed: int = 7, borrowers: int = 260, progress: Progress | None = None, *, pools: bool = True
) -> SeedReport:
    """Fill empty books (url: role accounts_ops) in one transaction: interrupted, nothing is there.

    progress is told (fraction, text). pools: part of the receivables is sold to two funding pools.
    Raises AlreadySeeded.
    """
    tell = progress or _quiet
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('accounts.seeding'))")
        if connection.execute("SELECT 1 FROM business_day").fetchone():
            raise AlreadySeeded("the account system has books already; reset the data folder to start afresh")
        random = Random(seed)
        people, agenda = plan_people(random, borrowers)
        lay_over(random, agenda, people)
        plan_parties(agenda, people)
        rows.insert(
            connection,
            "borrowers",
            [
                {
                    "borrower_id": person.borrower_id,
                    "handle": person.handle,
                    "name": person.name,
                    "state": person.state,
                    "language": person.language,
                    "member_since": person.member_since,
                    "situation": [],
                }
                for person in people
            ],
        )
        tell(0.0, f"{borrowers} borrowers planned")
        run_months(connection, random, agenda, tell)
        if pools and borrowers >= POOLS_FROM_BORROWERS:
            seed_pools(connection, BUSINESS_DATE)
        situations = write_directory(connection, people)
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM journal_entries)"
        ).fetchone()
    accounts, entries = counts or (0, 0)
    return SeedReport(len(people), accounts, entries, situations)


def _quiet(fraction: float, text: str) -> None:
    """Tells nobody."""
