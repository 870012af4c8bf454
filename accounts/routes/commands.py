"""What became of the caller's own writes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from accounts.auth import Claims
from accounts.reads import commands
from accounts.routes.caller import Own, claims
from accounts.routes.receipts import Receipt

router = APIRouter(prefix="/v1/commands", tags=["commands"])
KeyPath = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[!-~]+$")]


@router.get("/{key:path}")
async def get_command(reading: Own, caller: Annotated[Claims, Depends(claims)], key: KeyPath) -> Receipt:
    """What became of the caller's own write with this Idempotency-Key; only what is committed is there."""
    row = await commands.command(reading, caller.subject, key)
    return Receipt(
        command_id=row["command_id"],
        status="done",
        business_date=row["recorded_on"],
        value_on=row["value_on"],
        resource=row["result"],
    )
