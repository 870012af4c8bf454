"""Every figure of the servicing oracles, to the cent."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.terms import amortise, calendar, clocks, delinquency, interest, latefee, mapr, minimum, payoff, scra
from accounts.terms.allocate import PrincipalBucket, allocate_line_payment
from accounts.terms.interest import BalanceChange, BucketInterest, Segment

ORACLES = Path(__file__).parents[4] / "shared" / "servicing-oracles.json"


@pytest.fixture(scope="module")
def oracles() -> dict[str, dict[str, Any]]:
    return json.loads(ORACLES.read_text(encoding="utf-8"))


def cents(text: str) -> int:
    whole, _, fraction = text.partition(".")
    return int(whole) * 100 + int(fraction.ljust(2, "0"))


def june_cycle() -> tuple[Segment, ...]:
    changes = [BalanceChange(date(2026, 6, 11), 50_000), BalanceChange(date(2026, 6, 21), -30_000)]
    return interest.daily_segments(120_000, changes, date(2026, 6, 1), date(2026, 6, 30))


def test_average_daily_balance_interest(oracles: dict[str, dict[str, Any]]) -> None:
    expect = oracles["adb_interest"]["expect"]
    bucket = BucketInterest("standard", 2499, june_cycle())
    assert bucket.sum_daily_cents == cents(expect["sum_daily"])
    assert bucket.average_daily_balance_cents == cents(expect["adb"])
    assert bucket.interest_cents == cents(expect["interest"])
    assert interest.daily_rate_percent_text(2499) == expect["dpr_pct"]


def test_contract_variants(oracles: dict[str, dict[str, Any]]) -> None:
    leap = interest.interest_cents(oracles["adb_leap_366"]["input"]["sum_daily"] * 100, 2499, interest.LEAP_BASIS_DAYS)
    assert leap == cents(oracles["adb_leap_366"]["expect"]["interest"])
    compounded = interest.compounded_interest_cents(june_cycle(), 2499)
    assert compounded == cents(oracles["adb_daily_compound"]["expect"]["interest"])


def test_two_tier(oracles: dict[str, dict[str, Any]]) -> None:
    expect, first, last = oracles["two_tier"]["expect"], date(2026, 6, 1), date(2026, 6, 30)
    parts = {"a": (60_000, 2999), "b": (80_000, 2499), "c": (20_000, 0)}
    buckets = [BucketInterest(name, apr, (Segment(first, last, amount),)) for name, (amount, apr) in parts.items()]
    assert {b.name: b.interest_cents for b in buckets} == {name: cents(expect[name]) for name in parts}
    assert interest.total_interest_cents(buckets) == cents(expect["total"])


def test_minimum_payment(oracles: dict[str, dict[str, Any]]) -> None:
    expect = oracles["min_payment"]["expect"]
    assert minimum.minimum_payment(140_000, 2944, 0).total_cents == cents(expect["normal"])
    assert minimum.minimum_payment(140_000, 2944, 0, 4344).total_cents == cents(expect["past_due"])
    assert minimum.minimum_payment(2200, 10, 0).total_cents == cents(expect["small"])
    assert minimum.minimum_payment(50_000, 1000, 0).total_cents == cents(expect["floor_case"])


def test_allocation(oracles: dict[str, dict[str, Any]]) -> None:
    expect = oracles["allocation"]["expect"]
    buckets = [
        PrincipalBucket("b2999", 2999, 60_000),
        PrincipalBucket("b2499", 2499, 80_000),
        PrincipalBucket("b0", 0, 20_000),
    ]
    result = allocate_line_payment(25_000, 4800, 3122, 0, buckets)
    paid = dict(result.principal_by_bucket)
    assert result.interest_cents == cents(expect["interest"])
    assert {b.name: b.principal_cents - paid[b.name] for b in buckets} == {
        name: cents(expect[name]) for name in ("b2999", "b2499", "b0")
    }


def test_closed_end_disclosure(oracles: dict[str, dict[str, Any]]) -> None:
    expect = oracles["closed_end_apr"]["expect"]
    found = amortise.disclosure(1_000_000, 1800, 36, 80_000)
    assert found.payment_cents == cents(expect["payment"])
    assert found.total_of_payments_cents == cents(expect["total_payments"])
    assert found.amount_financed_cents == cents(expect["amount_financed"])
    assert found.finance_charge_cents == cents(expect["finance_charge"])
    assert str(found.apr_percent) == expect["apr_pct"]
    assert found.apr_bps == 2412


def test_military_rate(oracles: dict[str, dict[str, Any]]) -> None:
    expect = oracles["mapr_monthly"]["expect"]
    found = {f"fee{fee}": mapr.mapr_percent_text(2944 + fee * 100, 143_333) for fee in (0, 5, 25)}
    assert found == {name: expect[name] for name in found}
    assert str(mapr.above_cap(2944 + 2500, 143_333)) == expect["fee25_over_36"]
    assert not mapr.above_cap(2944 + 500, 143_333)


def test_payoff(oracles: dict[str, dict[str, Any]]) -> None:
    expect, paid_through = oracles["payoff"]["expect"], date(2026, 5, 15)
    balances = [payoff.AccruingBalance(654_321, 1800)]
    quote = payoff.payoff_quote(balances, paid_through, date(2026, 6, 3), 1500, 1250)
    later = payoff.payoff_quote(balances, paid_through, date(2026, 6, 10), 1500, 1250)
    assert str(quote.days) == expect["days"]
    assert quote.per_diem_cents == cents(expect["per_diem"])
    assert quote.interest_cents == cents(expect["interest"])
    assert quote.payoff_cents == cents(expect["payoff"])
    assert later.payoff_cents == cents(expect["good_thru_0610"])
    assert quote.per_diem_text == "3.22679"


def test_late_fee(oracles: dict[str, dict[str, Any]]) -> None:
    expect = oracles["late_fee"]["expect"]
    rule = latefee.fee_schedule().late_rule("cash_line", "OH", date(2026, 6, 1))
    assert latefee.late_fee_cents(rule, 4344, 4344) == cents(expect["cap32_due43_44"])
    assert latefee.late_fee_cents(rule, 2210, 2210) == cents(expect["cap32_due22_10"])
    assert latefee.late_fee_cents(rule, 4344, 4344, repeat=True) == cents(expect["second_in_6_cycles"])


def test_days_past_due(oracles: dict[str, dict[str, Any]]) -> None:
    expect, oldest = oracles["dpd"]["expect"], date(2026, 3, 5)
    found = {
        "dpd30": delinquency.date_at_days(oldest, delinquency.REPORTED_LATE_DAYS),
        "dpd60": delinquency.date_at_days(oldest, 60),
        "dpd90_substandard": delinquency.date_at_days(oldest, delinquency.SUBSTANDARD_DAYS),
        "dpd120_closed_end_loss": delinquency.date_at_days(oldest, delinquency.CLOSED_END_LOSS_DAYS),
        "closed_end_chargeoff_by": delinquency.charge_off_date("instalment_loan", oldest),
        "dpd180_open_end_loss": delinquency.date_at_days(oldest, delinquency.OPEN_END_LOSS_DAYS),
        "open_end_chargeoff_by": delinquency.charge_off_date("cash_line", oldest),
    }
    assert {name: day.isoformat() for name, day in found.items()} == expect


def test_servicemember_cap(oracles: dict[str, dict[str, Any]]) -> None:
    expect, month = oracles["scra"]["expect"], scra.capped_month(1_000_000, 1800)
    assert month.contract_cents == cents(expect["contract_interest"])
    assert month.charged_cents == cents(expect["capped"])
    assert month.forgiven_cents == cents(expect["forgiven"])


def test_clocks(oracles: dict[str, dict[str, Any]]) -> None:
    expect, notice = oracles["clocks"]["expect"], date(2026, 3, 10)
    billing = clocks.billing_error_clock(notice, date(2026, 1, 12), 25)
    transfer, bureau = clocks.transfer_error_clock(notice), clocks.credit_report_clock(notice)
    application = clocks.application_clock(notice)
    found = {
        "regz_notice_last_day": billing.notice_last_day,
        "regz_ack": billing.acknowledge_by,
        "regz_2cycles": billing.two_cycles,
        "regz_90d": billing.ninety_days,
        "regz_deadline": billing.resolve_by,
        "rege_10bd": transfer.resolve_or_credit_by,
        "rege_10bd_from_0522": clocks.transfer_error_clock(date(2026, 5, 22)).resolve_or_credit_by,
        "rege_45d": transfer.resolve_by,
        "fcra_30d": bureau.resolve_by,
        "fcra_45d": bureau.resolve_with_more_information_by,
        "aa_30d": application.decide_by,
        "counteroffer_90d": application.counteroffer_lapses,
    }
    assert {name: day.isoformat() for name, day in found.items()} == expect


def test_statement_timing(oracles: dict[str, dict[str, Any]]) -> None:
    expect, mailed = oracles["stmt_timing"]["expect"], date(2026, 7, 2)
    assert calendar.earliest_due_date(mailed, grace_period=False).isoformat() == expect["earliest_due_14"]
    assert calendar.earliest_due_date(mailed, grace_period=True).isoformat() == expect["earliest_due_21"]
    latest_mailing = date(2026, 6, 30) + timedelta(days=2)
    assert calendar.due_date(date(2026, 6, 30)) >= calendar.earliest_due_date(latest_mailing, grace_period=True)


def test_reage(oracles: dict[str, dict[str, Any]]) -> None:
    on, facts = date(2026, 5, 15), delinquency.ReageFacts
    cases = {
        "mob8": facts(date(2025, 9, 15), 3),
        "two_payments": facts(date(2025, 1, 1), 2),
        "last_reage_11mo": facts(date(2024, 1, 1), 3, earlier_reages=(date(2025, 6, 15),)),
        "third_in_5y": facts(date(2020, 1, 1), 3, earlier_reages=(date(2022, 1, 1), date(2024, 1, 1))),
        "mob9_three_payments": facts(date(2025, 8, 15), 3),
    }
    found = {name: "deny" if delinquency.reage_refusals(case, on) else "allow" for name, case in cases.items()}
    assert found == oracles["reage"]["expect"]


def test_ninety_percent_rule(oracles: dict[str, dict[str, Any]]) -> None:
    expect = oracles["partial90"]["expect"]
    assert delinquency.paid_percent_text(3910, 4344) == expect["pay39_10"]
    assert delinquency.paid_percent_text(3909, 4344) == expect["pay39_09"]
    assert str(delinquency.counts_as_full(3910, 4344)) == expect["counts"]
    assert not delinquency.counts_as_full(3909, 4344)
    assert delinquency.full_payment_threshold_cents(4344) == cents(expect["threshold_amount"])


def test_every_oracle_is_tested(oracles: dict[str, dict[str, Any]]) -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in oracles if f'oracles["{name}"]' not in source] == []
