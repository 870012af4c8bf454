"""The formulas of the model against every worked figure, entry by entry; an entry without a check fails."""

import ast
import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.model import calendars, formulas

ROOT = Path(__file__).parents[2]
ORACLES: dict[str, Any] = json.loads((ROOT.parent / "shared" / "servicing-oracles.json").read_text())
CHECKS: dict[str, Callable[[dict[str, Any], dict[str, Any]], dict[str, str]]] = {}
TEST_TOOLS = ("pytest", "hypothesis")
Oracle = Callable[[dict[str, Any], dict[str, Any]], dict[str, str]]


def oracle(check: Oracle) -> Oracle:
    """A check turns the input (and the expectations, for what is asked) into the expected object."""
    CHECKS[check.__name__] = check
    return check


def cents(amount: object) -> int:
    return int(Decimal(str(amount)) * 100)


def money(amount: int) -> str:
    return f"{Decimal(amount) / 100:.2f}"


def rate(text: str) -> Fraction:
    return Fraction(text.rstrip("%")) / 100


def rounded(value: Fraction, places: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def june() -> list[int]:
    """1200, 500 drawn on the 11th, 300 paid on the 21st: the daily balances of 30 days."""
    return [120000] * 10 + [170000] * 10 + [140000] * 10


@oracle
def adb_interest(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    apr = rate(given["apr"])
    return {
        "dpr_pct": rounded(apr * 100 / formulas.YEAR_DAYS, 5),
        "sum_daily": str(sum(june()) // 100),
        "adb": money(formulas.average_daily_balance(june())),
        "interest": money(formulas.interest(june(), apr)),
    }


@oracle
def adb_leap_366(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    assert given["sum_daily"] * 100 == sum(june())
    return {"interest": money(formulas.interest(june(), rate("24.99%"), given["basis"]))}


@oracle
def adb_daily_compound(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    assert given["same"]
    return {"interest": money(formulas.compound_interest(june(), rate("24.99%")))}


@oracle
def two_tier(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    shares: dict[str, int] = {}
    for name, text in given.items():
        balance, apr, days = text.replace("@", "").split()
        shares[name] = formulas.interest([cents(balance)] * int(days.rstrip("d")), rate(apr))
    return {name: money(share) for name, share in shares.items()} | {"total": money(sum(shares.values()))}


@oracle
def min_payment(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    assert given["floor"] * 100 == formulas.MINIMUM_FLOOR
    return {
        "normal": money(formulas.minimum_payment(140000, 2944, 0, 0, 142944)),
        "past_due": money(formulas.minimum_payment(140000, 2944, 0, 4344, 142944)),
        "small": money(formulas.minimum_payment(2200, 10, 0, 0, 2210)),
        "floor_case": str(formulas.minimum_payment(60000, 1233, 0, 0, 61233) // 100),
    }


@oracle
def allocation(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    buckets = {apr: (rate(apr), cents(principal)) for apr, principal in given["buckets"].items()}
    used = formulas.allocate(cents(given["payment"]), cents(given["min_due"]), cents(given["interest_due"]), 0, buckets)
    left = {apr: principal - used.principal[apr] for apr, (_, principal) in buckets.items()}
    assert used.fees == used.credit == 0
    return {
        "interest": money(used.interest),
        "b0": money(left["0"]),
        "b2999": str(left["29.99"] // 100),
        "b2499": money(left["24.99"]),
    }


@oracle
def closed_end_apr(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    term, principal = given["term"], cents(given["principal"])
    instalment = formulas.level_payment(principal, rate(given["note_rate"]), term)
    financed = principal - cents(given["orig_fee"].split()[0])
    return {
        "payment": money(instalment),
        "total_payments": money(instalment * term),
        "amount_financed": str(financed // 100),
        "finance_charge": money(instalment * term - financed),
        "apr_pct": rounded(formulas.closed_end_apr(financed, instalment, term) * 100, 3),
    }


@oracle
def mapr_monthly(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    rates = {fee: formulas.mapr(cents(given["interest"]), fee * 100, cents(given["adb"])) for fee in (0, 5, 25)}
    over = {"fee25_over_36": str(rates[25] > Fraction(36, 100))}
    return {f"fee{fee}": rounded(value * 100, 2) for fee, value in rates.items()} | over


@oracle
def payoff(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    principal, apr = cents(given["principal"]), rate(given["rate"])
    through = date.fromisoformat(given["paid_through"])
    days = (date.fromisoformat(given["quote"]) - through).days
    later = (date(2026, 6, 10) - through).days
    extra = {"fees": cents(given["open_fee"]), "credit": cents(given["unapplied"])}
    return {
        "days": str(days),
        "per_diem": rounded(formulas.per_diem(principal, apr) / 100, 2),
        "interest": money(formulas.payoff(principal, apr, days) - principal),
        "payoff": money(formulas.payoff(principal, apr, days, **extra)),
        "good_thru_0610": money(formulas.payoff(principal, apr, later, **extra)),
    }


@oracle
def late_fee(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    assert "never above minimum" in given["note"]
    on = date(2026, 3, 1)
    return {
        "cap32_due43_44": str(formulas.line_late_fee(on, "TX", 4344, repeated=False) // 100),
        "cap32_due22_10": money(formulas.line_late_fee(on, "TX", 2210, repeated=False)),
        "second_in_6_cycles": str(formulas.line_late_fee(on, "TX", 4344, repeated=True) // 100),
    }


@oracle
def dpd(given: dict[str, Any], expect: dict[str, Any]) -> dict[str, str]:
    oldest = date.fromisoformat(given["oldest_unpaid_due"])
    marks = {"dpd30": 30, "dpd60": 60, "dpd90_substandard": 90, "dpd120_closed_end_loss": 120}
    dates = {name: oldest + timedelta(days) for name, days in (marks | {"dpd180_open_end_loss": 180}).items()}
    for name, day in dates.items():
        assert calendars.days_past_due(oldest, date.fromisoformat(expect[name])) == (day - oldest).days
    dates["closed_end_chargeoff_by"] = calendars.charge_off_by(oldest, 120)
    dates["open_end_chargeoff_by"] = calendars.charge_off_by(oldest, 180)
    return {name: day.isoformat() for name, day in dates.items()}


@oracle
def scra(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    capped, forgiven = formulas.scra_month(cents(given["principal"]), rate(given["rate"]))
    return {"contract_interest": money(capped + forgiven), "capped": money(capped), "forgiven": money(forgiven)}


@oracle
def clocks(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    notice = date.fromisoformat(given["notice"])
    billing = calendars.billing_error_clocks(
        date.fromisoformat(given["statement_sent"]), notice, given["cycle_close_day"]
    )
    application = calendars.application_clocks(date.fromisoformat(given["app_complete"]))
    dates = {
        "regz_notice_last_day": billing["notice_last_day"],
        "regz_ack": billing["acknowledge_by"],
        "regz_2cycles": billing["two_cycles"],
        "regz_90d": billing["ninety_days"],
        "regz_deadline": billing["resolve_by"],
        "rege_10bd": calendars.transfer_error_clocks(notice)["ten_business_days"],
        "rege_10bd_from_0522": calendars.transfer_error_clocks(date(2026, 5, 22))["ten_business_days"],
        "rege_45d": calendars.transfer_error_clocks(notice)["forty_five_days"],
        "fcra_30d": calendars.direct_dispute_clocks(notice)["thirty_days"],
        "fcra_45d": calendars.direct_dispute_clocks(notice)["forty_five_days"],
        "aa_30d": application["adverse_action"],
        "counteroffer_90d": application["counteroffer"],
    }
    return {name: day.isoformat() for name, day in dates.items()}


@oracle
def stmt_timing(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    close, mailed = date.fromisoformat(given["close"]), date.fromisoformat(given["mailed"])
    return {f"earliest_due_{days}": calendars.earliest_due(close, mailed, days).isoformat() for days in (14, 21)}


@oracle
def reage(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    assert "3 consecutive" in given["rule"]
    answers = {
        "mob8": formulas.reage_allowed(8, 3, []),
        "two_payments": formulas.reage_allowed(24, 2, []),
        "last_reage_11mo": formulas.reage_allowed(24, 3, [11]),
        "third_in_5y": formulas.reage_allowed(72, 3, [20, 40]),
        "mob9_three_payments": formulas.reage_allowed(9, 3, []),
    }
    return {name: "allow" if allowed else "deny" for name, allowed in answers.items()}


@oracle
def partial90(given: dict[str, Any], _: dict[str, Any]) -> dict[str, str]:
    due = cents(given["due"])
    assert not formulas.counts_as_full(3909, due)
    return {
        "pay39_10": rounded(Fraction(3910 * 100, due), 2),
        "counts": str(formulas.counts_as_full(3910, due)),
        "pay39_09": rounded(Fraction(3909 * 100, due), 2),
        "threshold_amount": money(next(paid for paid in range(due) if formulas.counts_as_full(paid, due))),
    }


@pytest.mark.parametrize("name", ORACLES)
def test_the_formulas_give_the_worked_figures(name: str):
    entry = ORACLES[name]
    assert CHECKS[name](entry["input"], entry["expect"]) == entry["expect"]


def imported(path: Path) -> set[str]:
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def test_the_model_imports_only_itself_and_the_standard_library():
    files = list(Path(__file__).parent.glob("*.py"))
    assert any(path.name == "book.py" for path in files)
    for path in files:
        allowed = {*sys.stdlib_module_names, *(TEST_TOOLS if path.name.startswith("test_") else ())}
        foreign = {name for name in imported(path) if name.split(".")[0] not in allowed}
        assert {name for name in foreign if not f"{name}.".startswith("tests.model.")} == set(), path.name
