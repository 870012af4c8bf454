"""Reads over what has happened on the caller's accounts: transactions, payments, fees, draws, disputes."""

from tools.arguments import Fees, OneAccount, Payments, Transactions
from tools.client import JsonObject
from tools.context import ToolContext
from tools.own_accounts import only, over_accounts

MAX_ROWS = 25
"""Rows of one account that a model sees; more would crowd out the question."""


async def list_transactions(context: ToolContext, arguments: Transactions) -> JsonObject:
    params = {
        "kind": arguments.kind,
        "from": arguments.from_date.isoformat() if arguments.from_date else None,
        "to": arguments.to_date.isoformat() if arguments.to_date else None,
        "limit": str(MAX_ROWS),
    }
    return await over_accounts(context, arguments.account, "transactions", params=params)


async def list_payments(context: ToolContext, arguments: Payments) -> JsonObject:
    def shape(answer: JsonObject) -> JsonObject:
        return {**answer, "payments": only(answer["payments"], status=arguments.status)}

    return await over_accounts(context, arguments.account, "payments", params={"limit": str(MAX_ROWS)}, shape=shape)


async def list_fees(context: ToolContext, arguments: Fees) -> JsonObject:
    def shape(answer: JsonObject) -> JsonObject:
        return {**answer, "fees": only(answer["fees"], kind=arguments.kind)[:MAX_ROWS]}

    return await over_accounts(context, arguments.account, "fees", shape=shape)


async def list_draws(context: ToolContext, arguments: OneAccount) -> JsonObject:
    def shape(answer: JsonObject) -> JsonObject:
        return {**answer, "draws": answer["draws"][:MAX_ROWS]}

    return await over_accounts(context, arguments.account, "draws", product="cash_line", shape=shape)


async def list_disputes(context: ToolContext, arguments: OneAccount) -> JsonObject:
    return await over_accounts(context, arguments.account, "disputes")
