"""The account's rates and fees."""

from datetime import date
from typing import Literal

from pydantic import Field

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.pages import Page
from accounts.reads.position import Position, position
from accounts.reads.session import Reading, Row
from accounts.terms.interest import daily_rate_text

_FEES = """
SELECT * FROM fees WHERE account_id = %(account_id)s
  AND (%(after)s::text[] IS NULL OR (assessed_on, fee_id) < ((%(after)s::text[])[1]::date, (%(after)s::text[])[2]))
ORDER BY assessed_on DESC, fee_id DESC LIMIT %(limit)s
"""
_NOTE_DISCOUNT = "autopay_discount"


class Promotional(Answer):
    """A promotional rate that is running, and the principal that bears it."""

    apr_bps: int
    until: date | None
    balance_cents: int


class RateChange(Answer):
    """A rate with its reason, from `from` to `to` (included)."""

    from_: date = Field(alias="from")
    to: Maybe[date] = None
    apr_bps: int
    why: str


class RateTerms(Answer):
    """The rate that most of the principal bears today, promotions apart, and how it came about."""

    account_id: str
    as_of: date
    currency: Currency = "USD"
    apr_bps: int
    note_rate_bps: Maybe[int] = None
    daily_rate: str
    tier: str
    fixed: bool = True
    promotional: Maybe[Promotional] = None
    autopay_discount_bps: int
    scra_cap_bps: Maybe[int] = None
    history: list[RateChange]
    origination_fee_cents: Maybe[int] = None
    finance_charge_cents: Maybe[int] = None
    disclosed_apr_bps: Maybe[int] = None


class Fee(Answer):
    """A fee with the rule it was charged by and a sentence that says why."""

    fee_id: str
    kind: Literal["late_fee", "returned_payment_fee"]
    amount_cents: int
    assessed_on: date
    due_date_missed: Maybe[date] = None
    payment_id: Maybe[str] = None
    rule: str
    why: str
    status: Literal["charged", "paid", "waived", "reversed"]
    waived_on: Maybe[date] = None


class Fees(Answer):
    """The account's fees, newest first."""

    account_id: str
    as_of: date
    currency: Currency = "USD"
    fees: list[Fee]
    next_cursor: Maybe[str] = None


async def rate_terms(reading: Reading, account_id: str) -> RateTerms:
    """The account's rate terms on the business date. Raises NotFound."""
    owed = await position(reading, account_id)
    row, as_of = owed.row, owed.as_of
    running = [rate for rate in owed.rates if _covers(rate, as_of)]
    main = _main_rate(owed, running)
    note = _note_bps(owed, main) if row["product"] == "instalment_loan" else None
    discounted = main["kind"] == _NOTE_DISCOUNT
    return RateTerms(
        account_id=account_id,
        as_of=as_of,
        apr_bps=main["apr_bps"],
        note_rate_bps=note,
        daily_rate=daily_rate_text(main["apr_bps"]),
        tier=row["tier"],
        promotional=_promotional(owed, running),
        autopay_discount_bps=note - main["apr_bps"] if discounted and note is not None else 0,
        scra_cap_bps=next((rate["apr_bps"] for rate in running if rate["kind"] == "scra"), None),
        history=[
            RateChange.model_validate({**rate, "from": rate["from_on"], "to": rate["to_on"]}) for rate in owed.rates
        ],
        origination_fee_cents=row["origination_fee_cents"] if note is not None else None,
        finance_charge_cents=row["finance_charge_cents"],
        disclosed_apr_bps=row["disclosed_apr_bps"],
    )


def _covers(rate: Row, day: date) -> bool:
    return rate["from_on"] <= day and (rate["to_on"] is None or day <= rate["to_on"])


def _main_rate(owed: Position, running: list[Row]) -> Row:
    """The rate of most of the principal today, promotions apart; of new draws where nothing is owed."""
    candidates = [rate for rate in running or owed.rates if rate["kind"] != "promotional"]
    ranked = {"promotional": 0, "standard": 1, "new_terms": 2}
    return max(
        candidates or owed.rates,
        key=lambda rate: (owed.bucket_cents(rate["rate_bucket"]), ranked.get(rate["rate_bucket"], 1), rate["from_on"]),
    )


def _note_bps(owed: Position, main: Row) -> int:
    """The note's own rate: the newest one of kind `note` in the loan's bucket."""
    notes = [rate for rate in owed.rates if rate["kind"] == "note" and rate["rate_bucket"] == main["rate_bucket"]]
    return notes[-1]["apr_bps"] if notes else main["apr_bps"]


def _promotional(owed: Position, running: list[Row]) -> Promotional | None:
    for rate in running:
        if rate["kind"] == "promotional":
            held = owed.bucket_cents(rate["rate_bucket"])
            return Promotional(apr_bps=rate["apr_bps"], until=rate["to_on"], balance_cents=held)
    return None


async def fees(reading: Reading, account_id: str, page: Page) -> Fees:
    """The account's fees. Raises NotFound, BadCursor."""
    account = await account_row(reading, account_id)
    scope = f"fees {account_id}"
    rows = await reading.all(_FEES, {"account_id": account_id, **page.bounds(scope)})
    shown, cursor = page.cut(rows, scope, lambda row: (row["assessed_on"], row["fee_id"]))
    found = [Fee.model_validate(row) for row in shown]
    return Fees(account_id=account_id, as_of=account["as_of"], fees=found, next_cursor=cursor)
