"""Hardship plans, how a borrower is reached, consents."""

from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Line, Operation, Source
from tools.errors import ToolFailure
from tools.writes.arguments import ChangeContact, EnrolHardship, WithdrawConsent
from tools.writes.asking import ask, one_account, stated_choice
from tools.writes.lines import account_line, changed_money, changed_rate, choice_line, text_line, told
from tools.writes.making import Sketch, propose

_PLAN = "enrol_hardship"
_CONTACT = "change_contact"
_KEPT = ("channel", "language", "quiet_from", "quiet_until", "time_zone")
"""Preferences that a change sends along as they are; phone and e-mail stay where they are left out."""


async def enrol_hardship(context: ToolContext, arguments: EnrolHardship) -> JsonObject:
    """Propose to start a plan that the record allows: the only one, or the one that the person named."""
    account, source = await one_account(context, _PLAN, arguments.account)
    account_id = str(account["account_id"])
    options = await context.read(f"/v1/accounts/{account_id}/hardship")
    eligible: list[JsonObject] = options["eligible_plans"]
    if not eligible:
        why = " ".join(options["not_eligible_because"]) or "No hardship plan is open to this account right now."
        raise ToolFailure("not_available", why)
    plan, plan_source = _plan(context, arguments, eligible)
    question = "What has changed for you: your income, your job, your hours, your expenses or your household?"
    change = stated_choice(context, _PLAN, "income_change", arguments.income_change, question)
    terms = next(str(row["terms"]) for row in eligible if row["plan_id"] == plan)

    def lines(receipt: JsonObject) -> list[Line]:
        return [
            account_line(account),
            choice_line("plan", plan),
            text_line("terms", terms),
            choice_line("income_change", change),
            *told(receipt, "starts_on", "started_on", "date"),
            *told(receipt, "ends_on", "ends_on", "date"),
            *told(receipt, "plan_payment", "payment_cents", "money"),
            *changed_rate(receipt),
            *changed_money(receipt, "next_due_cents", "next_due"),
        ]

    body = {"plan_id": plan, "income_change": change}
    operation = Operation(method="POST", path=f"/v1/accounts/{account_id}/hardship", body=body, account_id=account_id)
    sources: dict[str, Source] = {"account": source, "plan": plan_source, "income_change": "own_words"}
    return await propose(context, Sketch(_PLAN, {"account": account_id, **body}, operation, sources, lines))


def _plan(context: ToolContext, arguments: EnrolHardship, eligible: list[JsonObject]) -> tuple[str, Source]:
    allowed = [str(row["plan_id"]) for row in eligible]
    named = [plan for plan in allowed if context.words.chose(_PLAN, "plan", plan)]
    if len(named) == 1 and arguments.plan in (None, named[0]):
        return named[0], "own_words"
    if len(allowed) == 1 and arguments.plan in (None, allowed[0]):
        return allowed[0], "account_system"
    raise ask("plan", "Which plan would you like?", [f"{row['name']} ({row['plan_id']})" for row in eligible])


async def change_contact(context: ToolContext, arguments: ChangeContact) -> JsonObject:
    """Propose other contact preferences; a phone number or address only as the person wrote it."""
    wanted = arguments.model_dump(exclude_none=True)
    if not wanted:
        raise ask("contact_detail", "What should be changed: the phone number, the e-mail address, how we reach you?")
    for name in wanted:
        _check_stated(context, arguments, name)
    now, tag = await context.accounts.read_tagged("/v1/me/contact", context.caller.token)
    changed = {name: value for name, value in wanted.items() if now.get(name) != value}
    if not changed:
        raise ToolFailure("not_available", "That is what is on file already.")
    body = {**{name: now[name] for name in _KEPT if now.get(name) is not None}, **wanted}

    def lines(receipt: JsonObject) -> list[Line]:
        found: list[Line] = []
        for name, value in changed.items():
            made = text_line if name in ("phone", "email") else choice_line
            if now.get(name) is not None:
                found.append(made(f"{name}_before", str(now[name])))
            found.append(made(name, str(value)))
        return found

    operation = Operation(method="PUT", path="/v1/me/contact", body=body, if_match=tag)
    sources: dict[str, Source] = dict.fromkeys(wanted, "own_words")
    return await propose(context, Sketch(_CONTACT, wanted, operation, sources, lines))


def _check_stated(context: ToolContext, arguments: ChangeContact, name: str) -> None:
    """Raises ToolFailure `unclear` for what the person did not write."""
    words = context.words
    stated = {
        "phone": lambda: words.contains((arguments.phone or "").removeprefix("+1")),
        "email": lambda: words.contains(arguments.email or ""),
        "channel": lambda: words.chose(_CONTACT, "channel", arguments.channel or ""),
        "language": lambda: words.chose(_CONTACT, "language", arguments.language or ""),
    }
    if not stated[name]():
        raise ask(
            "contact_detail", "Please write what it should be: the phone number, the address, or how we reach you."
        )


async def withdraw_consent(context: ToolContext, arguments: WithdrawConsent) -> JsonObject:
    """Propose to withdraw a consent."""
    question = "Which consent would you like to withdraw?"
    consent = stated_choice(context, "withdraw_consent", "consent", arguments.consent, question)

    def lines(receipt: JsonObject) -> list[Line]:
        return [choice_line("consent", consent), *told(receipt, "notice", "effect", "text")]

    path = f"/v1/me/consents/{consent}/withdraw"
    operation = Operation(method="POST", path=path, body={"channel": "chat"})
    sketch = Sketch("withdraw_consent", {"consent": consent}, operation, {"consent": "own_words"}, lines)
    return await propose(context, sketch)
