"""What a case took: time, tokens, money and tool calls. No right or wrong, but compared between runs."""

from assistant.models.prices import cost_microusd
from evals.graders.grade import Grade
from evals.played import Played


def grade(played: Played) -> Grade:
    """Sums over the turns: latency_ms, input_tokens, output_tokens, tool_calls, cost_usd.

    Where the price table (assistant/models/prices.yaml) does not know a model, cost_usd is missing and cost_unknown
    counts those turns: what is not known is not free.
    """
    results = [turn.result for turn in played.said]
    costs = [cost_microusd(one.model, one.usage.input_tokens, one.usage.output_tokens) for one in results]
    known = [cost for cost in costs if cost is not None]
    scores: dict[str, float] = {
        "latency_ms": round(sum(one.timings_ms.total for one in results), 1),
        "input_tokens": sum(one.usage.input_tokens for one in results),
        "output_tokens": sum(one.usage.output_tokens for one in results),
        "tool_calls": sum(len(one.tool_calls) for one in results),
    }
    scores |= {"cost_usd": sum(known) / 1e6} if len(known) == len(costs) else {"cost_unknown": len(costs) - len(known)}
    return Grade("efforts", applies=False, scores=scores)
