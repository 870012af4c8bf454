"""Changes are heard over one connection, by any number of followers, also after it was cut; nobody hears of others."""

import asyncio
from collections.abc import AsyncGenerator

import psycopg
import pytest

from assistant import live
from assistant.live import DESK, Followed, Live, TooManyFollowers
from tests.conftest import Database

ONE, OTHER = (Followed("assistant_thread", name) for name in ("t-1", "t-2"))
SOON_S, NOT_S = 10.0, 0.02


@pytest.fixture
async def hub(assistant_db: Database) -> AsyncGenerator[Live]:
    async with Live(assistant_db.url("assistant_app")).running() as made:
        async with asyncio.timeout(SOON_S):
            await made.connected()
        yield made


async def tell(database: Database, *told: Followed) -> None:
    async with await psycopg.AsyncConnection.connect(database.url("assistant_app"), autocommit=True) as connection:
        for one in told:
            await connection.execute("SELECT pg_notify(%s, %s)", [one.channel, one.payload])


async def test_five_hundred_followers_hear_over_one_connection_each_of_its_own(
    hub: Live, assistant_db: Database
) -> None:
    async def heard(number: int) -> str:
        with hub.following(Followed("assistant_thread", f"t-{number % 100}")) as follower:
            return await follower.changed(SOON_S)

    waiting = [asyncio.create_task(heard(number)) for number in range(500)]
    await asyncio.sleep(0)
    with hub.following(OTHER) as other, hub.following(Followed("assistant_thread", "t-elsewhere")) as elsewhere:
        assert hub.followers == 502
        with psycopg.connect(assistant_db.url("postgres")) as connection:
            listens = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE %s"
            assert connection.execute(listens, ["LISTEN%"]).fetchone() == (1,)
        await tell(assistant_db, *(Followed("assistant_thread", f"t-{number}") for number in range(100)))
        assert set(await asyncio.gather(*waiting)) == {"main"}
        assert await other.changed(SOON_S) == "main"
        assert await elsewhere.changed(NOT_S) == ""
    assert hub.followers == 0


async def test_who_was_behind_hears_once(hub: Live, assistant_db: Database) -> None:
    with hub.following(ONE) as follower, hub.following(OTHER) as last:
        await tell(assistant_db, ONE, ONE, DESK, ONE, OTHER)
        assert await last.changed(SOON_S) == "main"
        assert await follower.changed(SOON_S) == "main"
        assert await follower.changed(NOT_S) == ""


async def test_what_is_followed_besides_is_told_as_such_and_may_be_left(hub: Live, assistant_db: Database) -> None:
    desk_event = Followed("assistant_desk", "h-1")
    with hub.following(ONE) as follower, hub.following(DESK) as board:
        assert follower.beside(DESK, wanted=True)
        assert not follower.beside(DESK, wanted=True)
        assert not board.beside(DESK, wanted=False)
        await tell(assistant_db, desk_event)
        assert await board.changed(SOON_S) == "main"
        assert await follower.changed(SOON_S) == "beside"
        follower.beside(DESK, wanted=False)
        await tell(assistant_db, desk_event)
        assert await board.changed(SOON_S) == "main"
        assert await follower.changed(NOT_S) == ""


async def test_everybody_is_told_after_the_connection_was_cut(hub: Live, assistant_db: Database) -> None:
    with hub.following(ONE) as follower, hub.following(OTHER) as other:
        with psycopg.connect(assistant_db.url("postgres"), autocommit=True) as connection:
            connection.execute(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND usename = 'assistant_app'"""
            )
        assert await follower.changed(SOON_S) == "main"
        assert await other.changed(SOON_S) == "main"
        await tell(assistant_db, ONE)
        assert await follower.changed(SOON_S) == "main"
        assert await other.changed(NOT_S) == ""


async def test_followers_wait_while_no_server_is_there() -> None:
    nowhere = Live("postgresql://nobody@127.0.0.1:1/nothing")
    async with nowhere.running():
        with nowhere.following(ONE) as follower:
            assert await follower.changed(NOT_S) == ""
        assert not nowhere.is_connected


async def test_followers_are_bounded(hub: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_MOST", 1)
    with hub.following(ONE), pytest.raises(TooManyFollowers), hub.following(OTHER):
        raise AssertionError("not reached")
    with hub.following(OTHER):
        assert hub.followers == 1
