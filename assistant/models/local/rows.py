"""Tool results as templates see them: an absent field reads as none, and rows that failed stand apart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from assistant.models.local.conversation import Result


class Row(dict[str, Any]):
    """A JSON object whose absent fields are None: the contract leaves optional fields out."""

    def __missing__(self, key: str) -> None:
        return None


def row(value: Any) -> Any:
    """The value with every object in it turned into a Row."""
    if isinstance(value, Mapping):
        return Row({str(key): row(item) for key, item in cast(Mapping[Any, Any], value).items()})
    if isinstance(value, list):
        return [row(item) for item in cast(list[Any], value)]
    return value


def context(content: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of a tool's phrasing: `result`, `asked` (the arguments), `as_of`, `accounts`, `many`."""
    result = row(content)
    listed: list[Row] = result["accounts"] or []
    accounts = [account for account in listed if not account["error"]]
    return {
        "result": result,
        "asked": row(arguments),
        "as_of": result["as_of"],
        "accounts": accounts,
        "failed": [account for account in listed if account["error"]],
        "many": len(accounts) > 1,
    }


def products(results: Sequence[Result]) -> set[str]:
    """The products of the accounts that this turn's results tell something of; an empty list of rows tells nothing."""
    accounts = [
        account for result in results for account in cast(list[dict[str, Any]], result.content.get("accounts", []))
    ]
    return {str(account["product"]) for account in accounts if "product" in account and _tells(account)}


def about(search: Result, concerned: set[str]) -> Result:
    """A search without the passages on products that the turn's accounts are not about, if any is left then."""
    passages = cast(list[Mapping[str, Any]], search.content.get("passages", []))
    kept = [one for one in passages if not one.get("products") or concerned & set(one["products"])]
    return replace(search, content={**search.content, "passages": kept}) if concerned and kept else search


def _tells(account: Mapping[str, Any]) -> bool:
    lists = [cast(list[Any], value) for value in account.values() if isinstance(value, list)]
    return not account.get("error") and (not lists or any(lists))
