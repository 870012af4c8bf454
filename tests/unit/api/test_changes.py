"""A stream of changes looks again at each sign of life where time alone changes how things stand, and only there."""

from collections.abc import AsyncIterator
from typing import cast

import pytest

from api import changes
from api.changes import News
from assistant.live import Followed, Live

HERE = ": here\n\n"


async def frames(read: list[News], count: int) -> list[str]:
    """The stream's first frames, where each look finds the next of `read`, and then the last one."""
    left = list(read)

    async def look() -> News:
        return left.pop(0) if len(left) > 1 else left[0]

    streamed = await changes.stream(Live("postgresql://nowhere"), Followed("assistant_thread", "t-1"), look)
    body = cast("AsyncIterator[str]", streamed.body_iterator)
    return [await anext(body) for _ in range(count)]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "BEAT_S", 0.005)


async def test_what_ages_is_read_anew_and_told_once_it_changed() -> None:
    agent, waiting = News('{"floor": "agent"}', 3, ages=True), News('{"floor": "assistant"}', 4)
    told = await frames([agent, agent, agent, waiting], 7)
    assert [told[0], told[-1]] == [agent.frame(), HERE]
    assert waiting.frame() in told
    assert told.count(waiting.frame()) == 1


async def test_what_does_not_age_is_not_read_again() -> None:
    first, other = News('{"floor": "assistant"}', 3), News('{"floor": "agent"}', 4)
    told = await frames([first, first, other], 5)
    assert other.frame() not in told
    assert told[-1] == HERE
