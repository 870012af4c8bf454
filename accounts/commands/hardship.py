"""Hardship plans: who may have one, enrolment, and their early end."""

from typing import Literal

from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.texts import Body, Reference
from accounts.posting import plans
from accounts.posting.plans import PlanId
from accounts.posting.standing import standing
from accounts.roles import STAFF
from accounts.terms.hardship import NO_PROOF_UP_TO_CENTS, PLANS, HardshipFacts, proof_needed, refusals
from accounts.terms.money import dollars

IncomeChange = Literal["income_lower", "job_lost", "hours_cut", "expenses_higher", "household_changed", "other"]
_FACTS = """
SELECT a.product, a.status, a.opened_on, b.owed_cents,
  EXISTS (SELECT 1 FROM hardship_plans h WHERE h.account_id = a.account_id
    AND coalesce(h.ended_on, h.ends_on) >= %(on)s) AS running,
  (SELECT max(least(coalesce(h.ended_on, h.ends_on), h.ends_on)) FROM hardship_plans h
    WHERE h.account_id = a.account_id AND coalesce(h.ended_on, h.ends_on) < %(on)s) AS last_ended,
  (SELECT count(*) FROM dues d WHERE d.account_id = a.account_id AND d.paid_on IS NULL AND d.cancelled_why IS NULL
    AND d.due_date >= %(on)s) AS ahead
FROM accounts a JOIN balances b USING (account_id) WHERE a.account_id = %(account)s
"""
_PLAN = """
SELECT plan_id, started_on, ends_on, payment_cents, apr_bps FROM hardship_plans
WHERE account_id = %s AND started_on = %s
"""


class EnrolHardship(Command):
    """Start a hardship plan today. The borrower says how their income changed, never why they are ill.

    Above a balance of $5,000 the plan needs proof of income. Source: docs/product-terms.md, Hardship plans.
    """

    kind = "enrol_hardship"
    plan_id: PlanId
    income_change: IncomeChange
    proof_ref: Reference | None = None

    def check(self, books: Books) -> None:
        row = books.connection.execute(_FACTS, {"account": books.account, "on": books.today}).fetchone()
        assert row is not None
        product, status, opened_on, owed, running, last_ended, ahead = row
        late = standing(books.connection, books.account, books.today).days_past_due
        facts = HardshipFacts(product, status, opened_on, late, owed, running, last_ended)
        reasons = [Reason("not-eligible", text) for text in refusals(facts, books.today)]
        plan = next(plan for plan in PLANS if plan.plan_id == self.plan_id)
        if plan.product != product:
            text = f"{plan.name} is for {'a Cash Line' if plan.product == 'cash_line' else 'an instalment loan'}."
            reasons.append(Reason("product", text))
        elif product == "instalment_loan" and not ahead and not reasons:
            reasons.append(Reason("no-instalments", "No instalment of this loan is still ahead."))
        if self.proof_ref is None and proof_needed(owed):
            text = f"Above a balance of {dollars(NO_PROOF_UP_TO_CENTS)} the plan needs proof of income."
            reasons.append(Reason("proof", text))
        if reasons:
            raise Refused("hardship-not-possible", reasons)

    def apply(self, books: Books) -> Result:
        plans.start_plan(books.connection, books.account, self.plan_id, books.value_on, self.income_change)
        row = books.connection.execute(_PLAN, [books.account, books.value_on]).fetchone()
        assert row is not None
        return dict(zip(("plan_id", "started_on", "ends_on", "payment_cents", "apr_bps"), row, strict=True))


class PlanEnd(Body):
    """Why a plan ends early."""

    why: Literal["borrower_asked", "income_recovered", "set_up_in_error"]


class EndHardship(PlanEnd, Command):
    """End the running plan today; the agreed terms hold again from tomorrow."""

    kind = "end_hardship"
    roles = STAFF

    def check(self, books: Books) -> None:
        found = books.connection.execute(
            "SELECT 1 FROM hardship_plans WHERE account_id = %s AND started_on <= %s AND ended_on IS NULL "
            "AND ends_on > %s",
            [books.account, books.today, books.today],
        )
        if found.fetchone() is None:
            text = "No hardship plan runs on this account that could end before its last day."
            raise Refused("no-plan", [Reason("plan", text)])

    def apply(self, books: Books) -> Result:
        ended = plans.end_plans(books.connection, [books.account], books.value_on, self.why)
        return {"ended_on": books.value_on if ended else None}
