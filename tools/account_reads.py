"""Reads over the caller's own accounts: what they owe, when, how it was computed."""

from tools.arguments import Applications, NoArguments, OneAccount, OneStatement, Payoff, Statements
from tools.client import JsonObject
from tools.context import ToolContext
from tools.own_accounts import label, only, over_accounts


async def list_accounts(context: ToolContext, _: NoArguments) -> JsonObject:
    rows = [{**account, "label": label(account)} for account in await context.own_accounts()]
    return {"as_of": context.business_date.isoformat(), "accounts": rows}


async def get_profile(context: ToolContext, _: NoArguments) -> JsonObject:
    return {"as_of": context.business_date.isoformat(), **await context.profile()}


async def get_balance(context: ToolContext, arguments: OneAccount) -> JsonObject:
    return await over_accounts(context, arguments.account, "balance")


async def get_amount_due(context: ToolContext, arguments: OneAccount) -> JsonObject:
    return await over_accounts(context, arguments.account, "amount-due")


async def get_delinquency(context: ToolContext, arguments: OneAccount) -> JsonObject:
    return await over_accounts(context, arguments.account, "delinquency")


async def list_statements(context: ToolContext, arguments: Statements) -> JsonObject:
    return await over_accounts(context, arguments.account, "statements", params={"limit": str(arguments.limit)})


async def get_statement(context: ToolContext, arguments: OneStatement) -> JsonObject:
    return await over_accounts(context, arguments.account, f"statements/{arguments.period}", shape=_without_interest)


async def get_interest_breakdown(context: ToolContext, arguments: OneStatement) -> JsonObject:
    return await over_accounts(context, arguments.account, f"statements/{arguments.period}", shape=_interest_only)


async def get_payment_schedule(context: ToolContext, arguments: OneAccount) -> JsonObject:
    return await over_accounts(context, arguments.account, "schedule", product="instalment_loan")


async def get_payoff_quote(context: ToolContext, arguments: Payoff) -> JsonObject:
    wanted = arguments.payoff_date.isoformat() if arguments.payoff_date else None
    return await over_accounts(context, arguments.account, "payoff-quote", params={"date": wanted})


async def get_rate_terms(context: ToolContext, arguments: OneAccount) -> JsonObject:
    return await over_accounts(context, arguments.account, "rate-terms")


async def get_autopay(context: ToolContext, arguments: OneAccount) -> JsonObject:
    return await over_accounts(context, arguments.account, "autopay")


async def get_hardship_options(context: ToolContext, arguments: OneAccount) -> JsonObject:
    return await over_accounts(context, arguments.account, "hardship")


async def list_applications(context: ToolContext, arguments: Applications) -> JsonObject:
    answer = await context.read("/v1/applications")
    rows: list[JsonObject] = answer["applications"]
    return {"as_of": context.business_date.isoformat(), "applications": only(rows, product=arguments.product)}


def _without_interest(statement: JsonObject) -> JsonObject:
    return {key: value for key, value in statement.items() if key != "interest"}


def _interest_only(statement: JsonObject) -> JsonObject:
    keep = ("account_id", "statement_id", "period_start", "period_end", "interest_cents", "interest")
    return {key: statement[key] for key in keep if key in statement}
