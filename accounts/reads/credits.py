"""Credit balances paid back."""

from datetime import date

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.session import Reading


class Refund(Answer):
    """A refund; without `requested_on` it was paid unasked, because the credit had been there for six months."""

    refund_id: str
    amount_cents: int
    requested_on: Maybe[date] = None
    paid_on: date
    arrives_by: date


class Refunds(Answer):
    """The account's refunds, newest first."""

    account_id: str
    as_of: date
    currency: Currency = "USD"
    refunds: list[Refund]


_REFUNDS = "SELECT * FROM refunds WHERE account_id = %(account_id)s ORDER BY paid_on DESC, refund_id LIMIT 200"


async def refunds(reading: Reading, account_id: str) -> Refunds:
    """The refunds of an account. Raises NotFound."""
    account = await account_row(reading, account_id)
    rows = await reading.all(_REFUNDS, {"account_id": account_id})
    return Refunds(account_id=account_id, as_of=account["as_of"], refunds=[Refund.model_validate(row) for row in rows])
