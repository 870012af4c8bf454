"""Every phrasing with full, minimal and empty results, in both languages: no template may fail or invent a figure."""

import re
from typing import Any

import pytest

from assistant.models.local.rows import context
from prompts.bundle import PromptBundle
from prompts.loader import load

AS_OF = "2026-05-15"
LINE = {"account_id": "CL-104821", "product": "cash_line", "last4": "4821", "label": "Cash Line ending in 4821"}
LOAN = {
    "account_id": "IL-200871",
    "product": "instalment_loan",
    "last4": "0871",
    "label": "Instalment loan ending in 0871",
}
PAYMENT = {
    "submitted_on": "2026-05-12",
    "credited_on": "2026-05-12",
    "posted_on": "2026-05-13",
    "amount_cents": 12345,
    "source": "one_time",
    "applied": {"interest_cents": 1000, "fees_cents": 0, "principal_cents": 11345},
}
INSTALMENT = {
    "number": 3,
    "due_date": "2026-06-01",
    "amount_cents": 20000,
    "principal_cents": 15000,
    "interest_cents": 5000,
}
STATEMENT = {
    "period_start": "2026-04-06",
    "period_end": "2026-05-05",
    "due_date": "2026-05-30",
    "previous_balance_cents": 100000,
    "payments_cents": -5000,
    "draws_cents": 20000,
    "fees_cents": 3200,
    "interest_cents": 2500,
    "new_balance_cents": 120700,
    "minimum_due_cents": 3700,
}
SEGMENT = {"from": "2026-04-06", "to": "2026-05-05", "days": 30, "balance_cents": 120000}
BUCKET = {
    "apr_bps": 2499,
    "daily_rate": "0.000684658",
    "average_daily_balance_cents": 120000,
    "interest_cents": 2465,
    "segments": [SEGMENT],
}
DRAW = {"requested_at": "2026-05-14T18:00:00Z", "amount_cents": 50000, "apr_bps": 2499}
FULL: dict[str, Any] = {
    "get_balance": {
        "current_balance_cents": 123456,
        "principal_cents": 120000,
        "interest_cents": 3456,
        "fees_cents": 0,
        "credit_balance_cents": 700,
        "credit_limit_cents": 500000,
        "pending_draws_cents": 10000,
        "pending_payments_cents": 5000,
        "available_credit_cents": 370000,
        "draws_blocked_reasons": ["a payment was returned"],
    },
    "get_amount_due": {
        "minimum_due_cents": 4500,
        "due_date": "2026-05-30",
        "past_due_cents": 1500,
        "total_due_cents": 6000,
        "statement_balance_cents": 120000,
        "next_payment": {"amount_cents": 6000, "date": "2026-05-29", "kind": "autopay"},
        "late_fee_if_unpaid_cents": 3200,
        "late_fee_after": "2026-06-04",
    },
    "get_delinquency": {
        "days_past_due": 31,
        "bucket": "30-59",
        "oldest_unpaid_due_date": "2026-04-14",
        "past_due_cents": 1500,
        "status": "open",
        "reported_late": True,
        "charge_off_on": "2026-10-31",
        "times_30_late_12m": 1,
    },
    "list_statements": {"statements": [STATEMENT]},
    "get_statement": {
        **STATEMENT,
        "line_items": [{"date": "2026-04-10", "kind": "draw", "description": "Draw", "amount_cents": 20000}],
    },
    "get_interest_breakdown": {**STATEMENT, "interest": {"days": 30, "total_cents": 2465, "buckets": [BUCKET]}},
    "list_transactions": {
        "transactions": [
            {"posted_on": "2026-05-01", "description": "Draw", "amount_cents": 20000, "status": "posted"},
            {
                "posted_on": None,
                "effective_on": "2026-05-15",
                "description": "Draw, pending",
                "amount_cents": 7500,
                "status": "pending",
            },
        ]
    },
    "list_payments": {
        "payments": [
            {**PAYMENT, "status": status, "return_reason": "no funds", "return_code": "R01"}
            for status in ("posted", "pending", "returned", "scheduled")
        ]
    },
    "get_payment_schedule": {
        "remaining_count": 2,
        "next_due_date": "2026-06-01",
        "instalments": [{**INSTALMENT, "status": "due"}, {**INSTALMENT, "status": "upcoming"}],
    },
    "get_payoff_quote": {
        "good_through": "2026-06-14",
        "payoff_cents": 412345,
        "principal_cents": 400000,
        "interest_cents": 12345,
        "fees_cents": 0,
        "unapplied_cents": 100,
        "per_diem_cents": 131,
        "prepayment_penalty_cents": 0,
        "pending_payments_cents": 500,
    },
    "get_rate_terms": {
        "apr_bps": 2499,
        "note_rate_bps": 1999,
        "daily_rate": "0.00068466",
        "tier": "C",
        "fixed": True,
        "promotional": {"apr_bps": 999, "until": "2026-08-01", "balance_cents": 5000},
        "autopay_discount_bps": 25,
        "scra_cap_bps": 600,
        "history": [{"from": "2025-07-01", "apr_bps": 2499, "why": "opened"}],
        "disclosed_apr_bps": 2301,
    },
    "list_fees": {
        "fees": [
            {"kind": kind, "amount_cents": 3200, "assessed_on": "2026-05-05", "why": "Late.", "status": "charged"}
            for kind in ("late_fee", "returned_payment_fee")
        ]
    },
    "get_autopay": {
        "enrolled": True,
        "amount_kind": "minimum",
        "bank_last4": "9911",
        "next_date": "2026-05-30",
        "next_amount_cents": 4500,
        "change_by": "2026-05-27",
    },
    "list_draws": {
        "draws": [
            {**DRAW, "status": "pending", "expected_on": "2026-05-18", "cancel_until": "2026-05-15"},
            {**DRAW, "status": "posted", "posted_on": "2026-05-18"},
        ]
    },
    "list_disputes": {
        "disputes": [
            {
                "kind": "billing_error",
                "opened_on": "2026-05-01",
                "amount_cents": 4200,
                "status": "open",
                "resolve_by": "2026-07-30",
                "description": "Not mine.",
            }
        ]
    },
    "get_hardship_options": {
        "plan": {
            "plan_id": "relief-6",
            "started_on": "2026-03-01",
            "ends_on": "2026-09-01",
            "payment_cents": 4000,
            "apr_bps": 999,
            "payments_made": 2,
            "payments_missed": 0,
        },
        "eligible_plans": [{"plan_id": "relief-12", "name": "Relief", "terms": "12 months"}],
        "not_eligible_because": ["too new"],
    },
    "list_accounts": {"status": "open", "opened_on": "2025-01-05", "credit_limit_cents": 500000},
    "get_profile": {},
    "list_applications": {},
}
TOP: dict[str, Any] = {
    "name": "Ana Ruiz",
    "state": "TX",
    "language": "es",
    "member_since": "2025-01-05",
    "flags": [{"kind": "servicemember", "since": "2026-01-01", "effect": "6% cap"}],
    "applications": [
        {
            "product": "cash_line",
            "kind": "line_increase",
            "requested_cents": 90000,
            "submitted_on": "2026-05-01",
            "status": "declined",
            "decided_on": "2026-05-04",
            "reasons": [{"code": "r1", "text": "Too many late payments"}],
            "missing_items": ["pay stub"],
        }
    ],
}
EMPTY: dict[str, Any] = {
    "get_autopay": {"enrolled": False},
    "get_balance": {
        "current_balance_cents": 0,
        "principal_cents": 0,
        "interest_cents": 0,
        "fees_cents": 0,
        "pending_payments_cents": 0,
    },
    "get_amount_due": {"total_due_cents": 0, "past_due_cents": 0, "minimum_due_cents": 0},
    "get_delinquency": {"days_past_due": 0},
    "list_payments": {"payments": []},
    "list_fees": {"fees": []},
    "list_draws": {"draws": []},
    "list_disputes": {"disputes": []},
    "list_transactions": {"transactions": []},
    "list_statements": {"statements": []},
    "get_hardship_options": {},
    "get_payment_schedule": {"remaining_count": 0, "instalments": []},
}


