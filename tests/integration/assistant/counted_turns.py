"""A period whose figures were counted by hand: eight turns of five threads, two hand-offs, opinions, suggestions."""

import uuid
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

import psycopg
from psycopg import sql

from tests.conftest import Database

START = datetime(2026, 5, 14, tzinfo=UTC)
END = START + timedelta(days=1)
_INSERT = "INSERT INTO assistant.{} ({}) VALUES ({})"


def name(of: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, of))


@dataclass
class Turn:
    """One row; thread: a letter, hour: when it ended, after the start."""

    turn: str
    thread: str
    hour: float
    outcome: str = "answered"
    ms: int = 100
    cost: int | None = 0
    role: str = "borrower"
    channel: str = "chat"
    language: str = "en"
    domain: str = "payments"
    model: str = "local"
    guarded: bool = False


TURNS = (
    Turn("1", "A", 0.5, ms=100),
    Turn("2", "A", 0.6, "handoff", ms=200, domain="person"),
    Turn("3", "B", 1.5, "abstained", ms=300, language="es", domain="fees"),
    Turn("4", "B", 1.6, ms=400, language="es", guarded=True),
    Turn("5", "C", 2.5, "failed", ms=500, model="openai:unheard-of", cost=None, role="anonymous"),
    Turn("6", "D", 2.6, ms=600, model="openai:gpt-4o", cost=1_500_000, channel="openai"),
    Turn("7", "E", 2.7, ms=700, role="support_agent", channel="copilot"),
    # Before the period and at its end: neither counts.
    Turn("8", "A", -0.1, "failed", ms=9000),
    Turn("9", "A", 24.0, "failed", ms=9000),
)
# Thread B's person pressed the button; thread D's hand-off was asked for before the period.
HANDOFFS = (("A", 0.6, "returned"), ("B", 1.7, "withdrawn"), ("D", -3.0, "returned"))
FEEDBACK = (("1", True), ("3", False), ("4", False), ("9", False))
SUGGESTIONS = (("A", "accepted", 0.7, "local"), ("A", "edited", 0.8, "local"), ("B", "rejected", 1.9, "openai:gpt-4o"))


def keep(database: Database) -> None:
    """Put it into the tables, past the foreign keys: the monitors read no conversation."""
    with psycopg.connect(database.url("postgres"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for turn in TURNS:
            _insert(connection, "turn_stats", _counted(turn))
        for thread, hour, state in HANDOFFS:
            _insert(connection, "handoffs", _handoff(thread, hour, state))
        for turn_id, liked in FEEDBACK:
            _insert(connection, "feedback", {"turn_id": name(turn_id), "subject": "B-1", "liked": liked, "prompt": "p"})
        for number, suggested in enumerate(SUGGESTIONS):
            _insert(connection, "suggestions", _suggestion(number, *suggested))


def _counted(turn: Turn) -> dict[str, object]:
    given = {field.name: getattr(turn, field.name) for field in fields(turn)}
    for short in ("turn", "thread", "hour", "ms", "cost"):
        del given[short]
    return {
        **given,
        "turn_id": name(turn.turn),
        "thread_id": name(turn.thread),
        "ended_at": START + timedelta(hours=turn.hour),
        "status": "failed" if turn.outcome == "failed" else "finished",
        "prompt": "assistant@8#0",
        "total_ms": turn.ms,
        "input_tokens": 0,
        "output_tokens": 0,
        "cost_microusd": turn.cost,
    }


def _handoff(thread: str, hour: float, state: str) -> dict[str, object]:
    return {
        "handoff_id": name(f"handoff {thread}"),
        "thread_id": name(thread),
        "subject": "B-1",
        "reason": "asked_for_person",
        "queue": "support",
        "urgent": False,
        "requested_at": START + timedelta(hours=hour),
        "state": state,
        "agent": "S-1",
        "language": "es" if thread == "B" else "en",
    }


def _suggestion(number: int, thread: str, outcome: str, hour: float, model: str) -> dict[str, object]:
    return {
        "suggestion_id": name(f"suggestion {number}"),
        "thread_id": name(thread),
        "handoff_id": name(f"handoff {thread}"),
        "subject": "B-1",
        "agent": "S-1",
        "kind": "reply",
        "prompt": "assistant@8#0",
        "model": model,
        "content": b"",
        "outcome": outcome,
        "decided_at": START + timedelta(hours=hour),
    }


def _insert(connection: psycopg.Connection, table: str, row: dict[str, object]) -> None:
    columns, places = sql.SQL(", ").join(map(sql.Identifier, row)), sql.SQL(", ").join(map(sql.Placeholder, row))
    connection.execute(sql.SQL(_INSERT).format(sql.Identifier(table), columns, places), row)
