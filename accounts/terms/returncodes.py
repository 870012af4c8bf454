"""Why a bank sends a debit back, and what follows from each reason (return_codes.yaml)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CODES_FILE = Path(__file__).with_name("return_codes.yaml")


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """A return reason. `reason` completes "your payment was returned by your bank (...)".

    retry: the same debit may be tried again. blocks_bank: the bank account cannot be used any more. revokes: automatic
    and scheduled debits are no longer authorised. fee: the returned-payment fee applies, where the state has one.
    """

    code: str
    reason: str
    retry: bool
    blocks_bank: bool
    revokes: bool
    fee: bool


@cache
def return_codes(path: Path = CODES_FILE) -> dict[str, ReturnCode]:
    """The table by code, read once."""
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {row["code"]: ReturnCode(**row) for row in rows}
