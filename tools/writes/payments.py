"""Payments: one proposed for today or a later day, a scheduled one taken back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Line, Operation, Source
from tools.errors import ToolFailure
from tools.writes.arguments import OnePayment, PaymentKind, SchedulePayment, cents
from tools.writes.asking import Choice, ask, facts, in_words, is_asked, one_account, one_of
from tools.writes.lines import account_line, choice_line, day_line, money_line, told
from tools.writes.making import Sketch, propose
from tools.writes.preview import made
from tools.writes.shapes import about_one

_TOOL = "schedule_payment"
_KINDS: tuple[PaymentKind, ...] = ("minimum_due", "past_due", "statement_balance", "payoff")
_CANCELLABLE = ("scheduled", "held")


@dataclass(frozen=True)
class _Amount:
    cents: int
    kind: PaymentKind | None
    source: Source


async def schedule_payment(context: ToolContext, arguments: SchedulePayment) -> JsonObject:
    """Propose a payment from the linked bank account: today, or scheduled for the day that the person named."""
    account, source = await one_account(context, _TOOL, arguments.account)
    account_id = str(account["account_id"])
    due = await context.read(f"/v1/accounts/{account_id}/amount-due")
    day, day_source = _day(context, arguments.payment_date, due)
    paid_on = day or context.business_date
    amount = await _amount(context, account_id, arguments, due, paid_on)
    body: JsonObject = {"amount_cents": amount.cents, **({"scheduled_for": day.isoformat()} if day else {})}

    def lines(receipt: JsonObject) -> list[Line]:
        counts_on = str(made(receipt, "credited_on") or made(receipt, "scheduled_for") or paid_on.isoformat())
        return [
            account_line(account),
            money_line("amount", amount.cents),
            *([choice_line("amount_kind", amount.kind)] if amount.kind else []),
            day_line("payment_date", counts_on),
            *told(receipt, "posts_on", "expected_post_on", "date"),
            *told(receipt, "cancel_until", "cancel_until", "instant"),
            *_consequences(due, counts_on),
        ]

    canonical = {
        "account": account_id,
        "amount_cents": amount.cents,
        **({"amount_kind": amount.kind} if amount.kind else {}),
        "payment_date": paid_on.isoformat(),
    }
    operation = Operation(method="POST", path=f"/v1/accounts/{account_id}/payments", body=body, account_id=account_id)
    sources: dict[str, Source] = {"account": source, "amount": amount.source, "payment_date": day_source}
    return await propose(context, Sketch(_TOOL, canonical, operation, sources, lines))


def _day(context: ToolContext, wanted: date | None, due: JsonObject) -> tuple[date | None, Source]:
    """The later day of the payment, None for now. Raises ToolFailure `unclear` for a day that nobody named."""
    now = wanted is None or wanted == context.business_date
    if now and not context.words.newest.asks_for_later(context.business_date):
        return None, "account_system"
    if wanted is None or now:
        raise ask("payment_date", "On which day should it be paid?")
    if context.words.day(wanted):
        return wanted, "own_words"
    if wanted.isoformat() == due.get("due_date") and context.words.chose(_TOOL, "payment_date", "due_date"):
        return wanted, "account_system"
    raise ask("payment_date", "On which day should it be paid?")


async def _amount(
    context: ToolContext, account_id: str, arguments: SchedulePayment, due: JsonObject, on: date
) -> _Amount:
    """The person's own figure, or the account system's for a kind that they named. Raises ToolFailure."""
    if arguments.amount is not None and context.words.amount(cents(arguments.amount)):
        return _Amount(cents(arguments.amount), None, "own_words")
    named: list[PaymentKind] = [kind for kind in _KINDS if context.words.chose(_TOOL, "amount_kind", kind)]
    if arguments.amount_kind is not None and arguments.amount_kind not in named:
        raise _how_much(due, context)
    meant: list[PaymentKind] = [arguments.amount_kind] if arguments.amount_kind else named
    for kind in meant:
        owed = await _owed(context, account_id, kind, due, on)
        if arguments.amount is None or cents(arguments.amount) == owed:
            if owed <= 0:
                raise ToolFailure("not_available", "There is nothing to pay of that right now: it is $0.00.")
            return _Amount(owed, kind, "account_system")
    raise _how_much(due, context)


def _how_much(due: JsonObject, context: ToolContext) -> ToolFailure:
    figures = (due.get("minimum_due_cents"), due.get("past_due_cents"), due.get("statement_balance_cents"))
    options = dict.fromkeys(in_words(context, int(amount)) for amount in figures if amount)
    return ask("amount", "How much would you like to pay?", list(options))


async def _owed(context: ToolContext, account_id: str, kind: PaymentKind, due: JsonObject, on: date) -> int:
    """What a kind of amount comes to, in cents. Raises ToolFailure where the account has none of it."""
    match kind:
        case "minimum_due":
            return int(due["minimum_due_cents"])
        case "past_due":
            return int(due["past_due_cents"])
        case "statement_balance":
            if due.get("statement_balance_cents") is None:
                raise ToolFailure("not_available", "A loan has instalments and no statement balance.")
            return int(due["statement_balance_cents"])
        case "payoff":
            quote = await context.read(f"/v1/accounts/{account_id}/payoff-quote", date=on.isoformat())
            return int(quote["payoff_cents"])


def _consequences(due: JsonObject, counts_on: str) -> list[Line]:
    """That a payment counts after its due date, and which late fee that can bring."""
    due_date, late_after = due.get("due_date"), due.get("late_fee_after")
    if not due_date or not due.get("minimum_due_cents") or counts_on <= str(due_date):
        return []
    found = [day_line("after_due_date", str(due_date))]
    if late_after and counts_on > str(late_after) and due.get("late_fee_if_unpaid_cents"):
        found.append(money_line("late_fee_possible", int(due["late_fee_if_unpaid_cents"])))
    return found


async def cancel_payment(context: ToolContext, arguments: OnePayment) -> JsonObject:
    """Propose to take a scheduled payment back."""
    choice = payment_choice(context, arguments.payment, arguments.amount, arguments.payment_date)
    found = await one_of(
        context, "cancel_payment", arguments.account, "payments", lambda row: row["status"] in _CANCELLABLE, choice
    )
    return await about_one(context, "cancel_payment", found, choice, "cancel", lambda receipt: payment_lines(found.row))


def payment_choice(context: ToolContext, reference: str | None, amount: Decimal | None, day: date | None) -> Choice:
    """How a payment is chosen by its amount and its days."""

    def days(row: JsonObject) -> tuple[str | None, ...]:
        return (row.get("scheduled_for"), row.get("credited_on"), row.get("submitted_on"), row.get("posted_on"))

    return Choice(
        key="payment_id",
        argument="payment",
        question="Which payment do you mean?",
        none="There is no such payment: only one that is scheduled and not sent to the bank yet can be taken back.",
        said=lambda words, row: facts(words, int(row["amount_cents"]), *dict.fromkeys(days(row))),
        asked=lambda row: is_asked(row, "payment_id", reference, amount, day, *days(row)),
        option=lambda row: in_words(context, int(row["amount_cents"]), next((d for d in days(row) if d), None)),
    )


def payment_lines(payment: JsonObject) -> list[Line]:
    """The amount and the day of a payment."""
    day = next((payment[name] for name in ("scheduled_for", "credited_on", "submitted_on") if payment.get(name)), None)
    return [
        money_line("amount", int(payment["amount_cents"])),
        *([day_line("payment_date", str(day))] if day else []),
    ]
