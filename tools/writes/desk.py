"""What staff propose for the borrower whom they serve: fees given back, payments taken off, a correction told.

A second person approves each of them. The reason that is kept is what the member of staff wrote.
"""

from tools.client import JsonObject
from tools.context import OwnWords, ToolContext
from tools.drafting import Line, Operation, Source
from tools.writes.arguments import OneFee, ReversePayment, SendCorrection
from tools.writes.asking import Choice, ask, facts, in_words, is_asked, one_of
from tools.writes.lines import changed_money, choice_line, day_line, money_line, text_line
from tools.writes.making import Sketch, propose
from tools.writes.payments import payment_choice, payment_lines
from tools.writes.shapes import about_one

_LONGEST_REASON = 500
_STANDING = ("charged", "paid")
_REVERSIBLE = ("pending", "posted")


async def waive_fee(context: ToolContext, arguments: OneFee) -> JsonObject:
    """Propose to waive a fee by courtesy; what was paid of it becomes a credit."""
    return await _give_back(context, "waive_fee", "waive", arguments)


async def reverse_fee(context: ToolContext, arguments: OneFee) -> JsonObject:
    """Propose to take a fee back that was charged in error, as if it had never been charged."""
    return await _give_back(context, "reverse_fee", "reverse", arguments)


async def _give_back(context: ToolContext, tool: str, verb: str, arguments: OneFee) -> JsonObject:
    choice = _fee_choice(context, arguments)
    found = await one_of(context, tool, arguments.account, "fees", lambda row: row["status"] in _STANDING, choice)
    why = _reason(context, arguments.why)

    def tell(receipt: JsonObject) -> list[Line]:
        return [
            choice_line("fee_kind", str(found.row["kind"])),
            money_line("fee", int(found.row["amount_cents"])),
            day_line("fee_date", str(found.row["assessed_on"])),
            text_line("reason", why),
            *changed_money(receipt, "fees_cents", "fees_owed"),
            *changed_money(receipt, "credit_cents", "credit_balance"),
        ]

    return await about_one(context, tool, found, choice, verb, tell, why)


def _fee_choice(context: ToolContext, arguments: OneFee) -> Choice:
    def said(words: OwnWords, row: JsonObject) -> int:
        days = dict.fromkeys((row["assessed_on"], row.get("due_date_missed")))
        return facts(words, int(row["amount_cents"]), *days) + words.chose("list_fees", "kind", row["kind"])

    return Choice(
        key="fee_id",
        argument="fee",
        question="Which fee do you mean?",
        none="There is no fee on this account that was charged and still stands.",
        said=said,
        asked=lambda row: is_asked(
            row, "fee_id", arguments.fee, arguments.amount, arguments.fee_date, row["assessed_on"]
        ),
        option=lambda row: in_words(context, int(row["amount_cents"]), str(row["assessed_on"])),
    )


async def reverse_payment(context: ToolContext, arguments: ReversePayment) -> JsonObject:
    """Propose to take a payment off the account on which it was entered in error."""
    choice = payment_choice(context, arguments.payment, arguments.amount, arguments.payment_date)
    found = await one_of(
        context, "reverse_payment", arguments.account, "payments", lambda row: row["status"] in _REVERSIBLE, choice
    )
    why = _reason(context, arguments.why)

    def tell(receipt: JsonObject) -> list[Line]:
        return [
            *payment_lines(found.row),
            text_line("reason", why),
            *changed_money(receipt, "principal_cents", "principal"),
            *changed_money(receipt, "past_due_cents", "past_due"),
        ]

    return await about_one(context, "reverse_payment", found, choice, "reverse", tell, why)


async def send_correction(context: ToolContext, arguments: SendCorrection) -> JsonObject:
    """Propose to tell the borrower that something an earlier turn said was wrong; both texts as staff wrote them."""
    texts = {"turn": arguments.turn, "wrong": arguments.wrong, "right": arguments.right}
    for name, text in texts.items():
        if _plain(text) not in _plain(context.words.last):
            raise ask("correction", f"Please write the {name} text of the correction, word for word.")

    def lines(receipt: JsonObject) -> list[Line]:
        return [
            text_line("turn", arguments.turn),
            text_line("wrong", arguments.wrong),
            text_line("right", arguments.right),
        ]

    operation = Operation(
        system="assistant",
        method="POST",
        path="/v1/notices/corrections",
        body={"turn_id": arguments.turn, "wrong": arguments.wrong, "right": arguments.right},
    )
    sources: dict[str, Source] = dict.fromkeys(texts, "own_words")
    return await propose(context, Sketch("send_correction", texts, operation, sources, lines))


def _reason(context: ToolContext, given: str | None) -> str:
    """The part of the last message that a model found to be the reason, or the whole message. Raises ToolFailure."""
    last = context.words.last.strip()
    if given is not None and _plain(given) in _plain(last):
        return given
    if len(last) < 3:
        raise ask("why", "What is the reason? It is kept with the account.")
    return last[:_LONGEST_REASON]


def _plain(text: str) -> str:
    """Without differences of case and spacing."""
    return " ".join(text.casefold().split())
