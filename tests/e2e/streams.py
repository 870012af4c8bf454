"""Many open streams on one API process: 500 followers of conversations, 20 turns generated at a time, no event lost.

`python -m tests.e2e.streams URL` prints one JSON object. A follower must hear of the end of its conversation's turn; a
run must begin, say words and finish, each event whole.
"""

import asyncio
import json
import sys
import time
import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx

QUESTION = "Is there a penalty for paying off my loan early?"
HEARD_WITHIN_S = 20.0
BORROWERS = 20


@dataclass
class Figures:
    """streams: open followers. dropped: followers that lost their connection or did not hear; torn: runs not whole."""

    streams: int = 0
    runs: int = 0
    at_a_time: int = 0
    dropped: int = 0
    torn: int = 0
    first_event_ms: list[float] = field(default_factory=list[float])
    first_words_ms: list[float] = field(default_factory=list[float])
    heard_ms: list[float] = field(default_factory=list[float])
    why: list[str] = field(default_factory=list[str])

    def told(self) -> dict[str, Any]:
        """The figures with times as 50th and 95th percentile."""
        plain = {name: value for name, value in asdict(self).items() if not isinstance(value, list)}
        for name in ("first_event_ms", "first_words_ms", "heard_ms"):
            values: list[float] = sorted(getattr(self, name))
            plain |= {f"{name}_p50": share(values, 0.5), f"{name}_p95": share(values, 0.95)}
        return {**plain, "why": self.why[:5]}


def share(values: list[float], part: float) -> float | None:
    return round(values[min(len(values) - 1, int(len(values) * part))], 1) if values else None


@dataclass
class Follower:
    """One open event stream: the largest order that it was told, and when."""

    thread_id: str
    headers: dict[str, str]
    order: int = -1
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    ended: str | None = None

    async def follow(self, http: httpx.AsyncClient) -> None:
        try:
            async with http.stream("GET", f"/v1/threads/{self.thread_id}/events", headers=self.headers) as answer:
                answer.raise_for_status()
                async for line in answer.aiter_lines():
                    if line.startswith("data:"):
                        async with self.changed:
                            self.order = max(self.order, int(json.loads(line[5:])["order"]))
                            self.opened.set()
                            self.changed.notify_all()
        except (httpx.HTTPError, ValueError, KeyError) as error:
            self.ended = repr(error)
        else:
            self.ended = "the server ended it"
        self.opened.set()


async def one_run(http: httpx.AsyncClient, follower: Follower, figures: Figures) -> None:
    """A turn on the follower's conversation, and whether the follower hears that it has ended."""
    said = [{"id": "1", "role": "user", "content": QUESTION}]
    body: dict[str, Any] = {"threadId": follower.thread_id, "runId": str(uuid.uuid4()), "messages": said}
    began, kinds, before = time.perf_counter(), list[str](), follower.order
    async with http.stream("POST", "/v1/agui", json=body, headers=follower.headers) as answer:
        async for line in answer.aiter_lines():
            if not line.startswith("data:"):
                continue
            kind = str(json.loads(line[5:])["type"])
            since_ms = (time.perf_counter() - began) * 1000
            if not kinds:
                figures.first_event_ms.append(since_ms)
            if kind == "TEXT_MESSAGE_CONTENT" and kind not in kinds:
                figures.first_words_ms.append(since_ms)
            kinds.append(kind)
    ended = time.perf_counter()
    figures.runs += 1
    if not kinds or kinds[0] != "RUN_STARTED" or kinds[-1] != "RUN_FINISHED" or "TEXT_MESSAGE_CONTENT" not in kinds:
        figures.torn += 1
        figures.why.append(f"run: {kinds[:1]} ... {kinds[-1:]}")
    try:
        async with asyncio.timeout(HEARD_WITHIN_S), follower.changed:
            await follower.changed.wait_for(lambda: follower.order > before)
        figures.heard_ms.append(max(0.0, (time.perf_counter() - ended) * 1000))
    except TimeoutError:
        figures.dropped += 1
        figures.why.append(f"not heard after {HEARD_WITHIN_S:g} s; {follower.ended or 'still open'}")


async def opened(http: httpx.AsyncClient, streams: int) -> list[Follower]:
    """Conversations of a few signed-in borrowers (the last of the list: the first play elsewhere), nothing said yet."""
    people = (await http.get("/v1/development/people")).json()["people"]
    handles = [one["handle"] for one in people if one["role"] == "borrower"]
    gate = asyncio.Semaphore(10)

    async def signed_in(handle: str) -> dict[str, str]:
        async with gate:
            answer = await http.post("/v1/development/sign-in", json={"handle": handle})
        return {"Authorization": f"Bearer {answer.raise_for_status().json()['token']}"}

    headers = await asyncio.gather(*(signed_in(handle) for handle in handles[-BORROWERS:]))

    async def conversation(number: int) -> Follower:
        mine = headers[number % len(headers)]
        async with gate:
            answer = await http.post("/v1/threads", json={}, headers=mine)
        return Follower(str(answer.raise_for_status().json()["thread_id"]), mine)

    return list(await asyncio.gather(*(conversation(number) for number in range(streams))))


async def measured(url: str, streams: int = 500, at_a_time: int = 20, runs: int = 200) -> Figures:
    """Open the streams, run the turns, and count what was lost."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=at_a_time)
    async with httpx.AsyncClient(base_url=url, timeout=httpx.Timeout(120), limits=limits, trust_env=False) as http:
        followers = await opened(http, streams)
        tasks = [asyncio.create_task(follower.follow(http)) for follower in followers]
        await asyncio.wait_for(asyncio.gather(*(follower.opened.wait() for follower in followers)), 120)
        figures = Figures(streams=sum(one.ended is None for one in followers), at_a_time=at_a_time)
        gate = asyncio.Semaphore(at_a_time)

        async def run(follower: Follower) -> None:
            async with gate:
                await one_run(http, follower, figures)

        await asyncio.gather(*(run(follower) for follower in followers[:runs]))
        lost = [one.ended for one in followers if one.ended is not None]
        figures.dropped += len(lost)
        figures.why += [str(one) for one in lost]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return figures


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(measured(sys.argv[1])).told(), indent=1) + "\n")
