"""Where a write's sensitive arguments come from: the person's own words, or the account system by what they named.

What is in neither is asked for: ToolFailure `unclear`, with the question, the argument and, where there are few, the
things it can be. Nothing here reads what a model or a stored text says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from prompts.rendering import money, written_day
from tools.client import JsonObject
from tools.context import OwnWords, ToolContext, gather
from tools.drafting import Source
from tools.errors import ToolFailure
from tools.own_accounts import label, matching
from tools.writes.arguments import cents

_MOST_OPTIONS = 4
_ACCOUNT = "account of this row"
_ID_OUTWEIGHS = 10
"""Facts of a thing that its id counts for."""
_Value = TypeVar("_Value", bound=str)


def ask(argument: str, question: str, options: Sequence[str] = ()) -> ToolFailure:
    """The failure that asks the person."""
    return ToolFailure("unclear", question, argument=argument, options=options[:_MOST_OPTIONS])


def in_words(context: ToolContext, amount_cents: int, day: str | None = None) -> str:
    """An amount with its day, as an option to pick: `$40.00, May 22, 2026`."""
    amount = money(abs(amount_cents))
    return f"{amount}, {written_day(date.fromisoformat(day[:10]), context.language)}" if day else amount


async def one_account(
    context: ToolContext, tool: str, reference: str | None, product: str | None = None
) -> tuple[JsonObject, Source]:
    """The account that the write is about: the only one to which it applies, or the one that the person named.

    Raises ToolFailure: `not_available` where there is none, `unclear` where it could be several.
    """
    able = await matching(context, None, product)
    if not able:
        raise ToolFailure("not_available", "You have no account to which that applies.")
    meant = able if reference is None else await matching(context, reference, product)
    if len(able) == 1 and meant == able:
        return able[0], "account_system"
    pool = [*able, *(account for account in meant if account not in able)]
    for words in (context.words.newest, context.words):
        named = [account for account in pool if _is_named(words, tool, account, pool)]
        if len(named) == 1 and named[0] in meant:
            return named[0], "own_words"
    raise ask("account", "Which account do you mean?", [label(account) for account in able])


def _is_named(words: OwnWords, tool: str, account: JsonObject, pool: Sequence[JsonObject]) -> bool:
    """By its number or last four digits, or by its product where no other of that product could be meant."""
    if words.contains(str(account["account_id"])) or words.contains(str(account["last4"])):
        return True
    alike = [other for other in pool if other["product"] == account["product"]]
    return len(alike) == 1 and words.chose(tool, "account", str(account["product"]))


def stated_amount(context: ToolContext, dollars: Decimal | None, argument: str, question: str) -> int:
    """The amount in cents. Raises ToolFailure `unclear` unless the person named it."""
    if dollars is None or not context.words.amount(cents(dollars)):
        raise ask(argument, question)
    return cents(dollars)


def stated_choice(
    context: ToolContext, tool: str, argument: str, value: _Value | None, question: str, options: Sequence[str] = ()
) -> _Value:
    """The value of an enumeration. Raises ToolFailure `unclear` unless the person named it."""
    if value is None or not context.words.chose(tool, argument, value):
        raise ask(argument, question, options)
    return value


@dataclass(frozen=True)
class Choice:
    """How one of several things of an account is chosen.

    key: the field that holds its id. said: how many of its facts (amount, day) given words state. asked: whether it is
    what the arguments name.
    option: how it is offered. none: the words where there is nothing to choose.
    """

    key: str
    argument: str
    question: str
    none: str
    said: Callable[[OwnWords, JsonObject], int]
    asked: Callable[[JsonObject], bool]
    option: Callable[[JsonObject], str]


@dataclass(frozen=True)
class Found:
    """One thing of an account: its row of the list `resource`, and where the choice came from."""

    account: JsonObject
    resource: str
    row: JsonObject
    source: Source


async def one_of(
    context: ToolContext,
    tool: str,
    reference: str | None,
    resource: str,
    keep: Callable[[JsonObject], bool],
    choice: Choice,
    product: str | None = None,
) -> Found:
    """The one thing that is meant (a payment, a draw, a fee, a dispute), with its account.

    All accounts to which the tool applies are looked through, so that the only thing there is needs no account named.
    Raises ToolFailure.
    """
    accounts = await matching(context, None, product)
    meant = accounts if reference is None else await matching(context, reference, product)
    pool = [*accounts, *(account for account in meant if account not in accounts)]
    reads = [context.read(f"/v1/accounts/{account['account_id']}/{resource}") for account in pool]
    listed = zip(pool, await gather(reads), strict=True)
    rows = [{**row, _ACCOUNT: account} for account, answer in listed for row in answer[resource] if keep(row)]

    def said(words: OwnWords, row: JsonObject) -> int:
        return choice.said(words, row) + (len(pool) > 1 and _is_named(words, tool, row[_ACCOUNT], pool))

    def asked(row: JsonObject) -> bool:
        return row[_ACCOUNT] in meant and choice.asked(row)

    row, source = pick(context, rows, replace(choice, said=said, asked=asked))
    return Found(row[_ACCOUNT], resource, row, source)


def pick(context: ToolContext, rows: Sequence[JsonObject], choice: Choice) -> tuple[JsonObject, Source]:
    """The only thing there is, or the one that the person's own words fit best; never one that a model alone names.

    Raises ToolFailure: `not_available`, `unclear`.
    """
    if not rows:
        raise ToolFailure("not_available", choice.none)
    meant = [row for row in rows if choice.asked(row)]
    if len(rows) == 1 and meant:
        return rows[0], "account_system"
    for words in (context.words.newest, context.words):
        scores = [choice.said(words, row) + words.contains(str(row[choice.key])) * _ID_OUTWEIGHS for row in rows]
        best = [row for row, score in zip(rows, scores, strict=True) if score == max(scores)]
        if max(scores) > 0 and len(best) == 1 and best[0] in meant:
            return best[0], "own_words"
    raise ask(choice.argument, choice.question, [choice.option(row) for row in rows])


def facts(words: OwnWords, amount_cents: int | None, *days: str | None) -> int:
    """How many of an amount and some days (ISO) the words state."""
    named = [words.day(date.fromisoformat(day[:10])) for day in days if day]
    return sum(named) + (amount_cents is not None and words.amount(abs(amount_cents)))


def is_asked(
    row: JsonObject, key: str, reference: str | None, amount: Decimal | None, day: date | None, *days: str | None
) -> bool:
    """Whether a row has the id, the amount and the day that the arguments give."""
    return (
        reference in (None, row[key])
        and (amount is None or cents(amount) == abs(int(row["amount_cents"])))
        and (day is None or day.isoformat() in [given[:10] for given in days if given])
    )
