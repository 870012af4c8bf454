"""Policy search as a tool: the edition that governs this caller is chosen from their own accounts, not by a model."""

from datetime import date

from tools.arguments import PolicySearch, Product
from tools.client import JsonObject
from tools.context import PolicyQuestion, ToolContext


async def search_policies(context: ToolContext, arguments: PolicySearch) -> JsonObject:
    """Passages for the caller: a borrower's by state and agreement date, today's general edition for anybody else.

    A borrower with one product is answered about that one unless the words name the other.
    """
    product = arguments.product or await _only_product(context)
    state, agreed = await _governing(context, product)
    question = PolicyQuestion(
        text=arguments.query,
        as_of=context.business_date,
        product=product,
        state=state,
        agreement_date=agreed,
        audience="staff" if context.caller.is_staff and not context.caller.for_borrower else "borrower",
        language=context.language,
    )
    return {
        "as_of": context.business_date.isoformat(),
        "state": state,
        "agreement_date": agreed.isoformat() if agreed else None,
        **await context.policies(question),
    }


async def _only_product(context: ToolContext) -> Product | None:
    if not context.caller.has_accounts:
        return None
    owned: set[Product] = {account["product"] for account in await context.own_accounts()}
    return owned.pop() if len(owned) == 1 else None


async def _governing(context: ToolContext, product: str | None) -> tuple[str | None, date | None]:
    if not context.caller.has_accounts:
        return None, None
    owned = await context.own_accounts()
    relevant = [account for account in owned if product in (None, account["product"])]
    agreed = [date.fromisoformat(str(account["agreement_date"])) for account in relevant]
    states = {str(account["state"]) for account in relevant or owned}
    return (states.pop() if len(states) == 1 else None), (min(agreed) if agreed else None)
