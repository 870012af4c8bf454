"""Prices of new agreements on a day, and the changes in terms that an account was told of."""

from datetime import date
from typing import Literal

from accounts.reads.account import Product, account_row
from accounts.reads.answers import Answer, Maybe
from accounts.reads.errors import NotSeeded
from accounts.reads.session import Reading


class Price(Answer):
    """What a tier costs from a day on; basis points. `effective_to` is its last day, where one is known."""

    product: Product
    tier: str
    apr_bps: int
    origination_fee_bps: int
    effective_from: date
    effective_to: Maybe[date] = None


class Offered(Answer):
    """A promotional rate that lines opened on the day may have on first draws."""

    promotion_id: str
    product: Product
    apr_bps: int
    months: int


class Prices(Answer):
    """The prices of agreements made `on` a day."""

    as_of: date
    on: date
    prices: list[Price]
    promotions: list[Offered]


class TermsChange(Answer):
    """A change in terms: the rate of new draws from `effective_on` on; it can be rejected before."""

    notice_id: str
    kind: Literal["new_draws_rate"]
    old_apr_bps: int
    new_apr_bps: int
    sent_on: date
    effective_on: date
    status: Literal["sent", "rejected", "effective"]
    rejected_on: Maybe[date] = None
    why: str


class TermsChanges(Answer):
    """An account's changes in terms, newest first."""

    account_id: str
    as_of: date
    changes: list[TermsChange]


_PRICES = """
SELECT * FROM price_schedule WHERE effective_from <= %(on)s AND coalesce(effective_to, 'infinity') >= %(on)s
ORDER BY product, tier
"""
_PROMOTIONS = """
SELECT * FROM promotions WHERE effective_from <= %(on)s AND coalesce(effective_to, 'infinity') >= %(on)s
ORDER BY promotion_id
"""
_NOTICES = """
SELECT * FROM terms_notices WHERE account_id = %(account_id)s ORDER BY effective_on DESC, notice_id
"""


async def prices(reading: Reading, on: date | None) -> Prices:
    """The prices in force on a day, the business date unless given. Raises NotSeeded."""
    row = await reading.first("SELECT business_date FROM business_day")
    if row is None:
        raise NotSeeded("The database is empty; seed it (`assist accounts seed`) and ask again.")
    as_of: date = row["business_date"]
    about = {"on": on or as_of}
    return Prices(
        as_of=as_of,
        on=on or as_of,
        prices=[Price.model_validate(each) for each in await reading.all(_PRICES, about)],
        promotions=[Offered.model_validate(each) for each in await reading.all(_PROMOTIONS, about)],
    )


async def terms_changes(reading: Reading, account_id: str) -> TermsChanges:
    """The account's change-in-terms notices. Raises NotFound."""
    account = await account_row(reading, account_id)
    rows = await reading.all(_NOTICES, {"account_id": account_id})
    found = [TermsChange.model_validate(row) for row in rows]
    return TermsChanges(account_id=account_id, as_of=account["as_of"], changes=found)
