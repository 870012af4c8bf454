"""What the drafts of these tests rest on."""

from datetime import date

import pytest

from assistant.copilot.figures_said import Known
from prompts.bundle import PromptBundle
from prompts.loader import load

ACCOUNT = {
    "product": "cash_line",
    "last4": "4593",
    "label": "Cash Line ending in 4593",
    "current_balance_cents": 151283,
    "minimum_due_cents": 21329,
    "due_date": "2026-05-30",
    "past_due_cents": 17829,
    "apr_bps": 2499,
    "payoff_cents": 151738,
    "good_through": "2026-05-22",
    "fees": [
        {"kind": "late_fee", "amount_cents": 4300, "assessed_on": "2026-05-06"},
        {"kind": "late_fee", "amount_cents": 3200, "assessed_on": "2026-03-08"},
    ],
}
TEXTS = (
    "A Cash Line late fee is charged when the minimum payment has not been received by the end of the 5th day after.",
    "Relief-6 gives a Cash Line 6 months at 9.99% APR. Relief-12 gives a Cash Line 12 months at 5.99% APR.",
    "A written billing-error notice must reach Tidewell within 60 days of the first statement that shows the error.",
    "A late payment is reported to the bureaus only from 30 days past due.",
    "You can enrol in, change or stop autopay at least 3 business days before the due date.",
    "there is a charge of $120 that i dont know, and i cant pay",
)


@pytest.fixture(scope="session")
def prompt() -> PromptBundle:
    return load()


@pytest.fixture
def known() -> Known:
    return Known(
        date(2026, 5, 15),
        results=[{"as_of": "2026-05-15", "accounts": [ACCOUNT]}],
        texts=TEXTS,
        products=frozenset({"cash_line"}),
    )
