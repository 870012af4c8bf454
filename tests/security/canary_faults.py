"""Models and account systems that have every canary in what they say, and in what they fail with."""

from collections.abc import Callable, Sequence
from typing import Any

import httpx
from langchain_core.messages import AIMessage, BaseMessage

from tests.security.canary_scene import ALL
from tests.serving import calls

READS = calls(("get_profile", {}), ("list_transactions", {}), ("get_balance", {}))
BAD_CALLS = calls(
    (f"tool {ALL}", {"said": ALL}), ("get_balance", {"account": ALL}), ("get_payoff_quote", {"payoff_date": ALL})
)


def says(*messages: AIMessage) -> Callable[[Sequence[BaseMessage]], Any]:
    left = list(messages)

    async def play(_: Sequence[BaseMessage]) -> AIMessage:
        return left.pop(0) if len(left) > 1 else left[0]

    return play


async def fails_with_words(_: Sequence[BaseMessage]) -> AIMessage:
    raise RuntimeError(f"400 invalid prompt: {ALL}")


async def fails_deeply(_: Sequence[BaseMessage]) -> AIMessage:
    memo = ALL
    try:
        raise ValueError(f"could not parse {memo}")
    except ValueError as error:
        raise KeyError(memo) from error


def answers(status: int, **given: Any) -> Callable[[httpx.Request], httpx.Response]:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, **given)

    return answer


def broken_transport(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError(f"could not connect to {ALL}", request=request)
