"""Figures of a small portfolio: they agree with each other and with the terms' calculators."""

from datetime import date
from typing import Any

import pytest

LINE, LOAN, LATE_LINE, TODAY = "CL-100001", "IL-200001", "CL-100002", "2026-05-15"
OWNERS = {LINE: "B-1001", LOAN: "B-1001", LATE_LINE: "B-1002"}


@pytest.mark.parametrize("account", OWNERS)
async def test_balance_is_the_sum_of_its_parts(client: Any, account: str) -> None:
    found = await client.get(f"/v1/accounts/{account}/balance", OWNERS[account])
    parts = found["principal_cents"] + found["interest_cents"] + found["fees_cents"] - found["credit_balance_cents"]
    assert found["as_of"] == TODAY
    assert found["current_balance_cents"] == parts > 0


@pytest.mark.parametrize("account", OWNERS)
async def test_payoff_today_is_the_balance(client: Any, account: str) -> None:
    owed = await client.get(f"/v1/accounts/{account}/balance", OWNERS[account])
    quote = await client.get(f"/v1/accounts/{account}/payoff-quote", OWNERS[account])
    assert quote["payoff_cents"] == owed["current_balance_cents"]
    assert quote["good_through"] == TODAY
    assert quote["prepayment_penalty_cents"] == 0


async def test_payoff_ahead_adds_unrounded_days(client: Any) -> None:
    path = f"/v1/accounts/{LOAN}/payoff-quote"
    now = await client.get(path, "B-1001")
    later = await client.get(f"{path}?date=2026-06-14", "B-1001")
    assert later["days"] == now["days"] + 30
    exact = now["principal_cents"] * 1999 / (10_000 * 365)
    assert later["per_diem"] == f"{exact / 100:.5f}"
    assert later["interest_cents"] == round(exact * later["days"])


async def test_available_credit_counts_pending_draws(client: Any) -> None:
    found = await client.get(f"/v1/accounts/{LINE}/balance", "B-1001")
    assert found["pending_draws_cents"] == 25_000
    taken = found["principal_cents"] + found["pending_draws_cents"]
    assert found["available_credit_cents"] == found["credit_limit_cents"] - taken
    assert found["draws_allowed"] is True
    assert found["draws_blocked_reasons"] == []


async def test_past_due_line_says_why_no_draw_is_possible(client: Any) -> None:
    found = await client.get(f"/v1/accounts/{LATE_LINE}/balance", "B-1002")
    assert found["draws_allowed"] is False
    assert "past due since April 6, 2026" in found["draws_blocked_reasons"][0]


async def test_amount_due_and_delinquency_agree(client: Any) -> None:
    due = await client.get(f"/v1/accounts/{LATE_LINE}/amount-due", "B-1002")
    behind = await client.get(f"/v1/accounts/{LATE_LINE}/delinquency", "B-1002")
    assert due["past_due_cents"] == behind["past_due_cents"] > 0
    assert due["total_due_cents"] == due["minimum_due_cents"]
    assert due["due_date"] == "2026-06-06"
    assert behind["oldest_unpaid_due_date"] == "2026-04-06"
    assert behind["days_past_due"] == 39
    assert behind["bucket"] == "30-59"
    assert behind["charge_off_on"] == "2026-10-31"
    assert behind["reported_late"] is False  # on 2026-04-30 it was 24 days past due


async def test_late_fee_ahead_is_that_of_a_second_late_payment(client: Any) -> None:
    due = await client.get(f"/v1/accounts/{LATE_LINE}/amount-due", "B-1002")
    assert due["late_fee_if_unpaid_cents"] == 4300 < due["minimum_due_cents"]
    assert due["late_fee_after"] == "2026-06-11"


async def test_fees_say_why_in_a_sentence(client: Any) -> None:
    found = (await client.get(f"/v1/accounts/{LATE_LINE}/fees", "B-1002"))["fees"]
    assert [fee["due_date_missed"] for fee in found] == ["2026-05-07", "2026-04-06"][-len(found) :]
    first = found[-1]
    assert first["amount_cents"] == 3200
    for part in ("$32.00", "2026-04-12", "2026-04-06", "minimum payment"):
        assert part in first["why"]
    assert first["rule"]


