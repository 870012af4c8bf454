"""Every write tool drafts for a seeded borrower of a fitting situation, tried out at the real account system."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.integration.tools.conftest import Desk, drafted, labels, lines, listen
from tools import registry
from tools.writes.specs import WRITES


@dataclass(frozen=True)
class Case:
    """One request in the person's own words, and what the draft says of it."""

    tool: str
    situation: tuple[str, ...]
    said: str
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])
    staff: str | None = None
    path: str = ""
    body: dict[str, Any] = field(default_factory=dict[str, Any])
    shows: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


LINE, LOAN = "cash_line", "instalment_loan"
CASES = [
    Case(
        "move_due_date",
        ("increase_declined",),
        "please move my due date to the 20th",
        {"due_day": 20},
        path="/due-date",
        body={"due_day": 20},
        shows=("account", "due_day_before", "due_day", "first_due_date"),
        changes=("due_dates",),
    ),
    Case(
        "defer_payment",
        ("extra_payments",),
        "move my next instalment to the end of the loan",
        path="/deferrals",
        shows=("account", "amount", "deferred_due_date", "moved_to"),
        changes=("last_due_date", "next_due_date"),
    ),
    Case(
        "schedule_payment",
        ("increase_declined",),
        "pay 50 dollars on May 22",
        {"amount": 50, "payment_date": "2026-05-22"},
        path="/payments",
        body={"amount_cents": 5000, "scheduled_for": "2026-05-22"},
        shows=("account", "amount", "payment_date", "cancel_until"),
        changes=("scheduled_payments",),
    ),
    Case(
        "cancel_payment", ("scheduled_payment",), "cancel my payment", path="/cancel", shows=("amount", "payment_date")
    ),
    Case(
        "set_autopay",
        ("extra_payments",),
        "set up autopay for the minimum",
        {"amount_kind": "minimum"},
        path="/autopay",
        body={"amount_kind": "minimum"},
        shows=("autopay_before", "amount_kind", "effective_from"),
        changes=("autopay",),
    ),
    Case(
        "stop_autopay", ("autopay_on", "increase_approved"), "stop autopay", path="/autopay/stop", changes=("autopay",)
    ),
    Case(
        "request_draw",
        ("increase_declined",),
        "draw 60 from my line",
        {"amount": "60.00"},
        path="/draws",
        body={"amount_cents": 6000},
        shows=("amount", "arrives", "cancel_until", "available_credit_before", "available_credit_after"),
        changes=("available_credit_cents", "pending_draws_cents"),
    ),
    Case(
        "request_refund",
        ("credit_balance",),
        "send my overpayment back",
        path="/refunds",
        shows=("amount", "arrives_by", "credit_balance_after"),
        changes=("credit_cents",),
    ),
    Case(
        "open_dispute",
        ("dpd_1_29", "recent_late_fee"),
        "I dispute the late fee charge, I had paid on time",
        {"dispute_kind": "billing_error", "account": LINE},
        path="/disputes",
        shows=("dispute_kind", "transaction", "transaction_date", "amount", "description", "resolve_by"),
        changes=("open_disputes",),
    ),
    Case(
        "withdraw_dispute",
        ("open_dispute", "both_products"),
        "drop my dispute",
        path="/withdraw",
        shows=("account", "dispute_kind", "amount", "opened_on"),
        changes=("open_disputes",),
    ),
    Case(
        "enrol_hardship",
        ("fee_waived",),
        "put me on relief-6, I lost my job",
        {"plan": "relief-6", "income_change": "job_lost"},
        path="/hardship",
        body={"plan_id": "relief-6", "income_change": "job_lost"},
        shows=("plan", "terms", "income_change", "starts_on", "ends_on", "plan_payment"),
        changes=("hardship_plan",),
    ),
    Case(
        "change_contact",
        ("increase_declined",),
        "my new number is (302) 555-0142",
        {"phone": "302 555 0142"},
        path="/v1/me/contact",
        shows=("phone",),
        changes=("contact",),
    ),
    Case("freeze_line", ("increase_declined",), "freeze my line", path="/freeze", changes=("status", "draws_blocked")),
    Case("unfreeze_line", ("frozen_line",), "unfreeze my line", path="/freeze/end", changes=("status",)),
    Case(
        "close_line",
        ("increase_declined",),
        "close my line for good",
        path="/closure",
        shows=("status_before", "status_after", "still_owed"),
        changes=("status",),
    ),
    Case(
        "request_limit_increase",
        ("fee_waived",),
        "I want a limit of 6000",
        {"requested_amount": 6000},
        path="/limit/increase",
        body={"requested_cents": 600_000},
        shows=("limit_before", "requested_limit", "decide_by"),
        changes=("open_applications",),
    ),
    Case(
        "withdraw_application",
        ("increase_in_review",),
        "take my request for an increase back",
        path="/withdrawal",
        shows=("application", "product", "requested", "submitted_on"),
        changes=("open_applications",),
    ),
    Case(
        "waive_fee",
        ("current", "recent_late_fee"),
        "waive the late fee, first in a year",
        {"why": "first in a year"},
        "support_agent",
        path="/waive",
        body={"why": "first in a year"},
        shows=("fee_kind", "fee", "fee_date", "reason", "fees_owed_before", "fees_owed_after"),
        changes=("fees_cents",),
    ),
    Case(
        "reverse_fee",
        ("current", "recent_late_fee"),
        "reverse the late fee, the payment had come in time",
        {},
        "support_agent",
        path="/reverse",
        body={"why": "reverse the late fee, the payment had come in time"},
        shows=("fee", "reason"),
        changes=("fees_cents",),
    ),
    Case(
        "send_correction",
        ("current",),
        "correct turn 7f1c: wrong: due on June 5 right: due on June 6",
        {"turn": "7f1c", "wrong": "due on June 5", "right": "due on June 6"},
        "support_agent",
        path="/v1/notices/corrections",
        body={"turn_id": "7f1c", "wrong": "due on June 5", "right": "due on June 6"},
        shows=("turn", "wrong", "right"),
    ),
]
ELSEWHERE = {"cancel_draw", "withdraw_consent", "reverse_payment"}
"""What nobody in the portfolio can ask for before something was done: test_carried_out.py."""


