"""Flags, clocks and actions from how a borrower stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import pytest

from assistant.copilot import actions
from assistant.copilot.actions import Talk
from assistant.copilot.conditions import holds
from assistant.copilot.situation import Situation, Standing
from assistant.copilot.snapshot import snapshot
from policies.documents import parse
from stack.embedded import POLICIES
from tools.client import AccountsClient
from tools.drafting import Operation
from tools.errors import PreviewRefused

_TODAY = date(2026, 5, 15)
_EMPTY: dict[str, dict[str, Any]] = {
    name: {}
    for name in ("balance", "due", "delinquency", "rates", "autopay", "fees", "disputes", "hardship", "payments")
}


def _standing(account: Mapping[str, Any] | None = None, clocks: Any = (), **reads: dict[str, Any]) -> Standing:
    base = {"account_id": "CL-1", "product": "cash_line", "last4": "4593", "status": "open", "opened_on": "2025-01-01"}
    return Standing({**base, "due_day": 30, **(account or {})}, {**_EMPTY, **reads}, clocks)


def _situation(*standings: Standing, **borrower: dict[str, Any]) -> Situation:
    return Situation(_TODAY, borrower, standings)


_LATE = {
    "delinquency": {"days_past_due": 74, "charge_off_on": "2026-08-31"},
    "due": {"past_due_cents": 17829, "total_due_cents": 21329, "due_date": "2026-05-30"},
    "hardship": {"eligible_plans": [{"plan_id": "relief-6", "name": "Six-month relief"}]},
    "fees": {"fees": [
        {"fee_id": "FE-1", "kind": "late_fee", "amount_cents": 4300, "assessed_on": "2026-05-06", "status": "charged"}
    ]},
}  # fmt: skip
_FLAG = {"flags": [{"kind": "bankruptcy", "since": "2026-03-30", "holds": True, "effect": "Collection stopped."}]}
_SERVED = {"flags": [{"kind": "servicemember", "since": "2025-01-01", "until": "2026-04-30", "holds": False}]}
_OPEN = {"dispute_id": "D", "kind": "billing_error", "status": "open", "amount_cents": 100, "opened_on": "2026-05-01"}
_DISPUTE = {"disputes": [{**_OPEN, "resolve_by": "2026-07-30"}]}
_PLAN = {"plan_id": "relief-6", "started_on": "2026-01-01", "ends_on": "2026-07-01", "payments_missed": 1}
_MILESTONES = {"milestones": [
    {"name": "acknowledge", "due_on": "2026-05-31", "done_on": "2026-05-02", "source": "12 CFR 1026.13(c)(1)"},
    {"name": "resolve", "due_on": "2026-07-30", "source": "12 CFR 1026.13(c)(2)"},
]}  # fmt: skip


@pytest.mark.parametrize(
    ("situation", "flags", "clocks"),
    [
        (_situation(_standing()), [], []),
        (_situation(_standing(**_LATE)), ["past_due"], [("statement_due", 15), ("charge_off", 108)]),
        (_situation(_standing(), flags=_FLAG), ["bankruptcy"], []),
        (_situation(_standing(), flags=_SERVED), [], [("scra_request", 165)]),
        (_situation(_standing(clocks=[_MILESTONES], disputes=_DISPUTE)), ["dispute_open"], [("dispute_resolve", 76)]),
        (
            _situation(_standing(hardship={"plan": _PLAN})),
            ["plan_at_risk", "hardship_plan"],
            [("hardship_ends", 47)],
        ),
        (
            _situation(_standing(rates={"promotional": {"apr_bps": 999, "until": "2026-07-05", "balance_cents": 5}})),
            ["promotional_rate"],
            [("promotion_ends", 51)],
        ),
        (
            _situation(complaints={"complaints": [{"status": "open", "answer_by": "2026-05-14", "overdue": True}]}),
            ["complaint_overdue", "complaint_open"],
            [("complaint_answer", -1)],
        ),
    ],
)  # fmt: skip
def test_flags_and_clocks(situation: Situation, flags: list[str], clocks: list[tuple[str, int]]) -> None:
    seen = snapshot(situation)
    assert [flag.code for flag in seen.flags] == flags
    assert [(clock.code, clock.days_left) for clock in seen.clocks] == clocks
    assert not any("—" in flag.why for flag in seen.flags)


class _Accounts(AccountsClient):
    """Answers tries with one reason, or lets them pass; remembers what was tried."""

    def __init__(self, refusal: str | None = None) -> None:
        self.refusal, self.tried = refusal, list[Operation]()

    async def preview(self, operation: Operation, token: str | None) -> dict[str, Any]:
        self.tried.append(operation)
        if self.refusal:
            raise PreviewRefused("no", (self.refusal,))
        return {}


async def _actions(situation: Situation, talk: Talk, accounts: _Accounts) -> dict[str, actions.Action]:
    return {one.code: one for one in await actions.actions(situation, talk, accounts, "token", {})}


async def test_an_action_says_why_and_why_not_in_the_account_systems_words() -> None:
    accounts = _Accounts("The account is not current.")
    found = await _actions(_situation(_standing(**_LATE)), Talk(frozenset({"waive_fee"})), accounts)
    waiver = found["fee_waiver"]
    assert not waiver.eligible
    assert waiver.not_eligible_because == "The account is not current."
    assert "$43.00" in waiver.reason
    assert waiver.ask is not None
    assert "4593" in waiver.ask
    assert [one.path for one in accounts.tried if "fees" in one.path] == ["/v1/accounts/CL-1/fees/FE-1/waive"]
    assert next(iter(found)) == "fee_waiver", "what the borrower asks for comes first, also where it is not possible"


async def test_a_flag_stops_without_a_try() -> None:
    accounts = _Accounts()
    found = await _actions(_situation(_standing(**_LATE), flags=_FLAG), Talk(), accounts)
    assert not found["hardship_plan"].eligible
    assert "Special Servicing" in str(found["hardship_plan"].not_eligible_because)
    assert next(iter(found)) == "special_servicing"
    assert not any("hardship" in one.path for one in accounts.tried)


async def test_what_only_the_borrower_asks_for_is_said_so() -> None:
    found = await _actions(_situation(_standing(**_LATE)), Talk(), _Accounts())
    assert found["hardship_plan"].eligible
    assert "hand back" in found["hardship_plan"].reason


async def test_no_action_foretells_a_credit_decision() -> None:
    found = await _actions(_situation(_standing()), Talk(frozenset({"request_limit_increase"})), _Accounts())
    assert "nobody can say" in found["limit_increase"].reason


def test_conditions_hold_as_they_say() -> None:
    facts = {"days": 30, "status": "open", "flags": ["a"], "none": None}
    assert holds({"days": {"min": 30, "max": 30}, "status": ["open"], "flags": {"has": ["a", "b"]}}, facts)
    assert not holds({"days": {"max": 29}}, facts)
    assert not holds({"none": {"min": 0}}, facts)
    assert holds({"none": {"known": False}}, facts)
    with pytest.raises(KeyError):
        holds({"misspelt": True}, facts)


def test_every_action_names_a_section_that_there_is() -> None:
    files = [parse(path) for path in POLICIES.glob("POL-*.md")]
    known = {(one.id, section.anchor) for one in files for section in one.sections}
    assert [one for one in actions.cited_sections() if (one.document, one.section) not in known] == []
    assert cast(int, actions.MOST) <= 8
