"""What happens to a Cash Line as a whole: frozen, opened again, closed; a higher limit applied for, an application
withdrawn."""

from tools.arguments import OneAccount
from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Line, Operation
from tools.writes.arguments import OneApplication, RequestLimitIncrease
from tools.writes.asking import Choice, in_words, one_account, pick, stated_amount
from tools.writes.lines import account_line, changed_money, choice_line, day_line, money_line, told
from tools.writes.making import Sketch, propose
from tools.writes.preview import figure
from tools.writes.shapes import about_account

_LINE = "cash_line"
_OPEN = ("incomplete", "in_review", "counteroffer", "approved")


async def freeze_line(context: ToolContext, arguments: OneAccount) -> JsonObject:
    """Propose to stop draws on a line; payments go on."""
    return await about_account(context, "freeze_line", arguments.account, "freeze", _status, _LINE)


async def unfreeze_line(context: ToolContext, arguments: OneAccount) -> JsonObject:
    """Propose to open a line again that the borrower froze."""
    return await about_account(context, "unfreeze_line", arguments.account, "freeze/end", _status, _LINE)


async def close_line(context: ToolContext, arguments: OneAccount) -> JsonObject:
    """Propose to close a line for good; what is owed stays payable."""

    def told_of_closing(receipt: JsonObject) -> list[Line]:
        return [
            *_status(receipt),
            *told(receipt, "still_owed", "still_owed_cents", "money"),
            *told(receipt, "credit_balance_after", "credit_balance_cents", "money"),
            *changed_money(receipt, "available_credit_cents", "available_credit"),
        ]

    return await about_account(context, "close_line", arguments.account, "closure", told_of_closing, _LINE)


def _status(receipt: JsonObject) -> list[Line]:
    sides = (("before", figure(receipt, "before", "status")), ("after", figure(receipt, "after", "status")))
    return [choice_line(f"status_{side}", str(status)) for side, status in sides if status]


async def request_limit_increase(context: ToolContext, arguments: RequestLimitIncrease) -> JsonObject:
    """Propose to apply for a higher limit. Underwriting decides; nothing here says how."""
    account, source = await one_account(context, "request_limit_increase", arguments.account, _LINE)
    question = "Which limit in all would you like to apply for?"
    requested = stated_amount(context, arguments.requested_amount, "requested_amount", question)
    account_id = str(account["account_id"])

    def lines(receipt: JsonObject) -> list[Line]:
        return [
            account_line(account),
            money_line("limit_before", int(account["credit_limit_cents"])),
            money_line("requested_limit", requested),
            *told(receipt, "decide_by", "decide_by", "date"),
        ]

    operation = Operation(
        method="POST",
        path=f"/v1/accounts/{account_id}/limit/increase",
        body={"requested_cents": requested},
        account_id=account_id,
    )
    canonical = {"account": account_id, "requested_cents": requested}
    sketch = Sketch(
        "request_limit_increase", canonical, operation, {"account": source, "requested_amount": "own_words"}, lines
    )
    return await propose(context, sketch)


async def withdraw_application(context: ToolContext, arguments: OneApplication) -> JsonObject:
    """Propose to take an application, or an offer that was not taken up, back."""
    listed = await context.read("/v1/applications")
    rows = [row for row in listed["applications"] if row["status"] in _OPEN]
    application, source = pick(context, rows, _application_choice(context, arguments))
    application_id = str(application["application_id"])

    def lines(receipt: JsonObject) -> list[Line]:
        return [
            choice_line("application", str(application["kind"])),
            choice_line("product", str(application["product"])),
            money_line("requested", int(application["requested_cents"])),
            day_line("submitted_on", str(application["submitted_on"])),
        ]

    operation = Operation(method="POST", path=f"/v1/applications/{application_id}/withdrawal", body={})
    canonical = {"application": application_id}
    return await propose(context, Sketch("withdraw_application", canonical, operation, {"application": source}, lines))


def _application_choice(context: ToolContext, arguments: OneApplication) -> Choice:
    return Choice(
        key="application_id",
        argument="application",
        question="Which application do you mean?",
        none="There is no open application that could be withdrawn.",
        said=lambda words, row: (
            words.amount(int(row["requested_cents"])) + words.chose("list_applications", "product", row["product"])
        ),
        asked=lambda row: arguments.application in (None, row["application_id"]),
        option=lambda row: in_words(context, int(row["requested_cents"]), str(row["submitted_on"])),
    )
