"""What a preview's receipt tells: which figures of the account differ, and what was made."""

from collections.abc import Mapping
from typing import Any, cast

from tools.client import JsonObject

_MINTED = frozenset({"payment_id"})
"""Ids that a preview made up for itself; the real command gets its own."""


def changes(receipt: JsonObject) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after, reduced to what differs: of the person, and of the account, or by account id of several."""
    was, becomes = _person(receipt.get("before")), _person(receipt.get("after"))
    told = _differing(was, becomes)
    before, after = _figures(receipt)
    return {**_only(was, told), **before}, {**_only(becomes, told), **after}


def _figures(receipt: JsonObject) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = _by_account(receipt.get("before")), _by_account(receipt.get("after"))
    differing = {
        account_id: names
        for account_id in before
        if (names := _differing(before[account_id], after.get(account_id, {})))
    }
    if len(before) == 1:
        return _flat(before, differing), _flat(after, differing)
    return _grouped(before, differing), _grouped(after, differing)


def made(receipt: JsonObject, name: str) -> Any:
    """A field of what the command made or changed; None where it has none."""
    return cast(Mapping[str, Any], receipt.get("resource") or {}).get(name)


def figure(receipt: JsonObject, side: str, name: str) -> Any:
    """A figure of the one account concerned, `before` or `after`; None where it has none."""
    accounts = list(_by_account(receipt.get(side)).values())
    return accounts[0].get(name) if len(accounts) == 1 else None


def _person(side: Any) -> Mapping[str, Any]:
    shown = cast(Mapping[str, Any], side or {})
    return cast(Mapping[str, Any], shown.get("borrower") or {})


def _only(facts: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: facts.get(name) for name in names}


def _by_account(side: Any) -> dict[str, Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = cast(JsonObject, side or {}).get("accounts") or []
    return {str(row["account_id"]): row for row in rows}


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    names = list(dict.fromkeys([*before, *after]))
    return [name for name in names if before.get(name) != after.get(name)]


def _flat(side: Mapping[str, Mapping[str, Any]], differing: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        name: _settled(side.get(account_id, {}).get(name)) for account_id, names in differing.items() for name in names
    }


def _grouped(side: Mapping[str, Mapping[str, Any]], differing: Mapping[str, list[str]]) -> dict[str, Any]:
    return {
        account_id: {name: _settled(side.get(account_id, {}).get(name)) for name in names}
        for account_id, names in differing.items()
    }


def _settled(value: Any) -> Any:
    """The value without ids that only the preview knows."""
    if isinstance(value, list):
        return [_settled(item) for item in cast(list[Any], value)]
    if isinstance(value, Mapping):
        rows = cast(Mapping[str, Any], value)
        return {name: item for name, item in rows.items() if name not in _MINTED}
    return value
