"""Disputes: opened in the person's own words, taken back."""

from datetime import timedelta

from tools.client import JsonObject
from tools.context import OwnWords, ToolContext
from tools.drafting import Line, Operation, Source
from tools.writes.arguments import OneDispute, OpenDispute, cents
from tools.writes.asking import Choice, ask, facts, in_words, is_asked, one_account, one_of, pick, stated_choice
from tools.writes.lines import account_line, choice_line, day_line, money_line, text_line, told
from tools.writes.making import Sketch, propose
from tools.writes.shapes import about_one

_TOOL = "open_dispute"
_LOOKED_BACK = timedelta(days=120)
"""Longer than a transaction can be disputed; the account system refuses what is too old in its own words."""
_MOST_ROWS = "100"
_KINDS_NAMED_AT = ("list_transactions", "list_fees")
"""The tools whose argument `kind` has the words by which kinds of transactions are called."""


async def open_dispute(context: ToolContext, arguments: OpenDispute) -> JsonObject:
    """Propose to open a case about a transaction, an amount or a credit report; it is described by what the person
    wrote last, never by a model or by the transaction's own text."""
    account, source = await one_account(context, _TOOL, arguments.account)
    question = "What do you dispute: a charge on the account, a debit from your bank, or your credit report?"
    kind = stated_choice(context, _TOOL, "dispute_kind", arguments.dispute_kind, question)
    description = context.words.last
    if not description:
        raise ask("description", "What is wrong? Please describe it in your own words.")
    account_id = str(account["account_id"])
    row, row_source = await _transaction(context, account_id, arguments)
    amount, amount_source = _amount(context, arguments, row)

    def lines(receipt: JsonObject) -> list[Line]:
        about = (
            [choice_line("transaction", str(row["kind"])), day_line("transaction_date", _day_of(row))] if row else []
        )
        return [
            account_line(account),
            choice_line("dispute_kind", kind),
            *about,
            *([money_line("amount", amount)] if amount else []),
            text_line("description", description),
            *told(receipt, "acknowledge_by", "acknowledge_by", "date"),
            *told(receipt, "resolve_by", "resolve_by", "date"),
            *told(receipt, "notice", "notice", "text"),
        ]

    named = {"transaction_id": str(row["transaction_id"])} if row else {}
    body: JsonObject = {"dispute_kind": kind, "amount_cents": amount, "description": description, **named}
    operation = Operation(
        method="POST",
        path=f"/v1/accounts/{account_id}/disputes",
        body={**body, "channel": "chat"},
        account_id=account_id,
    )
    sources: dict[str, Source] = {
        "account": source,
        "dispute_kind": "own_words",
        "description": "own_words",
        "amount": amount_source,
        **({"transaction": row_source} if row else {}),
    }
    return await propose(context, Sketch(_TOOL, {"account": account_id, **body}, operation, sources, lines))


async def _transaction(
    context: ToolContext, account_id: str, arguments: OpenDispute
) -> tuple[JsonObject | None, Source]:
    """The disputed line of the account; none for a credit report, or where the person's amount is no line's."""
    if arguments.dispute_kind == "credit_report" and arguments.transaction is None:
        return None, "account_system"
    since = (context.business_date - _LOOKED_BACK).isoformat()
    listed = await context.read(f"/v1/accounts/{account_id}/transactions", limit=_MOST_ROWS, **{"from": since})
    rows = [row for row in listed["transactions"] if row["amount_cents"] and row["status"] != "reversed"]
    amount = arguments.amount
    if (
        amount is not None
        and arguments.transaction is None
        and context.words.amount(cents(amount))
        and all(abs(int(row["amount_cents"])) != cents(amount) for row in rows)
    ):
        return None, "own_words"
    return pick(context, rows, _transaction_choice(context, arguments))


def _transaction_choice(context: ToolContext, arguments: OpenDispute) -> Choice:
    def said(words: OwnWords, row: JsonObject) -> int:
        days = dict.fromkeys((row.get("effective_on"), row.get("posted_on")))
        kind = any(words.chose(tool, "kind", row["kind"]) for tool in _KINDS_NAMED_AT)
        return facts(words, int(row["amount_cents"]), *days) + kind

    return Choice(
        key="transaction_id",
        argument="transaction",
        question="Which charge do you mean? Please tell its amount and its day.",
        none="There is nothing on the account of the last months that could be disputed.",
        said=said,
        asked=lambda row: is_asked(
            row,
            "transaction_id",
            arguments.transaction,
            None,
            arguments.transaction_date,
            row.get("effective_on"),
            row.get("posted_on"),
        ),
        option=lambda row: in_words(context, int(row["amount_cents"]), _day_of(row)),
    )


def _amount(context: ToolContext, arguments: OpenDispute, row: JsonObject | None) -> tuple[int, Source]:
    """What the person said is wrong, else the whole transaction; a credit report needs no amount."""
    whole = abs(int(row["amount_cents"])) if row else 0
    if arguments.amount is None or cents(arguments.amount) == whole:
        return whole, "account_system"
    if not context.words.amount(cents(arguments.amount)):
        raise ask("amount", "Which amount is wrong?")
    return cents(arguments.amount), "own_words"


def _day_of(row: JsonObject) -> str:
    return str(row.get("posted_on") or row["effective_on"])


def _is_open(dispute: JsonObject) -> bool:
    return dispute["status"] == "open"


async def withdraw_dispute(context: ToolContext, arguments: OneDispute) -> JsonObject:
    """Propose to take a dispute back; the amount is owed as billed then."""
    choice = Choice(
        key="dispute_id",
        argument="dispute",
        question="Which dispute do you mean?",
        none="There is no open dispute on this account.",
        said=lambda words, row: facts(words, int(row["amount_cents"]), row["opened_on"]),
        asked=lambda row: arguments.dispute in (None, row["dispute_id"]),
        option=lambda row: in_words(context, int(row["amount_cents"]), row["opened_on"]),
    )
    found = await one_of(context, "withdraw_dispute", arguments.account, "disputes", _is_open, choice)

    def tell(receipt: JsonObject) -> list[Line]:
        return [
            choice_line("dispute_kind", str(found.row["kind"])),
            money_line("amount", int(found.row["amount_cents"])),
            day_line("opened_on", str(found.row["opened_on"])),
        ]

    return await about_one(context, "withdraw_dispute", found, choice, "withdraw", tell)
