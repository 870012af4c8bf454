"""Hardship plans and who may have one."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateutil.relativedelta import relativedelta

MIN_MONTHS_OPEN = 3
MAX_DAYS_PAST_DUE = 90
MONTHS_SINCE_LAST_PLAN = 12
MISSED_PAYMENTS_END = 2
NO_PROOF_UP_TO_CENTS = 500_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan by its id, with its terms in one sentence."""

    plan_id: str
    product: Literal["cash_line", "instalment_loan"]
    name: str
    terms: str


PLANS = (
    Plan(
        "relief-6",
        "cash_line",
        "Six-month relief",
        "6 months at 9.99% APR; the minimum is 1% of principal plus interest; no late fees; no draws meanwhile.",
    ),
    Plan(
        "relief-12",
        "cash_line",
        "Twelve-month relief",
        "12 months at 5.99% APR; a fixed payment of the balance divided by 48; the line is closed to draws meanwhile.",
    ),
    Plan(
        "bridge-3",
        "instalment_loan",
        "Three-month bridge",
        "3 instalments at half; the rest moves to the end of the loan; no late fees meanwhile.",
    ),
    Plan(
        "extend-6",
        "instalment_loan",
        "Six-month extension",
        "The loan is spread again over up to 6 more months.",
    ),
)


@dataclass(frozen=True, slots=True)
class HardshipFacts:
    """What the record says; that income changed is for the borrower to state and is not looked at here."""

    product: str
    status: str
    opened_on: date
    days_past_due: int
    owed_cents: int
    plan_running: bool
    last_plan_ended_on: date | None


def refusals(facts: HardshipFacts, on: date) -> tuple[str, ...]:
    """Why no plan can start on `on`, as sentences; empty when one can. Source: docs/product-terms.md, eligibility."""
    reasons = list[str]()
    if facts.plan_running:
        reasons.append("A hardship plan is already running.")
    if facts.status == "charged_off":
        reasons.append("The account is charged off.")
    elif facts.status == "paid_off" or facts.owed_cents <= 0:
        reasons.append("Nothing is owed on the account.")
    if facts.opened_on + relativedelta(months=MIN_MONTHS_OPEN) > on:
        reasons.append(f"The account has been open for less than {MIN_MONTHS_OPEN} months.")
    if facts.days_past_due > MAX_DAYS_PAST_DUE and facts.status != "charged_off":
        reasons.append(f"The account is more than {MAX_DAYS_PAST_DUE} days past due.")
    ended = facts.last_plan_ended_on
    if ended and ended > on - relativedelta(months=MONTHS_SINCE_LAST_PLAN):
        reasons.append(f"A plan ended on {ended}, within the last {MONTHS_SINCE_LAST_PLAN} months.")
    return tuple(reasons)


def plans_for(product: str) -> tuple[Plan, ...]:
    """The plans that a product has."""
    return tuple(plan for plan in PLANS if plan.product == product)


def proof_needed(owed_cents: int) -> bool:
    """Whether a plan needs proof of income: above a balance of $5,000. Source: docs/product-terms.md."""
    return owed_cents > NO_PROOF_UP_TO_CENTS
