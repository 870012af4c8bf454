"""The account snapshot beside a conversation: balances, flags and clocks, from the account system's own reads alone."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.copilot import facts
from assistant.copilot.conditions import holds
from assistant.copilot.situation import Situation, Standing, rows_of
from tools.client import JsonObject
from tools.own_accounts import label as label_of

Severity = Literal["info", "warn", "stop"]
_PATH = Path(__file__).parent / "snapshot.yaml"


class NextPayment(BaseModel):
    """The payment that comes next: one that was scheduled, or autopay's."""

    amount_cents: int
    date: str
    kind: str


class ShownAccount(BaseModel):
    """Money in cents."""

    account: str
    product: str
    last4: str
    status: str
    balance_cents: int
    credit_limit_cents: int | None
    available_cents: int | None
    amount_due_cents: int
    due_date: date | None
    past_due_cents: int
    days_past_due: int
    autopay: bool | None
    next_payment: NextPayment | None


class Flag(BaseModel):
    code: str
    label: str
    severity: Severity
    why: str
    since: date | None = None


class Clock(BaseModel):
    """days_left: negative where the day has passed."""

    code: str
    label: str
    due_on: date
    days_left: int
    source: str


class Borrower(BaseModel):
    borrower_id: str | None
    name: str | None
    language: str | None
    since: date | None = None


class Snapshot(BaseModel):
    borrower: Borrower
    accounts: list[ShownAccount]
    flags: list[Flag]
    clocks: list[Clock]
    as_of: date | None


class _FlagRule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str
    of: Literal["account", "borrower"] = "account"
    severity: Severity
    label: str
    when: dict[str, Any]
    why: str
    since: str | None


class _ClockRule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: str
    of: Literal["account", "borrower"] = "account"
    label: str
    day: str
    when: dict[str, Any]
    source: str


_Rule = TypeVar("_Rule", _FlagRule, _ClockRule)


class _Known(BaseModel):
    severity: Severity
    label: str


class _FlagClock(BaseModel):
    """days_after: the flag's last day."""

    code: str
    days_after: int
    label: str
    source: str


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid")

    flags: list[_FlagRule]
    borrower_flags: dict[str, _Known]
    clocks: list[_ClockRule]
    flag_clocks: dict[str, list[_FlagClock]]
    dispute_milestones: dict[str, str]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    return _Rules.model_validate(yaml.safe_load(_PATH.read_text("utf-8")))


def nobody() -> Snapshot:
    """Of a conversation whose borrower is not signed in: there is nothing to read."""
    return Snapshot(
        borrower=Borrower(borrower_id=None, name=None, language=None), accounts=[], flags=[], clocks=[], as_of=None
    )


def snapshot(situation: Situation) -> Snapshot:
    """Flags with the gravest first, clocks with the soonest first."""
    profile = situation.borrower.get("profile", {})
    grave = ("stop", "warn", "info")
    return Snapshot(
        borrower=Borrower(
            borrower_id=profile.get("borrower_id"),
            name=profile.get("name"),
            language=profile.get("language"),
            since=profile.get("member_since"),
        ),
        accounts=[_shown(one) for one in situation.accounts],
        flags=sorted(_flags(situation), key=lambda flag: grave.index(flag.severity)),
        clocks=sorted(_clocks(situation), key=lambda clock: (clock.due_on, clock.code)),
        as_of=situation.as_of,
    )


def _shown(standing: Standing) -> ShownAccount:
    account, reads = standing.account, standing.reads
    balance, due = reads["balance"], reads["due"]
    return ShownAccount(
        account=standing.account_id,
        product=account["product"],
        last4=account["last4"],
        status=account["status"],
        balance_cents=balance.get("current_balance_cents", 0),
        credit_limit_cents=account.get("credit_limit_cents"),
        available_cents=balance.get("available_credit_cents"),
        amount_due_cents=due.get("total_due_cents", 0),
        due_date=due.get("due_date"),
        past_due_cents=due.get("past_due_cents", 0),
        days_past_due=reads["delinquency"].get("days_past_due", 0),
        autopay=reads["autopay"].get("enrolled"),
        next_payment=NextPayment.model_validate(due["next_payment"]) if due.get("next_payment") else None,
    )


def _flags(situation: Situation) -> Iterator[Flag]:
    known = _rules()
    for row in situation.flags:
        rule = known.borrower_flags.get(str(row["kind"]))
        label = rule.label if rule else str(row["kind"]).replace("_", " ")
        yield Flag(
            code=row["kind"],
            label=label,
            severity=rule.severity if rule else "warn",
            why=row["effect"],
            since=row["since"],
        )
    for rule, found in _held(situation, known.flags):
        since = found.get(rule.since) if rule.since else None
        yield Flag(
            code=rule.code,
            label=rule.label,
            severity=rule.severity,
            why=rule.why.format_map(facts.worded(found)),
            since=since,
        )


def _clocks(situation: Situation) -> Iterator[Clock]:
    known, today = _rules(), situation.as_of
    for rule, found in _held(situation, known.clocks):
        if (day := found.get(rule.day)) is not None:
            label = rule.label.format_map(facts.worded(found))
            yield Clock(code=rule.code, label=label, due_on=day, days_left=(day - today).days, source=rule.source)
    for row in situation.flags_ever:
        yield from _of_flag(row, today, known)
    for standing in situation.accounts:
        yield from _milestones(standing, today, known)


def _of_flag(row: JsonObject, today: date, known: _Rules) -> Iterator[Clock]:
    for rule in known.flag_clocks.get(str(row["kind"]), []) if row.get("until") else []:
        day = date.fromisoformat(row["until"]) + timedelta(days=rule.days_after)
        if day >= today:
            left = (day - today).days
            yield Clock(code=rule.code, label=rule.label, due_on=day, days_left=left, source=rule.source)


def _milestones(standing: Standing, today: date, known: _Rules) -> Iterator[Clock]:
    words = facts.worded({"account": label_of(standing.account)})
    for clock in standing.dispute_clocks:
        for one in rows_of(clock, "milestones"):
            if one.get("done_on"):
                continue
            day = date.fromisoformat(one["due_on"])
            label = known.dispute_milestones[one["name"]].format_map(words)
            yield Clock(
                code=f"dispute_{one['name']}",
                label=label,
                due_on=day,
                days_left=(day - today).days,
                source=one["source"],
            )


def _held(situation: Situation, rules: Sequence[_Rule]) -> Iterator[tuple[_Rule, facts.Facts]]:
    """Each rule with every set of facts that it holds for: of the borrower, or account by account."""
    borrower = facts.of_borrower(situation)
    accounts = [facts.of_account(one, situation.as_of) for one in situation.accounts]
    for rule in rules:
        for found in [borrower] if rule.of == "borrower" else accounts:
            if holds(rule.when, found):
                yield rule, found
