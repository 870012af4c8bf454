"""Lines that several write tools show: canonical values under the label of a phrasing word."""

from typing import cast

from tools.client import JsonObject
from tools.drafting import Line
from tools.own_accounts import label
from tools.writes.preview import figure, made


def account_line(account: JsonObject) -> Line:
    return Line(label="account", kind="account", value=label(account))


def money_line(name: str, amount_cents: int) -> Line:
    return Line(label=name, kind="money", value=amount_cents)


def day_line(name: str, day: str) -> Line:
    return Line(label=name, kind="date", value=day[:10])


def choice_line(name: str, value: str) -> Line:
    return Line(label=name, kind="choice", value=value)


def text_line(name: str, text: str) -> Line:
    return Line(label=name, kind="text", value=text)


def told(receipt: JsonObject, name: str, field: str, kind: str) -> list[Line]:
    """A line of a field of what the preview made, where it has it. kind: `money`, `date`, `instant` or `text`."""
    value = made(receipt, field)
    if value is None:
        return []
    match kind:
        case "money":
            return [money_line(name, int(value))]
        case "date":
            return [day_line(name, str(value))]
        case "instant":
            return [Line(label=name, kind="instant", value=str(value))]
        case _:
            return [text_line(name, str(value))]


def changed_money(receipt: JsonObject, field: str, name: str) -> list[Line]:
    """`<name>_before` and `<name>_after` where a figure of the account differs."""
    before, after = figure(receipt, "before", field), figure(receipt, "after", field)
    if before is None or after is None or before == after:
        return []
    return [money_line(f"{name}_before", int(before)), money_line(f"{name}_after", int(after))]


def changed_day(receipt: JsonObject, field: str, name: str) -> list[Line]:
    """`<name>_before` and `<name>_after` where a day of the account differs."""
    before, after = figure(receipt, "before", field), figure(receipt, "after", field)
    if before == after:
        return []
    sides = (("before", before), ("after", after))
    return [day_line(f"{name}_{side}", str(value)) for side, value in sides if value is not None]


def changed_rate(receipt: JsonObject) -> list[Line]:
    """`apr_before` and `apr_after` where the account's one rate differs, in basis points."""
    before, after = _only_rate(receipt, "before"), _only_rate(receipt, "after")
    if before is None or after is None or before == after:
        return []
    return [Line(label="apr_before", kind="rate", value=before), Line(label="apr_after", kind="rate", value=after)]


def _only_rate(receipt: JsonObject, side: str) -> int | None:
    rates = list(cast(JsonObject, figure(receipt, side, "apr_bps") or {}).values())
    return int(rates[0]) if len(rates) == 1 else None
