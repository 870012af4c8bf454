"""Signs of how a caller's accounts stand, from the account system's own reads; starters are chosen by them."""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal, get_args

from tools.caller import Caller
from tools.client import AccountsClient, JsonObject
from tools.errors import ToolFailure

Sign = Literal[
    "anonymous",
    "signed_in",
    "cash_line",
    "instalment_loan",
    "past_due",
    "due_soon",
    "payment_scheduled",
    "autopay",
    "draws_blocked",
    "hardship_plan",
]
SIGNS: frozenset[Sign] = frozenset(get_args(Sign))
_SOON = timedelta(days=10)
_RUNNING = ("open", "frozen")
_READS = ("amount-due", "autopay", "balance", "hardship")


async def of(accounts: AccountsClient, caller: Caller) -> frozenset[Sign]:
    """What holds for the caller; whoever has no accounts to read is anonymous here. Raises ToolFailure."""
    if not caller.has_accounts:
        return frozenset({"anonymous"})
    answer = await accounts.read("/v1/accounts", caller.token)
    found: list[JsonObject] = [row for row in answer["accounts"] if row["status"] in _RUNNING]
    read = await asyncio.gather(*(_standing(accounts, caller, str(row["account_id"])) for row in found))
    signs: set[Sign] = {"signed_in"}
    for account, standing in zip(found, read, strict=True):
        signs.add(account["product"])
        signs |= _signs(standing, date.fromisoformat(str(answer["as_of"])))
    return frozenset(signs)


async def _standing(accounts: AccountsClient, caller: Caller, account_id: str) -> dict[str, JsonObject]:
    """The reads that this caller may make of the account; what a third party is not shown is left out."""
    answers = await asyncio.gather(*(_read(accounts, caller, f"/v1/accounts/{account_id}/{what}") for what in _READS))
    return dict(zip(_READS, answers, strict=True))


async def _read(accounts: AccountsClient, caller: Caller, path: str) -> JsonObject:
    try:
        return await accounts.read(path, caller.token)
    except ToolFailure as failure:
        if failure.kind == "temporary":
            raise
        return {}


def _signs(standing: Mapping[str, Mapping[str, Any]], today: date) -> set[Sign]:
    due, balance = standing["amount-due"], standing["balance"]
    due_date = due.get("due_date")
    found: dict[Sign, bool] = {
        "past_due": due.get("past_due_cents", 0) > 0,
        "due_soon": bool(due_date) and date.fromisoformat(str(due_date)) - today <= _SOON,
        "payment_scheduled": bool(due.get("next_payment")),
        "autopay": bool(standing["autopay"].get("enrolled")),
        "draws_blocked": balance.get("draws_allowed") is False,
        "hardship_plan": bool(standing["hardship"].get("plan")),
    }
    return {sign for sign, holds in found.items() if holds}
