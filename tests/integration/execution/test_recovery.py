"""What an executor had begun goes on: after a stop, with other code, in another executor, after a fault of our own."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx
import pytest

from assistant.execution import durable
from assistant.execution.durable import VERSION
from assistant.execution.steps import Execution
from tests.integration.execution.booking import Desk, until

SECRET = "Rosa owes 4111"


async def hang(_: httpx.Request) -> None:
    await asyncio.Event().wait()


async def left_behind(desk: Desk, executor_id: str = "executor-1", lease_s: float = 15.0) -> str:
    """A proposal whose executor ended while the account system was silent."""
    desk.books.before = hang
    async with desk.executing(executor_id, lease_s):
        proposal_id = await desk.confirmed()
        await until(lambda: desk.books.writes)
    desk.books.before = None
    assert desk.state(proposal_id) == "executing"
    return proposal_id


async def test_a_stopped_executor_goes_on_where_it_stood_when_it_starts_again(desk: Desk) -> None:
    proposal_id = await left_behind(desk)
    async with desk.executing():
        assert await desk.ended(proposal_id, 5) == "done"
    assert desk.books.effects == [proposal_id]
    assert desk.durable_rows("SELECT count(*) FROM dbos.operation_outputs WHERE function_name = 'begin'") == [(1,)]


async def test_what_was_pending_is_executed_after_an_upgrade_changed_the_code_of_a_step(desk: Desk) -> None:
    class Upgraded(Execution):
        async def perform(self, proposal_id: str) -> str:
            desk.books.tokens.append("upgraded")
            return await super().perform(proposal_id)

    proposal_id = await left_behind(desk)
    async with desk.executing(steps=Upgraded):
        assert await desk.ended(proposal_id) == "done"
    assert "upgraded" in desk.books.tokens
    assert desk.durable_rows("SELECT application_version FROM dbos.workflow_status") == [(VERSION,)]


async def test_another_executor_takes_over_once_the_lease_has_passed(desk: Desk) -> None:
    proposal_id = await left_behind(desk, lease_s=0.5)
    async with desk.executing("executor-2"):
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.effects == [proposal_id]
    assert desk.told(proposal_id) == ["receipt", "stored done"]


async def test_a_living_executor_keeps_what_it_works_on(desk: Desk) -> None:
    """Its lease is shorter than the account system's silence, and is renewed meanwhile."""
    lookups: list[int] = []

    async def silent(_: httpx.Request) -> httpx.Response | None:
        lookups.append(1)
        return httpx.Response(503) if len(lookups) < 6 else None

    desk.books.lookup = silent
    async with desk.executing(lease_s=1.2):
        proposal_id = await desk.confirmed()
        await until(lambda: len(lookups) > 4)
        took = "SELECT lease_until > clock_timestamp() FROM assistant.proposals"
        assert desk.rows(took) == [(True,)]
        assert await desk.ended(proposal_id) == "done"
    assert desk.durable_rows("SELECT recovery_attempts FROM dbos.workflow_status") == [(1,)]


async def test_what_was_taken_but_not_begun_is_begun_at_the_next_start(desk: Desk) -> None:
    proposal_id = await desk.confirmed()
    assert desk.as_executor("state = 'executing', executor = 'executor-1', lease_until = now() + '1 h'") == 1
    async with desk.executing():
        assert await desk.ended(proposal_id, 5) == "done"


async def test_after_a_fault_of_our_own_it_is_tried_again_and_the_record_tells_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    failures: list[int] = []

    class Faulty(Execution):
        async def perform(self, proposal_id: str) -> str:
            failures.append(1)
            if len(failures) < 3:
                raise KeyError(SECRET)
            return await super().perform(proposal_id)

    async with desk.executing(lease_s=0.5, steps=Faulty):
        proposal_id = await desk.confirmed()
        await until(lambda: "perform: KeyError" in desk.durable_text())
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.effects == [proposal_id]
    assert SECRET not in caplog.text
    printed = capfd.readouterr()
    assert SECRET not in printed.out + printed.err
    assert SECRET not in desk.durable_text()


def strings(value: Any) -> list[str]:
    """What is said in a record: all but its two keys must be text."""
    if isinstance(value, dict):
        found = cast(dict[str, list[str] | dict[str, str]], value)
        assert set(found) == {"positionalArgs", "namedArgs"}
        return [*found["positionalArgs"], *found["namedArgs"]]
    assert isinstance(value, str)
    return [value]


async def test_the_durable_record_holds_ids_and_enumerations_as_json_and_nothing_else(desk: Desk) -> None:
    async def no(_: httpx.Request) -> httpx.Response:
        return httpx.Response(409, json={"code": "draw-not-possible", "reasons": [{"text": SECRET}]})

    desk.books.before = no
    async with desk.executing():
        refused = await desk.confirmed()
        await desk.ended(refused)
        desk.books.before, desk.books.lookup = None, None
        await desk.ended(await desk.confirmed())
        await until(lambda: desk.durable_rows("SELECT status FROM dbos.workflow_status") == [("SUCCESS",)] * 2)
    plain = re.compile(r"[a-z][a-z0-9:-]{0,80}|[0-9a-f-]{36}")
    kept = desk.durable_rows(
        """SELECT inputs FROM dbos.workflow_input UNION ALL SELECT output FROM dbos.workflow_output
           UNION ALL SELECT output FROM dbos.operation_outputs"""
    )
    assert len(kept) == 10
    for (text,) in kept:
        assert all(plain.fullmatch(part) for part in strings(json.loads(text))), text
    formats = "SELECT DISTINCT serialization FROM dbos.{} ORDER BY 1"
    assert [desk.durable_rows(formats.format(table)) for table in ("workflow_status", "operation_outputs")] == [
        [("portable_json",)]
    ] * 2
    everything = desk.durable_text()
    assert refused in everything
    for told in (SECRET, "IL-1", "B-1", "due_day"):
        assert told not in everything


async def test_what_ended_long_ago_is_forgotten_and_not_done_again(desk: Desk) -> None:
    async with desk.executing() as loop:
        proposal_id = await desk.confirmed()
        await desk.ended(proposal_id)
        await until(lambda: desk.durable_rows("SELECT status FROM dbos.workflow_status") == [("SUCCESS",)])
        assert await durable.forget(datetime.now(UTC) - timedelta(days=1)) == 0
        assert await durable.forget(datetime.now(UTC) + timedelta(days=1)) == 1
        assert proposal_id not in desk.durable_text()
        await loop.take_up(proposal_id)
        await until(lambda: desk.durable_rows("SELECT status FROM dbos.workflow_status") == [("SUCCESS",)])
    assert desk.books.effects == [proposal_id]
    assert desk.told(proposal_id) == ["receipt", "stored done"]
