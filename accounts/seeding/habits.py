"""How people pay the bills they get: every statement becomes a payment they mean to make, or none."""

from datetime import date, timedelta
from random import Random

from accounts.posting.statements import Issued
from accounts.seeding.agenda import AccountPlan, Agenda, Intent
from accounts.seeding.personas import LAST_DAY

ERRATIC_LATE_DAYS = (0, 0, 0, 3, 9, 16)
SMALL_REST_PERCENT = 130


def plan_payment(random: Random, agenda: Agenda, issued: Issued) -> None:
    """Put the payment for a statement on the agenda, by the habits of the account's plan."""
    plan = agenda.plans[issued.account_id]
    if issued.minimum_due_cents <= 0 or (plan.stop_from and issued.due_date >= plan.stop_from):
        return
    if plan.style == "autopay":
        return
    day = _pay_on(random, plan, issued)
    if day > LAST_DAY:
        return
    agenda.on(day).intents.append(_intent(random, plan, issued))


def _pay_on(random: Random, plan: AccountPlan, issued: Issued) -> date:
    """Usually some days before the due date; a stopping borrower paid on time until then."""
    exception = plan.late_days_between
    if exception and exception[0] <= issued.due_date <= exception[1]:
        return issued.due_date + timedelta(days=exception[2])
    if plan.style == "late":
        return issued.due_date + timedelta(days=random.randint(1, 4))
    if plan.style == "erratic" and (late := random.choice(ERRATIC_LATE_DAYS)):
        return issued.due_date + timedelta(days=late)
    return issued.due_date - timedelta(days=plan.lead_days)


def _intent(random: Random, plan: AccountPlan, issued: Issued) -> Intent:
    hour = random.choice((7, 9, 12, 15, 18))
    small_rest = issued.new_balance_cents * 100 <= issued.minimum_due_cents * SMALL_REST_PERCENT
    if not plan.opening.limit_cents and small_rest:
        return Intent(issued.account_id, "payoff", source=plan.source, hour=hour)
    if plan.style == "full":
        return Intent(issued.account_id, "cents", issued.new_balance_cents, plan.source, hour)
    wanted = issued.minimum_due_cents * plan.percent // 100
    if plan.percent > 100:
        wanted = -(-wanted // 500) * 500
    return Intent(issued.account_id, "cents", min(wanted, issued.new_balance_cents), plan.source, hour)
