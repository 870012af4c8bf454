"""A situation as flat facts, which the rules of the snapshot and of the actions are held against, and as words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from assistant.copilot.situation import Situation, Standing, rows_of
from tools.client import JsonObject
from tools.own_accounts import label

Facts = dict[str, Any]
_WAITING = ("incomplete", "in_review", "counteroffer")
_NONE: JsonObject = {}
_YEAR = timedelta(days=365)
_RETURNED_WITHIN = timedelta(days=10)


def of_borrower(situation: Situation) -> Facts:
    """Facts that are not of one account."""
    profile = situation.borrower.get("profile", {})
    told = rows_of(situation.borrower.get("complaints", {}), "complaints")
    complaints = [row for row in told if row["status"] != "answered"]
    applications = rows_of(situation.borrower.get("applications", {}), "applications")
    waiting = [row for row in applications if row["status"] in _WAITING]
    first: JsonObject = waiting[0] if waiting else {}
    return {
        "as_of_on": situation.as_of,
        "name": profile.get("name"),
        "language": profile.get("language"),
        "state": profile.get("state"),
        "flags": [str(row["kind"]) for row in situation.flags],
        "accounts": len(situation.accounts),
        "complaints_open": len(complaints),
        "complaint_overdue": any(row.get("overdue") for row in complaints),
        "complaint_answer_on": _day(min((row["answer_by"] for row in complaints), default=None)),
        "applications_open": len(waiting),
        "application_status": str(first.get("status", "")).replace("_", " "),
        "application_decide_on": _day(first.get("decide_by")),
        "application_missing": ", ".join(first.get("missing_items", [])),
    }


def of_account(standing: Standing, today: date) -> Facts:
    """Facts of one account. `*_cents` money, `*_bps` rates, `*_on` days, `*_in_days` days from the business date."""
    account, reads = standing.account, standing.reads
    balance, due, late = reads["balance"], reads["due"], reads["delinquency"]
    return {
        "account": label(account),
        "last4": account["last4"],
        "product": account["product"],
        "status": account["status"],
        "opened_on": _day(account["opened_on"]),
        "days_open": (today - date.fromisoformat(account["opened_on"])).days,
        "due_day": account.get("due_day"),
        "next_due_day": int(account.get("due_day") or 1) % 28 + 1,
        "balance_cents": balance.get("current_balance_cents", 0),
        "available_cents": balance.get("available_credit_cents"),
        "limit_cents": account.get("credit_limit_cents"),
        "higher_limit_cents": int(account.get("credit_limit_cents") or 0) + 50_000,
        "credit_balance_cents": balance.get("credit_balance_cents", 0),
        "draws_allowed": balance.get("draws_allowed"),
        "minimum_due_cents": due.get("minimum_due_cents", 0),
        "total_due_cents": due.get("total_due_cents", 0),
        "past_due_cents": due.get("past_due_cents", 0),
        "late_fee_cents": due.get("late_fee_if_unpaid_cents", 0),
        **_dated("due", due.get("due_date"), today),
        **_dated("late_fee", due.get("late_fee_after"), today),
        "days_past_due": late.get("days_past_due", 0),
        "reported_late": late.get("reported_late", False),
        **_dated("charge_off", late.get("charge_off_on"), today),
        **_of_rates(reads["rates"], today),
        **_of_autopay(reads["autopay"]),
        **_of_plan(reads["hardship"], today),
        **_of_fees(reads["fees"], today),
        **_of_disputes(reads["disputes"]),
        "returned_lately": any(
            row["status"] == "returned" and today - date.fromisoformat(row["submitted_on"]) <= _RETURNED_WITHIN
            for row in rows_of(reads["payments"], "payments")
        ),
    }


def _of_rates(rates: JsonObject, today: date) -> Facts:
    promotional: JsonObject = rates.get("promotional") or {}
    return {
        "apr_bps": rates.get("apr_bps"),
        "scra_cap_bps": rates.get("scra_cap_bps"),
        "promo_apr_bps": promotional.get("apr_bps"),
        "promo_balance_cents": promotional.get("balance_cents"),
        **_dated("promo", promotional.get("until"), today),
    }


def _of_autopay(autopay: JsonObject) -> Facts:
    return {
        "autopay_on": bool(autopay.get("enrolled")),
        "autopay_stopped": autopay.get("stopped_reason"),
        "autopay_next_on": _day(autopay.get("next_date")),
    }


def _of_plan(hardship: JsonObject, today: date) -> Facts:
    plan: JsonObject = hardship.get("plan") or {}
    open_to = rows_of(hardship, "eligible_plans")
    return {
        "plan_running": bool(plan),
        "plan_id": plan.get("plan_id") or (open_to[0]["plan_id"] if open_to else None),
        "plan_since_on": _day(plan.get("started_on")),
        **_dated("plan_ends", plan.get("ends_on"), today),
        "plan_missed": plan.get("payments_missed", 0),
        "plans_open": len(open_to),
        "plan_names": ", ".join(str(one["name"]) for one in open_to),
        "plan_refused": " ".join(hardship.get("not_eligible_because", [])),
    }


def _of_fees(fees: JsonObject, today: date) -> Facts:
    rows = rows_of(fees, "fees")
    charged = [row for row in rows if row["status"] in ("charged", "paid")]
    lately = [row for row in charged if today - date.fromisoformat(row["assessed_on"]) <= _YEAR]
    newest: JsonObject = max(lately, key=lambda row: str(row["assessed_on"]), default=_NONE)
    waived = [row for row in rows if row.get("waived_on") and today - date.fromisoformat(row["waived_on"]) <= _YEAR]
    return {
        "fees_lately": len(lately),
        "fee_id": newest.get("fee_id"),
        "fee_kind": str(newest.get("kind", "")).replace("_", " "),
        "fee_cents": newest.get("amount_cents"),
        "fee_date_on": _day(newest.get("assessed_on")),
        "fees_waived": len(waived),
    }


def _of_disputes(disputes: JsonObject) -> Facts:
    running = [row for row in rows_of(disputes, "disputes") if row["status"] == "open"]
    soonest: JsonObject = min(running, key=lambda row: str(row["resolve_by"]), default=_NONE)
    return {
        "disputes_open": len(running),
        "dispute_kind": str(soonest.get("kind", "")).replace("_", " "),
        "dispute_cents": soonest.get("amount_cents"),
        "dispute_since_on": _day(soonest.get("opened_on")),
        "dispute_resolve_on": _day(soonest.get("resolve_by")),
    }


def _dated(name: str, day: str | None, today: date) -> Facts:
    """`name_on` and `name_in_days`, None without a day."""
    on = _day(day)
    return {f"{name}_on": on, f"{name}_in_days": (on - today).days if on else None}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class Worded(dict[str, str]):
    """Facts as people read them: `past_due` from `past_due_cents`, `due` from `due_on`. What is missing is a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def worded(facts: Mapping[str, Any]) -> Worded:
    """Money in dollars, rates in percent, days as `May 30, 2026`; units leave the names."""
    words = Worded()
    for name, value in facts.items():
        if value is None:
            continue
        if name.endswith("_cents"):
            words[name.removesuffix("_cents")] = f"${value / 100:,.2f}"
        elif name.endswith("_bps"):
            words[name.removesuffix("_bps")] = f"{value / 100:.2f}%"
        elif isinstance(value, date):
            words[name.removesuffix("_on")] = f"{value:%B} {value.day}, {value.year}"
        else:
            words[name] = str(value)
    return words