@pytest.mark.parametrize("case", CASES, ids=[case.tool for case in CASES])
async def test_a_draft_says_who_what_and_what_changes(desk: Desk, case: Case) -> None:
    person = desk.person(*case.situation)
    context = desk.turn(person, case.said, staff=case.staff)
    draft = await drafted(context, case.tool, **case.arguments)
    spec = WRITES[case.tool]
    assert (draft.about, draft.maker) == (person["borrower_id"], context.caller.subject)
    assert (draft.risk, draft.assurance, draft.approval) == (spec.risk, spec.assurance, spec.approval)
    assert (draft.expires_at - draft.made_at).total_seconds() == (900 if spec.risk == "high" else 3600)
    assert draft.operation.path.endswith(case.path)
    assert draft.operation.body.items() >= case.body.items()
    assert set(case.shows) <= set(labels(draft))
    assert set(case.changes) <= set(draft.after) == set(draft.before)
    assert all(draft.before[name] != draft.after[name] for name in draft.after)
    assert set(draft.sources) <= set(spec.sensitive)
    assert set(draft.sources) >= {name for name in case.arguments if name in spec.sensitive}


async def test_the_same_request_twice_in_a_turn_is_one_draft_and_a_fourth_is_none(desk: Desk) -> None:
    context = desk.turn(desk.person("increase_declined"), "pay $50, $60, $70 and $80 today")
    first = await drafted(context, "schedule_payment", amount=50)
    again = await registry.call("schedule_payment", {"amount": "50.00", "payment_date": "2026-05-15"}, context)
    assert again == {"proposal": first.shown()}
    assert len(context.drafts) == 1
    for dollars in (60, 70):
        await drafted(context, "schedule_payment", amount=dollars)
    fourth = await registry.call("schedule_payment", {"amount": 80}, context)
    assert fourth["error"]["kind"] == "not_available"
    assert len(context.drafts) == 3


@pytest.mark.parametrize(
    ("tool", "said", "arguments", "reads"),
    [
        ("schedule_payment", "pay $50 today", {"amount": 50}, ["amount-due"]),
        ("request_draw", "draw 60 from my line", {"amount": 60}, []),
        ("set_autopay", "set up autopay for the minimum", {"amount_kind": "minimum"}, ["autopay"]),
    ],
)
async def test_a_draft_asks_the_account_system_for_everything_once(
    desk: Desk, tool: str, said: str, arguments: dict[str, Any], reads: list[str]
) -> None:
    context = desk.turn(desk.person("increase_declined"), said)
    heard = listen(desk, context)
    draft = await drafted(context, tool, **arguments)
    assert set(heard[:2]) == {"GET /v1/me", "GET /v1/accounts"}
    assert heard[2:] == [
        *(f"GET /v1/accounts/{draft.operation.account_id}/{read}" for read in reads),
        f"{draft.operation.method} {draft.operation.path}?dry_run=true",
    ]


async def test_what_is_about_the_person_reads_no_accounts(desk: Desk) -> None:
    context = desk.turn(desk.person("increase_declined"), "my new number is (302) 555-0142")
    heard = listen(desk, context)
    await drafted(context, "change_contact", phone="302 555 0142")
    assert heard == ["GET /v1/me", "GET /v1/me/contact", "PUT /v1/me/contact?dry_run=true"]


def test_every_write_tool_is_drafted_by_a_test() -> None:
    assert {case.tool for case in CASES} | ELSEWHERE == set(WRITES)
    assert {name for name, spec in registry.TOOLS.items() if spec.access == "WRITE"} == set(WRITES)


async def test_a_waiver_that_needs_a_supervisor_is_drafted_for_the_one_who_approves(desk: Desk) -> None:
    case = next(case for case in CASES if case.tool == "waive_fee")
    draft = await drafted(desk.turn(desk.person(*case.situation), case.said, staff="support_agent"), case.tool)
    assert draft.approval == "supervisor"
    assert lines(draft)["reason"] == case.said
