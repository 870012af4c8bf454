"""What was seen, said and done in one turn, put together from what is stored and held against its audit record.

Works under the role assistant_ops; each reconstruction is an act of its own and is recorded before anything is shown.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from psycopg import AsyncConnection

from assistant import audit, reconstructed_steps
from assistant.audit_chain import Marker, is_sealed, row_hash
from assistant.memory import Memory, Place
from assistant.results import TurnResult
from assistant.sealing import Keyring, SealBroken
from assistant.turn_audit import passages, proposal, tool

Row = dict[str, Any]
OpenPassage = Callable[[str, int, str], Awaitable[str | None]]
"""The text of a section of a document's version as it is kept now; None where there is none."""


class TurnUnknown(LookupError):
    """There is no turn and no audit record of that id."""


@dataclass(frozen=True)
class Check:
    """Whether something stored is what the record says of it."""

    what: str
    holds: bool


@dataclass
class Reconstruction:
    """One turn. said, answer: None where the words have been deleted since; the record tells what is left.

    record: the audit record's body; place: its chain, number and instant. later: records that name the turn since.
    """

    turn_id: str
    thread_id: str | None
    subject: str
    about: str | None
    status: str | None = None
    received_at: str | None = None
    said: str | None = None
    answer: str | None = None
    outcome: str | None = None
    record: dict[str, Any] = field(default_factory=dict[str, Any])
    place: dict[str, Any] = field(default_factory=dict[str, Any])
    passages: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    tools: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    guards: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    proposals: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    notices: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    later: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    checks: list[Check] = field(default_factory=list[Check])

    @property
    def holds(self) -> bool:
        """Whether everything that is stored is what was recorded."""
        return all(check.holds for check in self.checks)

    def shown(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "holds": self.holds}


async def reconstruct(
    connection: AsyncConnection[Row], keys: Keyring, turn_id: str, reader: str, open_passage: OpenPassage
) -> Reconstruction:
    """The turn as it was. reader: who asks, for the record of the reading. Raises TurnUnknown."""
    async with connection.transaction():
        found = await _begun(connection, turn_id)
        await audit.append(connection, audit.Record("read", reader, found.about or found.subject, turn_id, {}))
        result = await _words(connection, keys, found)
        steps = reconstructed_steps.Steps(connection, keys)
        found.proposals = await steps.proposals(turn_id)
        found.notices = await steps.notices(turn_id)
    _hold_record(found, keys)
    if result:
        _hold_content(found, result, keys)
        found.passages = await _passages(result, open_passage)
    for one in found.proposals:
        found.checks += [Check(f"proposal {one['proposal_id']}: {what}", holds) for what, holds in one.pop("checks")]
    return found


async def _begun(connection: AsyncConnection[Row], turn_id: str) -> Reconstruction:
    """What the audit record and the turn's own row say without any key. Raises TurnUnknown."""
    cursor = await connection.execute("SELECT * FROM assistant.audit WHERE ref = %s ORDER BY at, seq", [turn_id])
    records = await cursor.fetchall()
    cursor = await connection.execute("SELECT * FROM assistant.turns WHERE turn_id::text = %s", [turn_id])
    turn = await cursor.fetchone()
    record = next((row for row in records if row["kind"] == "turn"), None)
    named = record or turn
    if named is None:
        raise TurnUnknown(
            f"There is no turn {turn_id!r}; `assist audit show` wants the turn_id that an answer carries."
        )
    found = Reconstruction(turn_id, None, named["subject"], named.get("about"))
    if record:
        found.record, found.place = record["body"], record
        found.thread_id, found.outcome = record["body"]["thread"], record["body"]["outcome"]
    found.later = [_brief(row) for row in records if row is not record]
    if turn:
        found.thread_id, found.status = str(turn["thread_id"]), turn["status"]
        found.received_at = turn["received_at"].isoformat()
    return found


async def _words(connection: AsyncConnection[Row], keys: Keyring, found: Reconstruction) -> TurnResult | None:
    """Open what was said and answered; a record that does not open is a check that fails."""
    cursor = await connection.execute(
        "SELECT user_text, result, status FROM assistant.turns WHERE turn_id::text = %s", [found.turn_id]
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    memory, place = Memory(keys), Place(found.subject, str(found.thread_id), found.turn_id)
    try:
        found.said, result = memory.text(place, row), memory.result(place, row)
    except SealBroken as error:
        found.checks.append(Check(f"what is stored opens: {error}", False))
        return None
    if result:
        found.answer, found.outcome = result.answer, result.outcome
        found.guards = [verdict.model_dump(mode="json") for verdict in result.guards]
    return result


def _hold_record(found: Reconstruction, keys: Keyring) -> None:
    """The record itself: its hash and its seal (whether its chain is whole, `assist audit verify` tells)."""
    row = found.place
    if not row:
        ended = found.status not in ("waiting", "running")
        found.checks += [Check("the turn has an audit record", False)] if ended else []
        return
    found.checks.append(Check("the record's hash", row_hash(row, row["prev_hash"]) == row["hash"]))
    found.checks.append(Check("the record's seal", is_sealed(keys, row["seal"], row["hash"])))
    found.place = {"chain": row["chain"], "seq": row["seq"], "at": row["at"].isoformat(), "hash": row["hash"].hex()}


def _hold_content(found: Reconstruction, result: TurnResult, keys: Keyring) -> None:
    """Every mark of the record against the content that is stored."""
    record = found.record
    found.tools = [call.model_dump(mode="json") for call in result.tool_calls]
    if not record:
        return
    try:
        mark = Marker.of(record["said"], keys, found.turn_id)
    except KeyError:
        found.checks.append(Check("the key of the marks is in the keyring", False))
        return
    found.checks += [
        Check("the person's words", mark(found.said) == record["said"]),
        Check("the answer", mark(result.answer) == record["answer"]),
        Check("the outcome and the prompt", _names(result) == {name: record[name] for name in _names(result)}),
        Check("the passages", passages(result, mark) == record["passages"]),
        Check("the proposals", [proposal(shown) for shown in result.proposals] == record["proposals"]),
        Check("as many tool calls", len(result.tool_calls) >= len(record["tools"])),
    ]
    for number, (call, recorded) in enumerate(zip(result.tool_calls, record["tools"], strict=False), 1):
        found.checks.append(Check(f"tool call {number} ({call.name})", tool(call, mark) == recorded))


def _names(result: TurnResult) -> Mapping[str, str]:
    return {"outcome": result.outcome, "prompt": result.prompt}


async def _passages(result: TurnResult, open_passage: OpenPassage) -> list[dict[str, Any]]:
    """The passages in the order in which the model saw them, and whether the document still says so."""
    shown: list[dict[str, Any]] = []
    for call in result.tool_calls:
        for passage in cast(list[dict[str, Any]], call.result.get("passages", [])):
            now = await open_passage(passage["document"], passage["version"], passage["section"])
            shown.append(
                {**passage, "opens": now is not None, "unchanged": _squeezed(passage["text"]) in _squeezed(now or "")}
            )
    return shown


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _brief(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("kind", "subject", "body")} | {"at": row["at"].isoformat()}


def told(found: Reconstruction) -> str:
    """For other programs."""
    return json.dumps(found.shown(), ensure_ascii=False, default=str)
