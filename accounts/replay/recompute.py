"""Recomputing an account: its life again in a second schema, the difference posted to the first."""

from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from accounts.commands.base import Books, Reason, Refused, Result
from accounts.ids import ident
from accounts.replay import timeline
from accounts.replay.difference import TIMELINE, post_difference

OPENINGS = ("open_account", "accept_offer")
NOT_KEPT = Reason(
    "history", "This account was opened before its commands were kept, so nothing on it can be dated back."
)


def recompute(books: Books) -> Result:
    """Run all commands of the account as if each had been known on the day on which it counts; give this one's result.

    Entries and rows that come out the same stay; others are taken back by counter-entries and posted again, dated as
    they should have been and posted today. Raises Refused for an account whose opening was not kept as a command.
    """
    told = timeline.commands_of(books.connection, books.account, books.borrower_id)
    opened = [each for each in told if each.kind in OPENINGS]
    if not opened:
        raise Refused("not-recomputable", [NOT_KEPT])
    replay_id = ident("RP", f"{books.command_id}:{books.account}")
    with second_timeline(books.connection):
        results = timeline.live(books, told, opened[0].value_on)
    post_difference(books, replay_id)
    _empty(books)
    return {**results.get(books.command_id, {}), "recomputation": replay_id}


@contextmanager
def second_timeline(connection: psycopg.Connection) -> Generator[None]:
    """Within the block the tables of an account's timeline are those of schema `replay`."""
    row = connection.execute("SELECT current_setting('search_path')").fetchone()
    connection.execute("SET LOCAL search_path = replay, accounts")
    yield
    connection.execute("SELECT set_config('search_path', %s, true)", [row[0] if row else "accounts"])


_LINES = (
    "DELETE FROM replay.postings WHERE entry_id IN (SELECT entry_id FROM replay.journal_entries WHERE account_id = %s)"
)


def _empty(books: Books) -> None:
    books.connection.execute(_LINES, [books.account])
    for table in TIMELINE:
        if table != "postings":
            statement = sql.SQL("DELETE FROM {} WHERE account_id = %s").format(sql.Identifier("replay", table))
            books.connection.execute(statement, [books.account])
