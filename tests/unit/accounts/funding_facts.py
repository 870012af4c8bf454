"""An account's facts for unit tests: an ordinary current loan, changed where a test says so."""

from dataclasses import replace
from datetime import date
from typing import Any

from accounts.funding.facts import AccountFacts

ON = date(2026, 4, 30)
CURRENT = AccountFacts(
    account_id="IL-200001",
    borrower_id="B-1",
    product="instalment_loan",
    state="OH",
    tier="B",
    status="open",
    opened_on=date(2025, 10, 15),
    agreement_date=date(2025, 10, 15),
    original_cents=600_000,
    credit_limit_cents=None,
    term_months=24,
    disclosed_apr_bps=1710,
    apr_bps=1499,
    principal_cents=480_000,
    interest_cents=2_000,
    fees_cents=500,
    credit_cents=0,
    written_down_cents=0,
    charged_off_cents=0,
    charged_off_on=None,
    net_principal_cents=480_000,
    net_interest_cents=2_000,
    net_fees_cents=500,
    days_past_due=0,
    past_due_cents=0,
    next_due_on=date(2026, 5, 10),
    remaining_dues=18,
    last_payment_on=date(2026, 4, 10),
    last_payment_cents=29_000,
    flags=[],
    disputed=False,
    hardship=False,
    modified=False,
    pool_id=None,
    sold=False,
)


def account(**changes: Any) -> AccountFacts:
    return replace(CURRENT, **changes)