@pytest.mark.parametrize("account", OWNERS)
async def test_statements_add_up_and_explain_their_interest(client: Any, account: str) -> None:
    listed = (await client.get(f"/v1/accounts/{account}/statements", OWNERS[account]))["statements"]
    assert listed
    for each in listed:
        raised = each["draws_cents"] + each["fees_cents"] + each["interest_cents"]
        assert each["new_balance_cents"] == each["previous_balance_cents"] - each["payments_cents"] + raised
        whole = await client.get(f"/v1/accounts/{account}/statements/{each['statement_id']}", OWNERS[account])
        moved = sum(item["amount_cents"] for item in whole["line_items"])
        assert moved == each["new_balance_cents"] - each["previous_balance_cents"]
        assert whole["interest"]["total_cents"] == each["interest_cents"]
        for bucket in whole["interest"]["buckets"]:
            assert bucket["sum_daily_cents"] == sum(s["days"] * s["balance_cents"] for s in bucket["segments"])
            exact = bucket["sum_daily_cents"] * bucket["apr_bps"] / 3_650_000
            assert abs(bucket["interest_cents"] - exact) <= 0.5 + 1e-6


async def test_a_statement_opens_by_month_and_latest(client: Any) -> None:
    path = f"/v1/accounts/{LINE}/statements"
    listed = (await client.get(path, "B-1001"))["statements"]
    assert (await client.get(f"{path}/latest", "B-1001"))["statement_id"] == listed[0]["statement_id"]
    assert (await client.get(f"{path}/2026-03", "B-1001"))["period_end"] == "2026-03-12"
    assert (await client.response(f"{path}/2024-01", "B-1001")).status_code == 404


async def test_transactions_run_to_the_ledger_balance(client: Any) -> None:
    found = (await client.get(f"/v1/accounts/{LINE}/transactions?limit=500", "B-1001"))["transactions"]
    assert found[0]["status"] == "pending"
    assert found[0]["amount_cents"] == 25_000
    posted = [each for each in found if each["status"] == "posted"]
    assert posted[0]["balance_after_cents"] == sum(each["amount_cents"] for each in posted)
    only = await client.get(f"/v1/accounts/{LINE}/transactions?kind=payment&from=2026-04-01&to=2026-04-30", "B-1001")
    assert [each["kind"] for each in only["transactions"]] == ["payment"]


async def test_payments_show_what_they_were_applied_to(client: Any) -> None:
    found = (await client.get(f"/v1/accounts/{LOAN}/payments", "B-1001"))["payments"]
    assert found[0]["status"] == "pending"
    assert "applied" not in found[0]
    for each in found[1:]:
        assert sum(each["applied"].values()) == each["amount_cents"] == 31_000
        assert each["submitted_on"] == each["credited_on"] < each["posted_on"]


async def test_schedule_of_a_loan(client: Any) -> None:
    found = await client.get(f"/v1/accounts/{LOAN}/schedule", "B-1001")
    statuses = [each["status"] for each in found["instalments"]]
    assert len(statuses) == 24
    assert statuses.count("due") == 1
    assert found["remaining_count"] == 24 - statuses.count("paid") - statuses.count("late_paid")
    assert sum(each["principal_cents"] for each in found["instalments"]) == 600_000
    assert found["next_due_date"] == "2026-06-10"


async def test_rate_terms(client: Any) -> None:
    line = await client.get(f"/v1/accounts/{LINE}/rate-terms", "B-1001")
    loan = await client.get(f"/v1/accounts/{LOAN}/rate-terms", "B-1001")
    assert (line["apr_bps"], line["daily_rate"], line["tier"]) == (2499, "0.000684658", "C")
    assert (loan["note_rate_bps"], loan["origination_fee_cents"]) == (1999, 24_000)
    assert loan["disclosed_apr_bps"] > loan["note_rate_bps"]
    assert loan["history"][0]["from"] == date(2026, 1, 5).isoformat()
    assert "promotional" not in line


async def test_draws_and_what_is_empty(client: Any) -> None:
    draws = (await client.get(f"/v1/accounts/{LINE}/draws", "B-1001"))["draws"]
    assert [(each["status"], each["amount_cents"]) for each in draws] == [("pending", 25_000), ("posted", 120_000)]
    assert draws[0]["expected_on"] == "2026-05-18"
    assert draws[0]["cancel_until"] == "2026-05-15T19:00:00Z"
    assert (await client.get(f"/v1/accounts/{LINE}/disputes", "B-1001"))["disputes"] == []
    assert (await client.get(f"/v1/accounts/{LINE}/autopay", "B-1001"))["enrolled"] is False
    assert (await client.get("/v1/applications", "B-1001"))["applications"] == []


async def test_hardship_options_follow_the_record(client: Any) -> None:
    found = await client.get(f"/v1/accounts/{LATE_LINE}/hardship", "B-1002")
    assert [plan["plan_id"] for plan in found["eligible_plans"]] == ["relief-6", "relief-12"]
    assert found["not_eligible_because"] == []
    assert "plan" not in found
