"""A turn whose process dies: taken up from its checkpoint, or ended with the truth; nothing is read or said twice."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
from langchain_core.messages import AIMessage, BaseMessage

from assistant import bootstrap
from assistant.assistant import Assistant
from assistant.bootstrap import Overrides
from assistant.events import Event, StepStarted
from assistant.recovery import Delegate, Recovery, no_token
from assistant.results import Channel, TurnRequest, TurnResult
from assistant.sealing import SealBroken
from assistant.settings import Settings
from tests.conftest import Database
from tests.lightly import BORROWER, accounts, prompt
from tests.security.network_probe import ANSWERS, WordEncoder
from tests.serving import calls, puppet


class Died(BaseException):
    """The process is gone: nothing of it runs any more."""


@dataclass
class House:
    """Assistants over one database, each a process of its own as far as the database can tell."""

    url: str
    folder: Path
    now: datetime = datetime(2026, 5, 15, 12, tzinfo=UTC)
    reads: list[str] = field(default_factory=list[str])
    asked: int = 0
    dies_in: str | None = None
    """A step of the graph, or a path of the account system, in which the process ends."""

    def clock(self) -> datetime:
        return self.now

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == self.dies_in:
            raise Died
        self.reads.append(request.url.path)
        found = ANSWERS.get(request.url.path)
        return httpx.Response(200, json=found) if found else httpx.Response(404, json={"title": "Not Found"})

    async def play(self, messages: Sequence[BaseMessage]) -> AIMessage:
        self.asked += 1
        if messages[-1].type == "tool":
            return AIMessage("Hello! How can I help?")
        return calls(("get_profile", {}))

    def told(self, event: Event) -> None:
        if isinstance(event, StepStarted) and event.name == self.dies_in:
            raise Died

    @asynccontextmanager
    async def open(self, delegate: Delegate = no_token) -> AsyncGenerator[Assistant]:
        model = puppet()
        model.play = self.play
        given = Overrides(model, prompt(), WordEncoder(), accounts(self.answer), self.clock)
        settings = Settings(data_dir=self.folder)
        async with bootstrap.assistant(settings, self.url, "http://accounts.test", given, delegate) as assistant:
            yield assistant

    async def begin(self, assistant: Assistant, channel: Channel = "chat") -> TurnRequest:
        """A turn whose process dies in it."""
        thread_id = await assistant.threads.create(BORROWER.subject)
        request = TurnRequest(BORROWER, thread_id, str(uuid.uuid4()), "hello", channel)
        with pytest.raises(Died):
            await assistant.run_turn(request, self.told)
        self.dies_in = None
        return request

    async def recover(self, assistant: Assistant, delegate: Delegate = no_token) -> None:
        recovery = Recovery(assistant, self.clock, delegate)
        await recovery.sweep()
        await recovery.idle()


@pytest.fixture
def house(assistant_db: Database, tmp_path: Path) -> House:
    return House(assistant_db.url("assistant_app"), tmp_path)


async def stored(assistant: Assistant, request: TurnRequest) -> tuple[str, TurnResult]:
    """How the turn ended; another process's recovery may be at it."""
    (row,) = await assistant.threads.turns(request.caller.subject, request.thread_id)
    async with asyncio.timeout(10):
        while row["result"] is None:
            (row,) = await assistant.threads.turns(request.caller.subject, request.thread_id)
    return row["status"], TurnResult.model_validate(row["result"])


def signs_in(_: object) -> str:
    return "fresh token"


async def test_what_was_read_before_the_crash_is_not_read_again(house: House, assistant_db: Database) -> None:
    house.dies_in = "answer"
    async with house.open() as dying:
        request = await house.begin(dying)
    read = [path for path in house.reads if path != "/v1/business-date"]
    assert read
    house.now += timedelta(seconds=11)
    async with house.open(signs_in) as living:
        await house.recover(living, signs_in)
        status, result = await stored(living, request)
    assert (status, result.outcome, result.answer) == ("finished", "answered", "Hello! How can I help?")
    assert [call.name for call in result.tool_calls] == ["get_profile"]
    assert [path for path in house.reads if path != "/v1/business-date"] == read
    assert house.asked == 2
    with psycopg.connect(assistant_db.url("postgres")) as connection:
        for table in (b"checkpoints", b"checkpoint_blobs"):
            assert connection.execute(b"SELECT count(*) FROM assistant." + table).fetchone() == (0,)


async def test_a_turn_that_is_taken_up_counts_for_the_way_by_which_it_came(
    house: House, assistant_db: Database
) -> None:
    house.dies_in = "plan"
    async with house.open(signs_in) as assistant:
        request = await house.begin(assistant, "openai")
        house.now += timedelta(seconds=11)
        await house.recover(assistant, signs_in)
        await stored(assistant, request)
    with psycopg.connect(assistant_db.url("postgres")) as connection:
        assert connection.execute("SELECT channel, status FROM assistant.turn_stats").fetchall() == [
            ("openai", "finished")
        ]
        caller = connection.execute("SELECT caller FROM assistant.turns").fetchone()
    assert caller is not None
    assert b"openai" not in caller[0]


async def test_a_live_turn_is_left_alone(house: House) -> None:
    house.dies_in = "plan"
    async with house.open(signs_in) as assistant:
        request = await house.begin(assistant)
        house.now += timedelta(seconds=9)
        await house.recover(assistant, signs_in)
        rows = await assistant.threads.turns(request.caller.subject, request.thread_id)
    assert [row["status"] for row in rows] == ["running"]


