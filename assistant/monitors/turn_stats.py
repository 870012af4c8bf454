"""One row a turn that ended, without a word of it and without a person: what the monitors add up."""

from typing import Any

from psycopg import AsyncConnection

from assistant.canaries.bands import counted
from assistant.models.prices import cost_microusd
from assistant.monitors import domains
from assistant.results import TurnRequest, TurnResult

_PUT = """
INSERT INTO assistant.turn_stats
  (turn_id, thread_id, role, channel, language, domain, outcome, status, guarded, prompt, model,
   total_ms, input_tokens, output_tokens, cost_microusd)
VALUES (%(turn_id)s, %(thread_id)s, %(role)s, %(channel)s, %(language)s, %(domain)s, %(outcome)s, %(status)s,
        %(guarded)s, %(prompt)s, %(model)s, %(total_ms)s, %(input_tokens)s, %(output_tokens)s, %(cost_microusd)s)
ON CONFLICT (turn_id) DO UPDATE SET
    ended_at = clock_timestamp(), role = %(role)s, channel = %(channel)s, language = %(language)s,
    domain = %(domain)s, outcome = %(outcome)s, status = %(status)s, guarded = %(guarded)s, prompt = %(prompt)s,
    model = %(model)s, total_ms = %(total_ms)s, input_tokens = %(input_tokens)s,
    output_tokens = %(output_tokens)s, cost_microusd = %(cost_microusd)s
"""


async def record(
    connection: AsyncConnection[Any], request: TurnRequest, result: TurnResult, status: str, language: str
) -> None:
    """Count the turn, in the transaction that stores its end. One that was interrupted and begun again counts once,
    as it ended last.

    Cost: by prices.yaml; null for a model that it does not list.
    """
    counts = counted(result)
    values = {
        "turn_id": result.turn_id,
        "thread_id": result.thread_id,
        "role": request.caller.role,
        "channel": request.channel,
        "language": language,
        "domain": domains.load().of(result),
        "outcome": result.outcome,
        "status": status,
        "guarded": bool(counts.guarded),
        "prompt": result.prompt,
        "model": result.model,
        "total_ms": round(result.timings_ms.total),
        "input_tokens": result.usage.input_tokens,
        "output_tokens": result.usage.output_tokens,
        "cost_microusd": cost_microusd(result.model, result.usage.input_tokens, result.usage.output_tokens),
    }
    await connection.execute(_PUT, values)
