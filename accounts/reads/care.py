"""Disputes and hardship plans."""

from datetime import date
from typing import Literal

from accounts.reads.account import account_row, found
from accounts.reads.answers import Answer, Currency, Maybe
from accounts.reads.dues import unpaid_dues
from accounts.reads.pages import Page
from accounts.reads.session import Reading, Row
from accounts.terms.delinquency import days_past_due
from accounts.terms.hardship import HardshipFacts, plans_for, refusals


class Dispute(Answer):
    """A dispute with its clocks."""

    dispute_id: str
    kind: Literal["billing_error", "electronic_transfer", "credit_report", "identity_theft"]
    opened_on: date
    amount_cents: int
    transaction_id: Maybe[str] = None
    status: Literal["open", "resolved_for_borrower", "resolved_as_billed", "withdrawn"]
    acknowledged_on: Maybe[date] = None
    acknowledge_by: Maybe[date] = None
    resolve_by: date
    description: str


class Disputes(Answer):
    """Disputes, newest first."""

    account_id: str
    currency: Currency = "USD"
    disputes: list[Dispute]
    next_cursor: Maybe[str] = None


class RunningPlan(Answer):
    """The hardship plan that runs now."""

    plan_id: str
    started_on: date
    ends_on: date
    payment_cents: int
    apr_bps: Maybe[int] = None
    payments_made: int
    payments_missed: int


class EligiblePlan(Answer):
    """A plan that the record allows; the borrower still states how their income changed."""

    plan_id: str
    name: str
    terms: str


class Hardship(Answer):
    """The running plan, the plans the record allows, and why none where it allows none."""

    account_id: str
    currency: Currency = "USD"
    plan: Maybe[RunningPlan] = None
    eligible_plans: list[EligiblePlan]
    not_eligible_because: list[str]


_ACCOUNT = """
SELECT a.*, d.business_date AS as_of, b.owed_cents FROM accounts.accounts a CROSS JOIN business_day d
JOIN balances b USING (account_id) WHERE a.account_id = %(account_id)s
"""
_DISPUTES = """
SELECT *, entry_id::text AS transaction_id,
  (SELECT w.content FROM words w WHERE w.subject_id = dispute_id AND w.part = 'description') AS description
FROM disputes WHERE account_id = %(account_id)s
  AND (%(after)s::text[] IS NULL OR (opened_on, dispute_id) < ((%(after)s::text[])[1]::date, (%(after)s::text[])[2]))
ORDER BY opened_on DESC, dispute_id DESC LIMIT %(limit)s
"""
_PLANS = """
SELECT h.*, (coalesce(h.ended_on, h.ends_on) >= %(as_of)s) AS running,
  least(coalesce(h.ended_on, h.ends_on), h.ends_on) AS over_on,
  (SELECT count(*) FROM dues d WHERE d.account_id = h.account_id AND d.due_date BETWEEN h.started_on AND h.ends_on
    AND d.cancelled_why IS NULL AND d.paid_on IS NOT NULL) AS payments_made
FROM hardship_plans h WHERE h.account_id = %(account_id)s AND h.started_on <= %(as_of)s ORDER BY h.started_on DESC
"""


async def disputes(reading: Reading, account_id: str, page: Page) -> Disputes:
    """The account's disputes. Raises NotFound, BadCursor."""
    await account_row(reading, account_id)
    scope = f"disputes {account_id}"
    rows = await reading.all(_DISPUTES, {"account_id": account_id, **page.bounds(scope)})
    shown, cursor = page.cut(rows, scope, lambda row: (row["opened_on"], row["dispute_id"]))
    listed = [Dispute.model_validate(row) for row in shown]
    return Disputes(account_id=account_id, disputes=listed, next_cursor=cursor)


async def hardship(reading: Reading, account_id: str) -> Hardship:
    """The account's hardship plan and options. Raises NotFound."""
    account = found(await reading.first(_ACCOUNT, {"account_id": account_id}), account_id)
    plans = await reading.all(_PLANS, {"account_id": account_id, "as_of": account["as_of"]})
    dues = await unpaid_dues(reading, account_id, account["as_of"])
    running = next((plan for plan in plans if plan["running"]), None)
    if running:
        since, until = running["started_on"], running["ends_on"]
        running["payments_missed"] = sum(1 for due in dues.past if since <= due.due_date <= until)
    reasons = refusals(_facts(account, plans, dues.oldest), account["as_of"])
    return Hardship(
        account_id=account_id,
        plan=RunningPlan.model_validate(running) if running else None,
        eligible_plans=[]
        if reasons
        else [
            EligiblePlan(plan_id=plan.plan_id, name=plan.name, terms=plan.terms)
            for plan in plans_for(account["product"])
        ],
        not_eligible_because=list(reasons),
    )


def _facts(account: Row, plans: list[Row], oldest_unpaid_due: date | None) -> HardshipFacts:
    over = [plan["over_on"] for plan in plans if not plan["running"]]
    return HardshipFacts(
        product=account["product"],
        status=account["status"],
        opened_on=account["opened_on"],
        days_past_due=days_past_due(oldest_unpaid_due, account["as_of"]),
        owed_cents=account["owed_cents"],
        plan_running=any(plan["running"] for plan in plans),
        last_plan_ended_on=max(over, default=None),
    )
