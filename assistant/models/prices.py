"""What a turn's tokens cost, by the price table beside this file."""

from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

_TABLE = Path(__file__).with_name("prices.yaml")
_UNIT_TOKENS = 1000


class Price(TypedDict):
    """Micro-dollars a thousand tokens."""

    input: int
    output: int


@cache
def _prices() -> dict[str, Price]:
    prices: dict[str, Price] = yaml.safe_load(_TABLE.read_text())["prices"]
    return prices


def cost_microusd(model: str, input_tokens: int, output_tokens: int) -> int | None:
    """The cost in micro-dollars, rounded up; None where the table does not know the model."""
    known = [name for name in _prices() if model == name or model.startswith(name)]
    if not known:
        return None
    price = _prices()[max(known, key=len)]
    return -(-(input_tokens * price["input"] + output_tokens * price["output"]) // _UNIT_TOKENS)
