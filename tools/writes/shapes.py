"""The two requests that most write tools come to: about an account as a whole, or about one thing of an account."""

from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Line, Operation, Source
from tools.writes.asking import Choice, Found, one_account
from tools.writes.lines import account_line
from tools.writes.making import Sketch, Tell, propose


async def about_account(
    context: ToolContext, tool: str, reference: str | None, resource: str, tell: Tell, product: str | None = None
) -> JsonObject:
    """Propose to ask for `resource` of an account, with nothing else to say. Raises ToolFailure."""
    account, source = await one_account(context, tool, reference, product)
    account_id = str(account["account_id"])
    operation = Operation(method="POST", path=f"/v1/accounts/{account_id}/{resource}", body={}, account_id=account_id)
    sketch = Sketch(tool, {"account": account_id}, operation, {"account": source}, _after_account(account, tell))
    return await propose(context, sketch)


async def about_one(
    context: ToolContext, tool: str, found: Found, choice: Choice, verb: str, tell: Tell, why: str | None = None
) -> JsonObject:
    """Propose `verb` (the last part of its address) for the one thing that was found; why: the person's reason.

    Raises ToolFailure.
    """
    account_id, chosen = str(found.account["account_id"]), str(found.row[choice.key])
    reason: dict[str, str] = {} if why is None else {"why": why}
    operation = Operation(
        method="POST",
        path=f"/v1/accounts/{account_id}/{found.resource}/{chosen}/{verb}",
        body=reason,
        account_id=account_id,
    )
    canonical = {"account": account_id, choice.argument: chosen, **reason}
    sources: dict[str, Source] = {"account": found.source, choice.argument: found.source}
    if why is not None:
        sources["why"] = "own_words"
    return await propose(context, Sketch(tool, canonical, operation, sources, _after_account(found.account, tell)))


def _after_account(account: JsonObject, tell: Tell) -> Tell:
    def lines(receipt: JsonObject) -> list[Line]:
        return [account_line(account), *tell(receipt)]

    return lines
