"""Draws on a Cash Line: one proposed, a pending one taken back; and a credit balance paid back."""

from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Line, Operation, Source
from tools.errors import ToolFailure
from tools.writes.arguments import OneDraw, RequestDraw, RequestRefund, cents
from tools.writes.asking import Choice, facts, in_words, is_asked, one_account, one_of, stated_amount
from tools.writes.lines import account_line, changed_money, day_line, money_line, told
from tools.writes.making import Sketch, propose
from tools.writes.shapes import about_one


async def request_draw(context: ToolContext, arguments: RequestDraw) -> JsonObject:
    """Propose a draw to the linked bank account."""
    account, source = await one_account(context, "request_draw", arguments.account, "cash_line")
    amount = stated_amount(context, arguments.amount, "amount", "How much would you like to draw?")
    account_id = str(account["account_id"])

    def lines(receipt: JsonObject) -> list[Line]:
        return [
            account_line(account),
            money_line("amount", amount),
            *told(receipt, "arrives", "expected_on", "date"),
            *told(receipt, "cancel_until", "cancel_until", "instant"),
            *changed_money(receipt, "available_credit_cents", "available_credit"),
        ]

    operation = Operation(
        method="POST", path=f"/v1/accounts/{account_id}/draws", body={"amount_cents": amount}, account_id=account_id
    )
    canonical = {"account": account_id, "amount_cents": amount}
    sources: dict[str, Source] = {"account": source, "amount": "own_words"}
    return await propose(context, Sketch("request_draw", canonical, operation, sources, lines))


async def cancel_draw(context: ToolContext, arguments: OneDraw) -> JsonObject:
    """Propose to take a pending draw back."""
    choice = _draw_choice(context, arguments)
    found = await one_of(
        context, "cancel_draw", arguments.account, "draws", lambda row: row["status"] == "pending", choice, "cash_line"
    )

    def tell(receipt: JsonObject) -> list[Line]:
        return [
            money_line("amount", int(found.row["amount_cents"])),
            day_line("requested_on", str(found.row["requested_at"])),
            *changed_money(receipt, "available_credit_cents", "available_credit"),
        ]

    return await about_one(context, "cancel_draw", found, choice, "cancel", tell)


def _draw_choice(context: ToolContext, arguments: OneDraw) -> Choice:
    return Choice(
        key="draw_id",
        argument="draw",
        question="Which draw do you mean?",
        none="There is no pending draw; one that has been paid out is paid back with a payment.",
        said=lambda words, row: facts(words, int(row["amount_cents"]), row.get("requested_at"), row.get("expected_on")),
        asked=lambda row: is_asked(row, "draw_id", arguments.draw, arguments.amount, None),
        option=lambda row: in_words(context, int(row["amount_cents"]), row.get("expected_on")),
    )


async def request_refund(context: ToolContext, arguments: RequestRefund) -> JsonObject:
    """Propose to have a credit balance paid back, all of it unless the person named an amount."""
    account, source = await one_account(context, "request_refund", arguments.account)
    account_id = str(account["account_id"])
    balance = await context.read(f"/v1/accounts/{account_id}/balance")
    credit = int(balance["credit_balance_cents"])
    if credit <= 0:
        raise ToolFailure("not_available", "The account has no credit balance to pay back.")
    amount = credit
    amount_source: Source = "account_system"
    if arguments.amount is not None and cents(arguments.amount) != credit:
        amount = stated_amount(context, arguments.amount, "amount", "How much of it should be paid back?")
        amount_source = "own_words"

    def lines(receipt: JsonObject) -> list[Line]:
        return [
            account_line(account),
            money_line("amount", amount),
            *told(receipt, "arrives_by", "arrives_by", "date"),
            money_line("credit_balance_before", credit),
            money_line("credit_balance_after", credit - amount),
        ]

    operation = Operation(
        method="POST", path=f"/v1/accounts/{account_id}/refunds", body={"amount_cents": amount}, account_id=account_id
    )
    canonical = {"account": account_id, "amount_cents": amount}
    sources: dict[str, Source] = {"account": source, "amount": amount_source}
    return await propose(context, Sketch("request_refund", canonical, operation, sources, lines))
