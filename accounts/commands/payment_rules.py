"""When a payment can be made: its day, its bank account, its amount. Each gives the reasons against it."""

from datetime import date, timedelta

from accounts.commands.base import Books, Reason
from accounts.commands.content import day_text
from accounts.posting import interest
from accounts.posting.funds import bank_block, verified_funds_until
from accounts.posting.state import AccountState
from accounts.roles import STAFF
from accounts.terms.calendar import is_business_day, next_business_day
from accounts.terms.money import dollars

MAXIMUM_CENTS = 2_000_000
SCHEDULE_AHEAD = timedelta(days=60)

_ON_THE_WAY = """
SELECT coalesce(sum(amount_cents), 0)::bigint FROM payments
WHERE account_id = %s AND status IN ('scheduled', 'pending')
"""


def day_reasons(day: date | None, today: date) -> list[Reason]:
    if day is None:
        return []
    if not today < day <= today + SCHEDULE_AHEAD:
        last = day_text(today + SCHEDULE_AHEAD)
        return [
            Reason("scheduled-for", f"A payment can be scheduled from tomorrow until {last}; leave it out for now.")
        ]
    if not is_business_day(day):
        text = f"{day_text(day)} is no business day; the next one is {day_text(next_business_day(day))}."
        return [Reason("scheduled-for", text)]
    return []


def bank_reasons(books: Books, on: date, verified_funds: bool) -> list[Reason]:
    reasons = list[Reason]()
    if why := bank_block(books.connection, books.account, books.today):
        reasons.append(Reason("bank-account", why))
    if verified_funds and books.actor.role not in STAFF:
        reasons.append(Reason("verified-funds", "Only our staff can verify funds; call support."))
    elif not verified_funds and (until := verified_funds_until(books.connection, books.account, on)):
        text = (
            f"Two payments were returned within 90 days, so until {day_text(until)} a payment from a bank account "
            "needs verified funds: call support, or pay by mail with a cashier's check or money order."
        )
        reasons.append(Reason("verified-funds", text))
    return reasons


def amount_reasons(books: Books, amount_cents: int, on: date) -> list[Reason]:
    state = books.state()
    if amount_cents > MAXIMUM_CENTS:
        return [Reason("amount", f"One payment can be {dollars(MAXIMUM_CENTS)} at most; call support to pay more.")]
    if state.product == "cash_line":
        return []
    row = books.connection.execute(_ON_THE_WAY, [books.account]).fetchone()
    coming = row[0] if row else 0
    most = max(owed_on(state, on) - coming, 0)
    if amount_cents <= most:
        return []
    paid = f", less {dollars(coming)} that is on its way" if coming else ""
    text = f"The most that can be paid for {day_text(on)} is {dollars(most)}: all that will be owed then{paid}."
    return [Reason("amount", text)]


def owed_on(state: AccountState, on: date) -> int:
    """What a payment credited on a day has to be to leave nothing owed, in cents; charged off, interest has stopped."""
    return state.owed_cents if state.status in ("charged_off", "paid_off") else interest.payoff_cents(state, on)
