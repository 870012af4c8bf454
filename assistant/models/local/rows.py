"""Tool results as templates see them: an absent field reads as none, and rows that failed stand apart."""

from collections.abc import Mapping
from typing import Any, cast


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
