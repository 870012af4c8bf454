"""Checkpoints of a turn in flight: sealed, bound to their place and position, gone when the turn ends.

Built on langgraph-checkpoint-postgres 3.2.0 (pinned: `_cursor` is its own). Changed: every access is a transaction of
the turn's own subject, so that it works under forced row-level security; all channel values, scalars too, and the
record that names their versions are sealed; of the metadata only step and source are kept; only the process that
holds the turn's claim may write. The position of the newest checkpoint is sealed into the turn's row, so an older
one in its place is refused. Writes of an unfinished step are not kept: a step is one task, which runs again. Each
checkpoint has every value, since the one before may be lost when the server crashes.
"""

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import structlog
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from psycopg import AsyncCursor
from psycopg.types.json import Jsonb

from assistant.errors import PlaceLost
from assistant.memory import Place
from assistant.outages import OUTAGE
from assistant.places import Claim
from assistant.sealing import Keyring, SealBroken
from assistant.strict_msgpack import StrictSerializer
from assistant.threads import Pool

_WORTH_KEEPING = "tool_calls"
"""The channel that grows when tools have answered. What they read and drafted is kept; a model that said nothing yet is
asked again, and what the other steps make is made again in milliseconds. Each checkpoint costs a turn about 2 ms."""
_SERIALIZER = StrictSerializer()
_log = structlog.get_logger("assistant")
_WRITE = """
WITH mine AS (
    UPDATE assistant.turns SET head = %(head)s
    WHERE turn_id = %(turn)s::uuid AND claim = %(claim)s AND status = 'running' RETURNING 1),
values AS (
    INSERT INTO assistant.checkpoint_blobs (thread_id, channel, version, type, blob)
    SELECT %(turn)s, v.channel, v.version, 'sealed', v.blob
    FROM mine, unnest(%(channels)s::text[], %(versions)s::text[], %(blobs)s::bytea[]) AS v (channel, version, blob)
    ON CONFLICT (thread_id, checkpoint_ns, channel, version) DO UPDATE SET blob = EXCLUDED.blob)
INSERT INTO assistant.checkpoints (thread_id, checkpoint_id, type, checkpoint, metadata)
SELECT %(turn)s, %(id)s, 'sealed', %(record)s, %(metadata)s FROM mine
ON CONFLICT (thread_id, checkpoint_ns, checkpoint_id) DO UPDATE SET checkpoint = EXCLUDED.checkpoint
"""
_READ = """
SELECT t.head, c.checkpoint_id, c.checkpoint FROM assistant.turns t
LEFT JOIN assistant.checkpoints c ON c.thread_id = t.turn_id::text AND c.checkpoint_ns = ''
WHERE t.turn_id = %s ORDER BY c.checkpoint_id DESC LIMIT 1
"""