@pytest.fixture(scope="module")
def prompt() -> PromptBundle:
    return load()


def phrasings_of(prompt: PromptBundle, tool: str) -> list[str]:
    return sorted(name for name in prompt.phrasings["en"].names if name.startswith(f"{tool}."))


def said(prompt: PromptBundle, name: str, language: str, rows: list[dict[str, Any]]) -> str:
    content = {"as_of": AS_OF, "accounts": rows, **TOP}
    return prompt.say(name, language, **context(content, {}))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("tool", sorted(FULL))
def test_full_results_of_two_accounts_are_worded(prompt: PromptBundle, tool: str, language: str) -> None:
    for name in phrasings_of(prompt, tool):
        text = said(prompt, name, language, [{**LINE, **FULL[tool]}, {**LOAN, **FULL[tool]}])
        assert text
        assert "None" not in text
        assert "{" not in text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("tool", sorted(EMPTY))
def test_accounts_with_nothing_to_show_still_get_a_sentence(prompt: PromptBundle, tool: str, language: str) -> None:
    for name in phrasings_of(prompt, tool):
        assert said(prompt, name, language, [{**LINE, **EMPTY[tool]}])
        assert said(prompt, name, language, [])


@pytest.mark.parametrize("language", ["en", "es"])
def test_amounts_are_those_of_the_result_to_the_cent(prompt: PromptBundle, language: str) -> None:
    text = said(prompt, "get_payoff_quote.default", language, [{**LOAN, **FULL["get_payoff_quote"]}])
    amounts = set(re.findall(r"\$[\d,]+\.\d\d", text))
    assert amounts == {"$4,123.45", "$4,000.00", "$123.45", "$1.00", "$1.31", "$5.00"}
    assert ("June 14, 2026" if language == "en" else "14 de junio de 2026") in text


def test_available_credit_is_never_told_without_draws_that_are_blocked(prompt: PromptBundle) -> None:
    blocked = {**LINE, **FULL["get_balance"], "draws_allowed": False}
    for reasons in (["a payment was returned"], None):
        account = {**blocked, "draws_blocked_reasons": reasons}
        assert "Draws are not possible" in said(prompt, "get_balance.default", "en", [account])
        assert "no se pueden hacer retiros" in said(prompt, "get_balance.default", "es", [account])
    open_line: dict[str, Any] = {**blocked, "draws_allowed": True, "draws_blocked_reasons": []}
    assert "Draws are not" not in said(prompt, "get_balance.default", "en", [open_line])


def test_days_past_due_tell_the_day_of_the_charge_off(prompt: PromptBundle) -> None:
    behind = {**LINE, **FULL["get_delinquency"]}
    assert "charged off on October 31, 2026" in said(prompt, "get_delinquency.days", "en", [behind])
    assert "pasaría a pérdida el 31 de octubre de 2026" in said(prompt, "get_delinquency.days", "es", [behind])
