"""The benchmark of a proposal measures proposals: a pair that makes none ends it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml

from evals.bench import client, proposal
from evals.bench.proposal import NothingProposed, Pair
from evals.bench.stand import Stand

PAIRS = [Pair.model_validate(row) for row in yaml.safe_load(proposal.FILE.read_text(encoding="utf-8"))]


def answering(*outcomes: str) -> Any:
    left = list(outcomes)

    async def say(http: object, text: str, headers: dict[str, str], thread_id: str | None) -> client.Heard:
        return client.Heard(outcome=left.pop(0), total_ms=10.0 * len(text))

    return say


def nobody(_: object) -> dict[str, str]:
    return {}


async def played(monkeypatch: pytest.MonkeyPatch, *outcomes: str) -> tuple[float, float]:
    monkeypatch.setattr(client, "say", answering(*outcomes))
    ready = cast(Stand, SimpleNamespace(http=None, headers=nobody))
    return await proposal.both(PAIRS[0], {"handle": "somebody"}, ready)


async def test_both_turns_are_timed_as_the_client_sees_them(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = PAIRS[0]
    read, write = await played(monkeypatch, "answered", "proposal")
    assert (read, write) == (10.0 * len(pair.read), 10.0 * len(pair.write))


async def test_a_write_that_is_not_proposed_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NothingProposed, match="somebody"):
        await played(monkeypatch, "answered", "clarify")


def test_the_pairs_are_about_several_tools_and_situations() -> None:
    assert len({pair.write for pair in PAIRS}) == len({tuple(pair.situation) for pair in PAIRS}) >= 4
