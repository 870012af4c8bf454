"""Days past due, what was reported, and when a charge-off would come."""

from datetime import date

from dateutil.relativedelta import relativedelta

from accounts.reads.account import account_row
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.dues import unpaid_dues
from accounts.reads.session import Reading
from accounts.terms import delinquency as rules

_REPORTS = """
SELECT month_end, reported FROM bureau_reports
WHERE account_id = %(account_id)s AND month_end > %(since)s AND month_end <= %(as_of)s ORDER BY month_end DESC
"""
_NOT_LATE = ("current", "paid_off", "none")


class Delinquency(Answer):
    """How far behind the account is; `reported_late` is the newest monthly report to the credit bureaus."""

    account_id: str
    as_of: date
    currency: Currency = "USD"
    days_past_due: int
    bucket: rules.Bucket
    oldest_unpaid_due_date: Maybe[date] = None
    past_due_cents: int
    status: str
    reported_late: bool
    charge_off_on: Maybe[date] = None
    times_30_late_12m: Maybe[int] = None


async def delinquency(reading: Reading, account_id: str) -> Delinquency:
    """The account's delinquency on the business date. Raises NotFound."""
    account = await account_row(reading, account_id)
    as_of: date = account["as_of"]
    dues = await unpaid_dues(reading, account_id, as_of)
    since = as_of - relativedelta(months=12)
    reports = await reading.all(_REPORTS, {"account_id": account_id, "as_of": as_of, "since": since})
    late = [row["reported"] not in _NOT_LATE for row in reports]
    days = rules.days_past_due(dues.oldest, as_of)
    charged_off = account["status"] == "charged_off"
    ahead = rules.charge_off_date(account["product"], dues.oldest) if dues.oldest else None
    return Delinquency(
        account_id=account_id,
        as_of=as_of,
        days_past_due=days,
        bucket=rules.bucket(days, charged_off),
        oldest_unpaid_due_date=dues.oldest,
        past_due_cents=dues.past_due_cents,
        status=account["status"],
        reported_late=bool(late) and late[0],
        charge_off_on=account["charged_off_on"] if charged_off else ahead,
        times_30_late_12m=sum(late),
    )
