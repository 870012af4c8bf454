"""What a control may look at, and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import yaml

from assistant.sealing import Keyring

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Scene:
    """Connections of roles that own nothing (durable: DBOS's own role, since nobody else may look), and files.

    witness: where `assist audit verify` remembers how far the chains were. root: of the checkout.
    """

    accounts: Connection
    assistant: Connection
    durable: Connection
    keys: Keyring
    keys_file: Path
    witness: Path
    root: Path


@dataclass(frozen=True)
class Control:
    """One check. what: the rule; how: where it looks. find: what breaks the rule, nothing where it holds."""

    id: str
    what: str
    how: str
    find: Callable[[Scene], Sequence[str]]


@dataclass(frozen=True)
class Result:
    """found: at most ten of what breaks the rule; `count` of how many."""

    id: str
    what: str
    how: str
    passed: bool
    count: int
    found: list[str]


@cache
def reviewed() -> Mapping[str, Any]:
    """reviewed.yaml."""
    rows: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("reviewed.yaml").read_text())
    return rows


def rows(connection: Connection, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """What a query finds."""
    return connection.execute(query.encode(), values).fetchall()


def names(connection: Connection, query: str, values: Sequence[object] = ()) -> list[str]:
    """The first column of what a query finds."""
    return [str(row[0]) for row in rows(connection, query, values)]
