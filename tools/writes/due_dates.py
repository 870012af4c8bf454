"""When payments fall due: another day of the month, or the next instalment of a loan moved to its end."""

from tools.arguments import OneAccount
from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Line, Operation, Source
from tools.writes.arguments import MoveDueDate
from tools.writes.asking import ask, one_account
from tools.writes.lines import account_line, changed_day, money_line, told
from tools.writes.making import Sketch, propose
from tools.writes.preview import figure
from tools.writes.shapes import about_account


async def move_due_date(context: ToolContext, arguments: MoveDueDate) -> JsonObject:
    """Propose another due day. The account system says which due date is the first that moves."""
    account, source = await one_account(context, "move_due_date", arguments.account)
    day = arguments.due_day
    if not context.words.day_of_month(day):
        raise ask("due_day", "On which day of the month, from 1 to 28, should your payments be due?")
    account_id = str(account["account_id"])

    def lines(receipt: JsonObject) -> list[Line]:
        return [
            account_line(account),
            Line(label="due_day_before", kind="count", value=int(account["due_day"])),
            Line(label="due_day", kind="count", value=day),
            *told(receipt, "first_due_date", "first_due_date", "date"),
            *changed_day(receipt, "last_due_date", "last_due_date"),
        ]

    operation = Operation(
        method="POST", path=f"/v1/accounts/{account_id}/due-date", body={"due_day": day}, account_id=account_id
    )
    canonical = {"account": account_id, "due_day": day}
    sources: dict[str, Source] = {"account": source, "due_day": "own_words"}
    return await propose(context, Sketch("move_due_date", canonical, operation, sources, lines))


async def defer_payment(context: ToolContext, arguments: OneAccount) -> JsonObject:
    """Propose to move a loan's next instalment to its end; interest goes on."""

    def tell(receipt: JsonObject) -> list[Line]:
        return [
            money_line("amount", int(figure(receipt, "before", "next_due_cents") or 0)),
            *told(receipt, "deferred_due_date", "deferred_due_date", "date"),
            *told(receipt, "moved_to", "moved_to", "date"),
        ]

    return await about_account(context, "defer_payment", arguments.account, "deferrals", tell, "instalment_loan")