class TurnSaver(AsyncPostgresSaver):
    """The checkpoints of one turn, for the process that holds its claim. LangGraph's thread id is the turn id."""

    def __init__(self, pool: Pool, keyring: Keyring, place: Place, claim: Claim) -> None:
        super().__init__(pool, serde=_SERIALIZER)
        self._pool = pool
        self._keyring = keyring
        self._place = place
        self._claim = claim
        self._owed = False
        self._kept = False

    @asynccontextmanager
    async def _cursor(self, *, pipeline: bool = False) -> AsyncGenerator[AsyncCursor[dict[str, Any]]]:
        """A cursor in a transaction of the turn's subject. A crash of the server may cost the last checkpoint.

        pipeline: statements are sent in one round trip, whose end is the transaction's (PostgreSQL's implicit one: a
        `transaction()` of psycopg in a pipeline waits at each of its ends); their results are there after the block.
        """
        async with (
            self._pool.connection() as connection,
            connection.pipeline() if pipeline else connection.transaction(),
            connection.cursor() as cursor,
        ):
            await cursor.execute(
                "SELECT set_config('assistant.subject', %s, true), set_config('synchronous_commit', 'off', true)",
                [self._place.subject],
            )
            yield cursor

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Keep the checkpoint, whole, where tools have answered since the last one.

        While the database is away nothing is kept, and the next checkpoint is kept in its stead. Raises PlaceLost
        where another process has taken the turn over.
        """
        if self._owed or (_WORTH_KEEPING in new_versions and metadata.get("step", 0) > 0):
            self._kept = self._owed = True
            try:
                await self._keep(checkpoint, metadata)
                self._owed = False
            except OUTAGE as error:
                _log.warning("checkpoint_not_kept", turn_id=self._place.turn_id, failure=type(error).__name__)
        return self._config(checkpoint["id"])

    async def _keep(self, checkpoint: Checkpoint, metadata: CheckpointMetadata) -> None:
        values = checkpoint["channel_values"]
        versions = {channel: str(checkpoint["channel_versions"][channel]) for channel in values}
        kept = {"step": metadata.get("step"), "source": metadata.get("source")}
        record = {**checkpoint, "channel_values": sorted(values), "metadata": kept}
        given = {
            "turn": self._place.turn_id,
            "claim": self._claim.token,
            "id": checkpoint["id"],
            "head": self._seal(checkpoint["id"].encode(), "head"),
            "record": self._seal(json.dumps(record).encode(), "checkpoint", checkpoint["id"]),
            "metadata": Jsonb(kept),
            "channels": list(versions),
            "versions": list(versions.values()),
            "blobs": [self._sealed_value(values[channel], channel, version) for channel, version in versions.items()],
        }
        async with self._cursor(pipeline=True) as cursor:
            await cursor.execute(_WRITE, given)
        if cursor.rowcount == 0:
            raise PlaceLost("Another process has taken this turn over.")

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The newest checkpoint. Raises SealBroken where it is not the one that was written last, or not whole."""
        if self._claim.is_first and not self._kept:
            return None
        async with self._cursor() as cursor:
            await cursor.execute(_READ, [self._place.turn_id])
            row = await cursor.fetchone()
            await cursor.execute(
                "SELECT channel, version, blob FROM assistant.checkpoint_blobs WHERE thread_id = %s",
                [self._place.turn_id],
            )
            blobs = {(blob["channel"], blob["version"]): blob["blob"] for blob in await cursor.fetchall()}
        if row is None or (row["head"] is None and row["checkpoint_id"] is None):
            return None
        if row["head"] is None or self._open(row["head"], "head").decode() != row["checkpoint_id"]:
            raise SealBroken("The newest checkpoint of a turn is not the one that was written last.")
        record = json.loads(self._open(row["checkpoint"], "checkpoint", row["checkpoint_id"]))
        metadata = cast(CheckpointMetadata, record.pop("metadata"))
        values = self._values(record, blobs)
        return CheckpointTuple(
            self._config(row["checkpoint_id"]), cast(Checkpoint, {**record, "channel_values": values}), metadata
        )

    def _values(self, record: Mapping[str, Any], blobs: Mapping[tuple[str, str], bytes]) -> dict[str, Any]:
        """Every channel value that the record names. Raises SealBroken where one is missing."""
        opened = dict[str, Any]()
        for channel in record["channel_values"]:
            version = str(record["channel_versions"][channel])
            if (channel, version) not in blobs:
                raise SealBroken("A part of a checkpoint is missing.")
            kind, _, packed = self._open(blobs[channel, version], "value", channel, version).partition(b":")
            opened[channel] = _SERIALIZER.loads_typed((kind.decode(), packed))
        return opened

    def _sealed_value(self, value: object, channel: str, version: str) -> bytes:
        kind, packed = _SERIALIZER.dumps_typed(value)
        return self._seal(kind.encode() + b":" + packed, "value", channel, version)

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Nothing is kept of a step that has not ended."""

    def _config(self, checkpoint_id: str) -> RunnableConfig:
        return {
            "configurable": {
                "thread_id": self._place.turn_id,
                "checkpoint_ns": "",
                "checkpoint_id": checkpoint_id,
            }
        }

    def _seal(self, plain: bytes, *position: str) -> bytes:
        return self._keyring.seal(plain, *self._where(position))

    def _open(self, sealed: bytes, *position: str) -> bytes:
        return self._keyring.unseal(bytes(sealed), *self._where(position))

    def _where(self, position: tuple[str, ...]) -> tuple[str, ...]:
        place = self._place
        return ("checkpoint", place.subject, place.thread_id, place.turn_id, *position)
