"""Who may ask for a higher limit, and the limits of a Cash Line. Source: docs/product-terms.md, Increase."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from accounts.terms.money import dollars
from accounts.terms.offering import AMOUNTS

MONTHS_OPEN = 6
MONTHS_BETWEEN = 6


@dataclass(frozen=True, slots=True)
class IncreaseFacts:
    """What the record says about a line whose holder asks for more."""

    status: str
    opened_on: date
    limit_cents: int
    days_past_due: int
    last_decided_on: date | None = None
    in_review: bool = False


def increase_refusals(facts: IncreaseFacts, requested_cents: int, on: date) -> tuple[tuple[str, str], ...]:
    """Why an increase cannot be asked for on `on`, as (code, sentence); empty when it can. It predicts no decision."""
    reasons = list[tuple[str, str]]()
    if facts.status != "open":
        reasons.append(("not-open", f"The line is {facts.status.replace('_', ' ')}; only an open line can be raised."))
    ready = facts.opened_on + relativedelta(months=MONTHS_OPEN)
    if ready > on:
        reasons.append(
            (
                "too-new",
                f"An increase can be requested once the line has been open {MONTHS_OPEN} months, from {ready} on.",
            )
        )
    if facts.last_decided_on and (again := facts.last_decided_on + relativedelta(months=MONTHS_BETWEEN)) > on:
        reasons.append(
            (
                "too-soon",
                f"The last decision was on {facts.last_decided_on}; the next increase can be "
                f"requested from {again} on.",
            )
        )
    if facts.in_review:
        reasons.append(("in-review", "An increase is in review already; its decision comes first."))
    if facts.days_past_due > 0:
        reasons.append(
            (
                "past-due",
                f"A payment is {facts.days_past_due} days past due; an increase can be requested "
                "once the account is current.",
            )
        )
    _, most = AMOUNTS["cash_line"]
    if not facts.limit_cents < requested_cents <= most:
        reasons.append(
            (
                "amount",
                f"The new limit must be more than {dollars(facts.limit_cents)} and at most {dollars(most)}.",
            )
        )
    return tuple(reasons)
