"""The caller's accounts as such: product, status, terms that do not move."""

from datetime import date
from typing import Literal

from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.errors import NotFound, NotSeeded
from accounts.reads.session import Reading, Row

Product = Literal["cash_line", "instalment_loan"]
Status = Literal["open", "frozen", "closed", "paid_off", "charged_off"]


class Account(Answer):
    """An account; the limit belongs to a Cash Line, principal and term to an instalment loan."""

    account_id: str
    product: Product
    currency: Currency = "USD"
    last4: str
    status: Status
    opened_on: date
    state: str
    agreement_date: date
    credit_limit_cents: Maybe[int] = None
    original_principal_cents: Maybe[int] = None
    term_months: Maybe[int] = None
    tier: str
    cycle_day: Maybe[int] = None
    due_day: int
    closed_on: Maybe[date] = None
    charged_off_on: Maybe[date] = None
    paid_off_on: Maybe[date] = None


class Accounts(Answer):
    """All accounts of the caller."""

    as_of: date
    currency: Currency = "USD"
    accounts: list[Account]


_ACCOUNT = """
SELECT a.*, d.business_date AS as_of FROM accounts.accounts a CROSS JOIN accounts.business_day d
WHERE a.account_id = %(account_id)s
"""
_ACCOUNTS = """
SELECT d.business_date AS as_of, a.* FROM accounts.business_day d LEFT JOIN accounts.accounts a ON true
ORDER BY a.opened_on, a.account_id
"""


def as_account(row: Row) -> Account:
    """An account of its row; a loan has no billing cycle."""
    shown = row if row["product"] == "cash_line" else {**row, "cycle_day": None}
    return Account.model_validate(shown)


async def account_row(reading: Reading, account_id: str) -> Row:
    """The account's row with `as_of`. Raises NotFound for what is not the caller's."""
    return found(await reading.first(_ACCOUNT, {"account_id": account_id}), account_id)


def found(row: Row | None, account_id: str) -> Row:
    """The row, or NotFound in words that do not tell whether the account exists for somebody else."""
    if row is None:
        raise NotFound(f"No account {account_id} belongs to this caller; /v1/accounts lists those that do.")
    return row


async def accounts_of_caller(reading: Reading) -> Accounts:
    """Every account of the caller, oldest first. Raises NotSeeded."""
    rows = await reading.all(_ACCOUNTS)
    if not rows:
        raise NotSeeded("The database is empty; seed it (`assist accounts seed`) and ask again.")
    return Accounts(as_of=rows[0]["as_of"], accounts=[as_account(row) for row in rows if row["account_id"]])
