"""`assist bench turn`: the mix over HTTP against an API process of its own, and a bare agent in the same run."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from evals.bench import client, figures, mix, stand
from evals.bench.stand import Stand
from stack.embedded import Embedded
from stack.people import people

_WARM_ROUNDS = 1
_ROUNDS = 4


@dataclass
class Samples:
    """Milliseconds of every measured turn. `own` and `bare` are a turn's own work, the model's time left out."""

    total: list[float] = field(default_factory=list[float])
    first_event: list[float] = field(default_factory=list[float])
    first_token: list[float] = field(default_factory=list[float])
    guards: list[float] = field(default_factory=list[float])
    own: list[float] = field(default_factory=list[float])
    bare: list[float] = field(default_factory=list[float])

    def add(self, heard: client.Heard, bare_ms: float) -> None:
        self.total.append(heard.total_ms)
        self.first_event.append(heard.first_event_ms)
        self.first_token.append(heard.first_token_ms or heard.total_ms)
        self.guards.append(heard.timings.guards)
        self.own.append(heard.timings.total - heard.timings.model)
        self.bare.append(bare_ms)


async def run(embedded: Embedded, accounts_url: str) -> dict[str, Any]:
    """The figures of docs/benchmarks.md. Raises NobodyFits, PortInUse, ServiceFailed, TurnNotServed."""
    published, known = mix.load(), people(accounts_url, embedded.issuer)
    async with stand.opened(embedded, accounts_url) as ready:
        samples = Samples()
        for number in range(_WARM_ROUNDS + _ROUNDS):
            for conversation in mix.round_of(published, number, known):
                await _play(conversation, ready, samples if number >= _WARM_ROUNDS else Samples())
        rss_mb = round(ready.api.memory_info().rss / 1e6)
    return _report(samples, rss_mb)


async def _play(conversation: mix.Played, ready: Stand, samples: Samples) -> None:
    """Each message goes to the assistant and then, with the calls its model asked for, to the bare agent."""
    thread_id, bare_thread = None, uuid.uuid4().hex
    headers = ready.headers(conversation.person)
    for turn in conversation.turns:
        heard = await client.say(ready.http, turn.text, headers, thread_id)
        thread_id = heard.thread_id
        if heard.anonymous_key:
            headers = {"X-Anonymous-Key": heard.anonymous_key}
        context = ready.context(conversation.person)
        bare_ms = await ready.agent.run_turn(bare_thread, turn.text, context, heard.steps, heard.answer)
        samples.add(heard, bare_ms)


def _report(samples: Samples, rss_mb: int) -> dict[str, Any]:
    bare_p50 = figures.percentile(samples.bare, 50)
    return {
        "p50_ms": figures.percentile(samples.total, 50),
        "p95_ms": figures.percentile(samples.total, 95),
        "first_event_ms_p95": figures.percentile(samples.first_event, 95),
        "first_token_ms_p95": figures.percentile(samples.first_token, 95),
        "guards_p50_ms": figures.percentile(samples.guards, 50),
        "bare_p50_ms": bare_p50,
        "ratio_to_bare_p50": round(figures.percentile(samples.own, 50) / bare_p50, 2),
        "rss_mb": rss_mb,
        "machine": figures.machine(),
        "commit": figures.commit(),
        "n": len(samples.total),
    }
