"""From what a person calls an account to the caller's own accounts, and one read over each of them."""

from collections.abc import Callable, Sequence

from tools.client import JsonObject
from tools.context import ToolContext, gather
from tools.errors import ToolFailure

_PRODUCT_NAMES = {"cash_line": "Cash Line", "instalment_loan": "Instalment loan"}
_LIVE = ("open", "frozen", "charged_off")


def label(account: JsonObject) -> str:
    """How an account is named to its owner, e.g. `Cash Line ending in 4821`."""
    return f"{_PRODUCT_NAMES[str(account['product'])]} ending in {account['last4']}"


async def matching(context: ToolContext, reference: str | None, product: str | None = None) -> list[JsonObject]:
    """The caller's accounts that `reference` names; without one, the live ones, or all when none is live.

    product: keep only accounts to which the tool applies. Raises ToolFailure: `not_found` names what there is.
    """
    owned = await context.own_accounts()
    if reference is None:
        applicable = [account for account in owned if product in (None, account["product"])]
        return [account for account in applicable if account["status"] in _LIVE] or applicable
    found = [account for account in owned if _is_named(account, reference)]
    if not found:
        names = ", ".join(label(account) for account in owned) or "none"
        raise ToolFailure("not_found", f"No account of yours matches that. Your accounts: {names}.")
    applicable = [account for account in found if product in (None, account["product"])]
    if not applicable:
        raise ToolFailure("not_available", f"That does not apply to your {label(found[0])}.")
    live = [account for account in applicable if account["status"] in _LIVE]
    return live if live and reference in _PRODUCT_NAMES else applicable


def _is_named(account: JsonObject, reference: str) -> bool:
    wanted = reference.strip().lower()
    return wanted in (
        str(account["product"]),
        str(account["last4"]),
        str(account["account_id"]).lower(),
        label(account).lower(),
    )


async def over_accounts(
    context: ToolContext,
    reference: str | None,
    resource: str,
    *,
    product: str | None = None,
    params: dict[str, str | None] | None = None,
    shape: Callable[[JsonObject], JsonObject] | None = None,
) -> JsonObject:
    """Read `/v1/accounts/{id}/{resource}` for each account named, side by side.

    An account to which the resource does not apply is left out unless it is the only one. Raises ToolFailure.
    """
    accounts = await matching(context, reference, product)

    async def read(account: JsonObject) -> JsonObject:
        try:
            answer = await context.read(f"/v1/accounts/{account['account_id']}/{resource}", **(params or {}))
        except ToolFailure as failure:
            if failure.kind == "temporary" or len(accounts) == 1:
                raise
            return {**_names(account), **failure.as_result()}
        return {**_names(account), **(shape(answer) if shape else answer)}

    rows = await gather([read(account) for account in accounts])
    return {"as_of": context.business_date.isoformat(), "accounts": rows}


def _names(account: JsonObject) -> JsonObject:
    return {
        "account_id": account["account_id"],
        "product": account["product"],
        "last4": account["last4"],
        "label": label(account),
        "account_status": account["status"],
    }


def only(rows: Sequence[JsonObject], **wanted: str | None) -> list[JsonObject]:
    """The rows whose fields equal `wanted`; a wanted value of None does not filter."""
    return [row for row in rows if all(value is None or row.get(key) == value for key, value in wanted.items())]