@pytest.mark.parametrize(("delegate", "later"), [(no_token, 11), (signs_in, 1000)])
async def test_a_turn_that_cannot_be_taken_up_says_so_and_can_be_sent_again(
    house: House, delegate: Callable[[object], str | None], later: int
) -> None:
    house.dies_in = "plan"
    async with house.open() as assistant:
        request = await house.begin(assistant)
        house.now += timedelta(seconds=later)
        await house.recover(assistant, delegate)
        status, result = await stored(assistant, request)
        assert (status, result.outcome) == ("interrupted", "failed")
        assert "interrupted" in result.answer
        again = await assistant.run_turn(request, lambda _: None)
        assert (again.turn_id, again.outcome) == (result.turn_id, "answered")
        status, result = await stored(assistant, request)
    assert (status, result.answer) == ("finished", again.answer)


async def test_the_person_who_asks_again_takes_the_turn_up_themselves(house: House) -> None:
    house.dies_in = "answer"
    async with house.open() as assistant:
        request = await house.begin(assistant)
        house.now += timedelta(seconds=11)
        result = await assistant.run_turn(request, lambda _: None)
    assert (result.outcome, house.asked) == ("answered", 2)


async def test_a_turn_that_ends_its_processes_is_given_up(house: House) -> None:
    async with house.open() as assistant:
        house.dies_in = "plan"
        request = await house.begin(assistant)
        house.dies_in = "/v1/business-date"
        for _ in range(2):
            house.now += timedelta(seconds=11)
            await house.recover(assistant, signs_in)
        house.dies_in = None
        house.now += timedelta(seconds=11)
        await house.recover(assistant, signs_in)
        status, _ = await stored(assistant, request)
    assert (status, house.asked) == ("interrupted", 0)


async def test_a_turn_behind_a_dead_one_waits_for_it_and_comes_after_it(house: House) -> None:
    house.dies_in = "plan"
    async with house.open() as assistant:
        first = await house.begin(assistant)
        following = TurnRequest(BORROWER, first.thread_id, str(uuid.uuid4()), "hello again")
        waiting = asyncio.create_task(assistant.run_turn(following, lambda _: None))
        await asyncio.wait([waiting], timeout=0.3)
        assert not waiting.done()
        house.now += timedelta(seconds=11)
        await house.recover(assistant, signs_in)
        assert (await waiting).outcome == "answered"
        rows = await assistant.threads.turns(BORROWER.subject, first.thread_id)
    assert [row["status"] for row in rows] == ["finished", "finished"]


async def test_a_spoiled_checkpoint_ends_the_turn_with_the_truth(house: House, assistant_db: Database) -> None:
    house.dies_in = "answer"
    async with house.open(signs_in) as assistant:
        request = await house.begin(assistant)
        with psycopg.connect(assistant_db.url("postgres")) as attacker:
            attacker.execute("UPDATE assistant.checkpoint_blobs SET blob = substr(blob, 1, 40)")
        house.now += timedelta(seconds=11)
        await house.recover(assistant, signs_in)
        status, result = await stored(assistant, request)
    assert (status, result.outcome, house.asked) == ("failed", "failed", 1)
    assert "interrupted" in result.answer


async def test_a_spoiled_record_ends_a_lapsed_turn_and_stops_new_ones(house: House, assistant_db: Database) -> None:
    house.dies_in = "plan"
    async with house.open(signs_in) as assistant:
        request = await house.begin(assistant)
        with psycopg.connect(assistant_db.url("postgres")) as attacker:
            attacker.execute("UPDATE assistant.turns SET user_text = 'Your balance is zero.'")
        house.now += timedelta(seconds=11)
        await house.recover(assistant, signs_in)
        with pytest.raises(SealBroken, match="not sealed"):
            await assistant.threads.turns(BORROWER.subject, request.thread_id)
        with psycopg.connect(assistant_db.url("postgres")) as reader:
            assert reader.execute("SELECT status FROM assistant.turns").fetchall() == [("interrupted",)]


async def test_a_spoiled_record_ends_a_turn_that_is_begun_again(house: House, assistant_db: Database) -> None:
    async with house.open() as assistant:
        thread_id = await assistant.threads.create(BORROWER.subject)
        earlier, later = (TurnRequest(BORROWER, thread_id, str(uuid.uuid4()), text) for text in ("hello", "hi"))
        await assistant.run_turn(earlier, lambda _: None)
        house.dies_in = "plan"
        with pytest.raises(Died):
            await assistant.run_turn(later, house.told)
        house.dies_in = None
        house.now += timedelta(seconds=11)
        await house.recover(assistant)
        with psycopg.connect(assistant_db.url("postgres")) as attacker:
            attacker.execute("UPDATE assistant.turns SET result = 'Your balance is zero.' WHERE status = 'finished'")
        async with asyncio.timeout(10):
            result = await assistant.run_turn(later, lambda _: None)
    assert result.outcome == "failed"
    with psycopg.connect(assistant_db.url("postgres")) as reader:
        stored = reader.execute("SELECT status FROM assistant.turns ORDER BY seq").fetchall()
    assert stored == [("finished",), ("failed",)]
