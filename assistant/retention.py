"""Retention: what is past its time is deleted, whole conversations at a time, unless a legal hold keeps it.

The rules are data (retention.yaml). Runs as role assistant_ops; the database itself refuses to delete what is held.
Every deletion leaves an audit record; audit records have a rule of their own, kept by the database (0004_audit).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

import yaml
from psycopg import AsyncConnection, Rollback, sql
from pydantic import BaseModel, ConfigDict, model_validator

from assistant import audit

RULES = Path(__file__).parent / "retention.yaml"
_DUE = """
SELECT thread_id::text, subject, about, assistant.is_held(subject, thread_id) AS held FROM (
    SELECT t.thread_id, t.subject, t.about, greatest(t.created_at,
        (SELECT max(coalesce(u.finished_at, u.received_at)) FROM assistant.turns u WHERE u.thread_id = t.thread_id),
        (SELECT max(n.created_at) FROM assistant.notices n WHERE n.thread_id = t.thread_id),
        (SELECT max(m.sent_at) FROM assistant.desk_messages m WHERE m.thread_id = t.thread_id),
        (SELECT max(d.made_at) FROM assistant.desk_notes d WHERE d.thread_id = t.thread_id),
        (SELECT max(coalesce(h.ended_at, h.accepted_at, h.requested_at)) FROM assistant.handoffs h
         WHERE h.thread_id = t.thread_id)) AS said,
        (SELECT max(greatest(p.created_at, p.expires_at, p.settled_at)) FROM assistant.proposals p
         WHERE p.thread_id = t.thread_id) AS acted
    FROM assistant.threads t) AS thread
WHERE said < %(now)s - make_interval(months => %(conversation)s)
  AND (acted IS NULL OR acted < %(now)s - make_interval(months => %(act)s))
  AND NOT EXISTS (SELECT 1 FROM assistant.turns u
                  WHERE u.thread_id = thread.thread_id AND u.status IN ('waiting', 'running'))
  AND NOT EXISTS (SELECT 1 FROM assistant.proposals p
                  WHERE p.thread_id = thread.thread_id AND p.state IN ('confirmed', 'executing'))
  AND NOT EXISTS (SELECT 1 FROM assistant.proposals inside JOIN assistant.proposals outside
                    ON inside.proposal_id IN (outside.undoes, outside.superseded_by)
                  WHERE inside.thread_id = thread.thread_id AND outside.thread_id <> thread.thread_id)
ORDER BY said LIMIT %(most)s
"""
_IN_THREAD = (
    """DELETE FROM assistant.proposal_events WHERE proposal_id IN (
         SELECT proposal_id FROM assistant.proposals WHERE thread_id = %s)""",
    "DELETE FROM assistant.receipts WHERE thread_id = %s",
    "DELETE FROM assistant.notices WHERE thread_id = %s",
    "DELETE FROM assistant.proposals WHERE thread_id = %s",
    "DELETE FROM assistant.suggestions WHERE thread_id = %s",
    "DELETE FROM assistant.desk_notes WHERE thread_id = %s",
    "DELETE FROM assistant.desk_messages WHERE thread_id = %s",
    "DELETE FROM assistant.handoffs WHERE thread_id = %s",
)
_ORPHANS = sql.SQL("""
DELETE FROM assistant.{} c WHERE NOT EXISTS (
    SELECT 1 FROM assistant.turns t WHERE t.turn_id::text = c.thread_id AND t.status IN ('waiting', 'running'))
""")
_EVENTS = "DELETE FROM assistant.webhook_events WHERE created_at < %(now)s - make_interval(months => %(event)s)"
_MOST = 1000


class Source(BaseModel):
    """Where a rule comes from, and the months that it asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    citation: str
    months: int
    asks: str


class Rule(BaseModel):
    """How long one kind is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["conversation", "act", "event"]
    what: str
    months: int
    sources: tuple[Source, ...]

    @model_validator(mode="after")
    def _keeps_long_enough(self) -> "Rule":
        short = [source.citation for source in self.sources if source.months > self.months]
        if short:
            raise ValueError(f"{self.kind} is kept for {self.months} months, less than {', '.join(short)} asks for.")
        return self


@dataclass
class Swept:
    """What a run did (or, dry, would do): conversations deleted, their turns, and conversations that a hold kept.

    orphaned_checkpoints, events: rows that went besides, none of them in a dry run."""

    threads: list[str] = field(default_factory=list[str])
    turns: int = 0
    held: list[str] = field(default_factory=list[str])
    orphaned_checkpoints: int = 0
    events: int = 0


def rules(path: Path = RULES) -> tuple[Rule, ...]:
    """The rules of the file. Raises pydantic.ValidationError where one keeps less long than its sources ask."""
    read = cast("dict[str, list[dict[str, Any]]]", yaml.safe_load(path.read_text(encoding="utf-8")))
    return tuple(Rule.model_validate(row) for row in read["rules"])


async def sweep(
    connection: AsyncConnection[dict[str, Any]], kept: Sequence[Rule], now: datetime, by: str, *, dry_run: bool
) -> Swept:
    """Delete what is past its time at `now`: conversations, events of the outbox, checkpoints that no turn needs.

    connection: of role assistant_ops, in autocommit. by: who ordered it. Each conversation is a transaction.
    """
    given: dict[str, Any] = {rule.kind: rule.months for rule in kept}
    done = Swept()
    cursor = await connection.execute(_DUE, {**given, "now": now, "most": _MOST})
    for row in await cursor.fetchall():
        if row["held"]:
            done.held.append(row["thread_id"])
        elif dry_run:
            done.threads.append(row["thread_id"])
        else:
            await _delete(connection, row, by, done)
    if not dry_run:
        for table in ("checkpoint_blobs", "checkpoints"):
            gone = await connection.execute(_ORPHANS.format(sql.Identifier(table)))
            done.orphaned_checkpoints += gone.rowcount
        done.events = (await connection.execute(_EVENTS, {**given, "now": now})).rowcount
    return done


async def _delete(connection: AsyncConnection[dict[str, Any]], row: dict[str, Any], by: str, done: Swept) -> None:
    """One conversation with all that is in it. What a hold keeps since it was found stays, whole."""
    thread_id: str = row["thread_id"]
    async with connection.transaction():
        for statement in _IN_THREAD:
            await connection.execute(statement.encode(), [thread_id])
        turns = await connection.execute("DELETE FROM assistant.turns WHERE thread_id = %s", [thread_id])
        thread = await connection.execute("DELETE FROM assistant.threads WHERE thread_id = %s", [thread_id])
        if thread.rowcount == 0:
            done.held.append(thread_id)
            raise Rollback
        body = {"what": "conversation", "turns": turns.rowcount}
        about = row["about"] or row["subject"]
        await audit.append(connection, audit.Record("deletion", by, about, thread_id, body))
        done.threads.append(thread_id)
        done.turns += turns.rowcount
