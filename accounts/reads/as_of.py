"""Balances as of any past instant, from the ledger alone: what its entries up to then add up to."""

import re
from datetime import date, datetime, time
from typing import Literal

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Currency
from accounts.reads.balance import Balance
from accounts.reads.errors import AsOf, NotSeeded
from accounts.reads.session import Reading
from accounts.terms.calendar import EASTERN

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class LedgerAccount(Answer):
    """One general-ledger account: all debits, all credits, and debits less credits."""

    gl_code: str
    name: str
    nature: Literal["asset", "liability", "income", "expense"]
    debit_cents: int
    credit_cents: int
    balance_cents: int


class TrialBalance(Answer):
    """The whole ledger as it stood; `total_cents` is the sum of all balances, which is zero."""

    as_of: date
    as_of_instant: datetime
    currency: Currency = "USD"
    total_cents: int
    accounts: list[LedgerAccount]


_BALANCE = """
SELECT coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'principal'), 0)::bigint AS principal_cents,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'interest'), 0)::bigint AS interest_cents,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'fees'), 0)::bigint AS fees_cents,
  coalesce(-sum(p.amount_cents) FILTER (WHERE p.bucket = 'credit'), 0)::bigint AS credit_balance_cents,
  coalesce(sum(p.amount_cents) FILTER (WHERE p.bucket = 'draw_hold'), 0)::bigint AS pending_draws_cents,
  coalesce(-sum(p.amount_cents) FILTER (WHERE p.bucket = 'payment_hold'), 0)::bigint AS pending_payments_cents
FROM postings p JOIN journal_entries e USING (entry_id)
WHERE p.account_id = %(account_id)s AND e.posted_at <= %(at)s
"""
_TRIAL = """
SELECT g.gl_code, g.name, g.nature, coalesce(sum(p.amount_cents) FILTER (WHERE p.amount_cents > 0), 0)::bigint
    AS debit_cents,
  coalesce(-sum(p.amount_cents) FILTER (WHERE p.amount_cents < 0), 0)::bigint AS credit_cents,
  coalesce(sum(p.amount_cents), 0)::bigint AS balance_cents
FROM gl_accounts g LEFT JOIN (postings p JOIN journal_entries e ON e.entry_id = p.entry_id AND e.posted_at <= %(at)s)
  USING (gl_code)
GROUP BY g.gl_code ORDER BY g.gl_code
"""


def instant_of(text: str, business_date: date) -> datetime:
    """The instant that `as_of` means: a date is the end of that day, Eastern Time; an instant has its offset.

    Raises AsOf for another text, and for what lies after the business date: its books are not written yet.
    """
    try:
        if _DATE.fullmatch(text):
            at = datetime.combine(date.fromisoformat(text), time.max, EASTERN)
        else:
            at = datetime.fromisoformat(text)
            if at.tzinfo is None:
                raise AsOf(f"{text} has no offset; write an instant like 2026-05-07T14:30:00Z or a date.")
        day = at.astimezone(EASTERN).date()
    except (ValueError, OverflowError) as error:
        raise AsOf(f"{text} is no date (2026-05-07) and no instant (2026-05-07T14:30:00Z).") from error
    if day > business_date:
        raise AsOf(f"{text} lies after the business date {business_date}.")
    return at


async def balance_as_of(reading: Reading, account_id: str, as_of: str) -> Balance:
    """What the ledger had on the account at an instant; interest is what was charged, without accrual since.

    A Cash Line has its pending draws. Raises NotFound, AsOf.
    """
    account = await account_row(reading, account_id)
    at = instant_of(as_of, account["as_of"])
    row = await reading.first(_BALANCE, {"account_id": account_id, "at": at}) or {}
    charged = row["principal_cents"] + row["interest_cents"] + row["fees_cents"]
    return Balance(
        account_id=account_id,
        as_of=at.astimezone(EASTERN).date(),
        as_of_instant=at,
        current_balance_cents=charged - row["credit_balance_cents"],
        principal_cents=row["principal_cents"],
        interest_cents=row["interest_cents"],
        fees_cents=row["fees_cents"],
        credit_balance_cents=row["credit_balance_cents"],
        pending_draws_cents=row["pending_draws_cents"] if account["product"] == "cash_line" else None,
        pending_payments_cents=row["pending_payments_cents"],
    )


async def trial_balance(reading: Reading, as_of: str | None) -> TrialBalance:
    """Every general-ledger account at an instant, the end of the business date where none is given.

    Raises AsOf, NotSeeded.
    """
    today = await reading.first("SELECT business_date FROM business_day")
    if today is None:
        raise NotSeeded("The database is empty; seed it (`assist accounts seed`) and ask again.")
    at = instant_of(as_of or today["business_date"].isoformat(), today["business_date"])
    found = [LedgerAccount.model_validate(row) for row in await reading.all(_TRIAL, {"at": at})]
    return TrialBalance(
        as_of=at.astimezone(EASTERN).date(),
        as_of_instant=at,
        total_cents=sum(each.balance_cents for each in found),
        accounts=found,
    )
