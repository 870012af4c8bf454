"""Autopay: set or changed, stopped."""

from tools.arguments import OneAccount
from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Line, Operation, Source
from tools.writes.arguments import SetAutopay, cents
from tools.writes.asking import ask, one_account, stated_amount, stated_choice
from tools.writes.lines import account_line, changed_rate, choice_line, day_line, money_line, told
from tools.writes.making import Sketch, propose
from tools.writes.preview import figure
from tools.writes.shapes import about_account

_TOOL = "set_autopay"


async def set_autopay(context: ToolContext, arguments: SetAutopay) -> JsonObject:
    """Propose that each bill is paid on its due date: the minimum, the statement balance, or a fixed amount."""
    account, source = await one_account(context, _TOOL, arguments.account)
    fixed = _fixed_amount(context, arguments)
    kind = arguments.amount_kind
    if fixed is None:
        stated_choice(context, _TOOL, "amount_kind", kind, "What should autopay pay: the minimum, or another amount?")
    account_id = str(account["account_id"])
    path = f"/v1/accounts/{account_id}/autopay"
    now, tag = await context.accounts.read_tagged(path, context.caller.token)

    def lines(receipt: JsonObject) -> list[Line]:
        return [
            account_line(account),
            choice_line("autopay_before", str(figure(receipt, "before", "autopay") or "off")),
            choice_line("amount_kind", kind),
            *([money_line("amount", fixed)] if fixed else []),
            *told(receipt, "effective_from", "effective_from", "date"),
            *changed_rate(receipt),
            *told(receipt, "notice", "notice", "text"),
            *([day_line("next_debit", str(now["next_date"]))] if now.get("next_date") else []),
        ]

    body: JsonObject = {"amount_kind": kind, **({"fixed_cents": fixed} if fixed else {})}
    operation = Operation(method="PUT", path=path, body=body, if_match=tag, account_id=account_id)
    canonical = {"account": account_id, **body}
    sources: dict[str, Source] = {
        "account": source,
        "amount_kind": "own_words",
        **({"fixed_amount": "own_words"} if fixed else {}),
    }
    return await propose(context, Sketch(_TOOL, canonical, operation, sources, lines))


def _fixed_amount(context: ToolContext, arguments: SetAutopay) -> int | None:
    """The fixed amount in cents, which the person named; None for the kinds that have none. Raises ToolFailure."""
    if arguments.amount_kind != "fixed":
        if arguments.fixed_amount is not None and context.words.amount(cents(arguments.fixed_amount)):
            raise ask("amount_kind", "Should autopay pay that fixed amount, the minimum or the statement balance?")
        return None
    return stated_amount(context, arguments.fixed_amount, "fixed_amount", "Which fixed amount should autopay pay?")


async def stop_autopay(context: ToolContext, arguments: OneAccount) -> JsonObject:
    """Propose to turn autopay off; a debit that is less than 3 business days ahead still takes place."""

    def tell(receipt: JsonObject) -> list[Line]:
        return [
            choice_line("autopay_before", str(figure(receipt, "before", "autopay") or "off")),
            *told(receipt, "effective_from", "effective_from", "date"),
            *changed_rate(receipt),
            *told(receipt, "notice", "notice", "text"),
        ]

    return await about_account(context, "stop_autopay", arguments.account, "autopay/stop", tell)
