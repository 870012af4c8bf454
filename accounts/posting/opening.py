"""Opening accounts: the agreed prices, the rate terms, a loan's schedule and its disbursement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import psycopg
from dateutil.relativedelta import relativedelta

from accounts import ledger, rows
from accounts.ledger import Entry, Line
from accounts.posting import state as states
from accounts.posting.pricing import price, promotion
from accounts.posting.state import DAY
from accounts.terms.amortise import disclosure, schedule
from accounts.terms.calendar import add_months
from accounts.terms.latefee import fee_schedule, late_fee_date
from accounts.terms.money import divide_half_up

# long enough to bill the first instalment, and the first period stays short enough to be covered by it
FIRST_PERIOD_AT_LEAST = relativedelta(days=20)


@dataclass(frozen=True, slots=True)
class Opening:
    """An account to open. Line: `limit_cents`, `cycle_day`; loan: `principal_cents`, `term_months`, `due_day`."""

    account_id: str
    borrower_id: str
    state: str
    tier: str
    opened_on: date
    bank_last4: str
    limit_cents: int = 0
    cycle_day: int = 0
    promotional: bool = False
    principal_cents: int = 0
    term_months: int = 0
    due_day: int = 0

    @property
    def product(self) -> str:
        return "cash_line" if self.limit_cents else "instalment_loan"


def open_accounts(connection: psycopg.Connection, openings: Sequence[Opening]) -> None:
    """Open accounts and pay out the loans among them, all on their opening days."""
    for opening in openings:
        if opening.product == "cash_line":
            _open_line(connection, opening)
        else:
            _open_loan(connection, opening)


def _account(opening: Opening, extra: rows.Row) -> rows.Row:
    loan = opening.product == "instalment_loan"
    return {
        "account_id": opening.account_id,
        "borrower_id": opening.borrower_id,
        "product": opening.product,
        "last4": opening.account_id[-4:],
        "status": "open",
        "state": opening.state,
        "tier": opening.tier,
        "opened_on": opening.opened_on,
        "agreement_date": opening.opened_on,
        "credit_limit_cents": None if loan else opening.limit_cents,
        "original_principal_cents": opening.principal_cents if loan else None,
        "term_months": opening.term_months if loan else None,
        "bank_last4": opening.bank_last4,
        **extra,
    }


def _open_line(connection: psycopg.Connection, opening: Opening) -> None:
    apr, _ = price(connection, "cash_line", opening.tier, opening.opened_on)
    due_day = (date(2025, 1, opening.cycle_day) + relativedelta(days=25)).day
    rows.insert(connection, "accounts", [_account(opening, {"cycle_day": opening.cycle_day, "due_day": due_day})])
    term = partial(_term, opening)
    why = f"Tier {opening.tier} at opening"
    terms = [term("standard", "note", opening.opened_on, None, apr, why)]
    if opening.promotional:
        offer = promotion(connection, "cash_line", opening.opened_on)
        ends = add_months(opening.opened_on, offer.months) - DAY
        why = f"Promotional rate on first draws for {offer.months} months"
        terms.append(term("promotional", "promotional", opening.opened_on, ends, offer.apr_bps, why))
        terms.append(term("promotional", "note", ends + DAY, None, apr, "The tier's rate after the promotion"))
    rows.insert(connection, "rate_terms", terms)


def _term(
    opening: Opening, bucket: str, kind: str, from_on: date, to_on: date | None, apr_bps: int, why: str
) -> rows.Row:
    return {
        "account_id": opening.account_id,
        "borrower_id": opening.borrower_id,
        "rate_bucket": bucket,
        "kind": kind,
        "from_on": from_on,
        "to_on": to_on,
        "apr_bps": apr_bps,
        "why": why,
    }


def _open_loan(connection: psycopg.Connection, opening: Opening) -> None:
    rate, fee_bps = price(connection, "instalment_loan", opening.tier, opening.opened_on)
    fee = divide_half_up(opening.principal_cents * fee_bps, 10_000)
    disclosed = disclosure(opening.principal_cents, rate, opening.term_months, fee)
    extra = {
        "origination_fee_cents": fee,
        "finance_charge_cents": disclosed.finance_charge_cents,
        "disclosed_apr_bps": disclosed.apr_bps,
        "cycle_day": opening.due_day,
        "due_day": opening.due_day,
    }
    rows.insert(connection, "accounts", [_account(opening, extra)])
    why = f"Note rate of tier {opening.tier}"
    rows.insert(connection, "rate_terms", [_term(opening, "standard", "note", opening.opened_on, None, rate, why)])
    first = add_months(opening.opened_on, 1, opening.due_day)
    if first < opening.opened_on + FIRST_PERIOD_AT_LEAST:
        first = add_months(first, 1, opening.due_day)
    dates = [add_months(first, month, opening.due_day) for month in range(opening.term_months)]
    plan = schedule(opening.principal_cents, rate, opening.opened_on, dates, disclosed.payment_cents)
    rule = fee_schedule().late_rule("instalment_loan", opening.state, opening.opened_on)
    rows.insert(
        connection,
        "dues",
        [
            {
                "account_id": opening.account_id,
                "borrower_id": opening.borrower_id,
                "number": row.number,
                "due_date": row.due_date,
                "amount_cents": row.amount_cents,
                "principal_cents": row.principal_cents,
                "interest_cents": row.interest_cents,
                "late_fee_on": late_fee_date(rule, row.due_date),
            }
            for row in plan
        ],
    )
    _disburse(connection, opening, fee)


def _disburse(connection: psycopg.Connection, opening: Opening, fee_cents: int) -> None:
    state = states.load(connection, [opening.account_id])[opening.account_id]
    make = partial(_entry, opening)
    paid_out = opening.principal_cents - fee_cents
    line = partial(state.line, "principal", rate_bucket="standard")
    entries = [make("disbursement", "Loan paid out", (line(paid_out), Line(ledger.CASH, -paid_out)))]
    if fee_cents:
        lines = (line(fee_cents), Line(ledger.ORIGINATION_INCOME, -fee_cents))
        entries.append(make("origination_fee", "Origination fee, withheld from the amount paid out", lines))
    ledger.post(connection, entries)


def _entry(opening: Opening, kind: str, text: str, lines: tuple[Line, ...]) -> Entry:
    on, command = opening.opened_on, f"{kind}:{opening.account_id}"
    return Entry(command, opening.account_id, opening.borrower_id, kind, on, on, text, lines)
