"""Who is in the seeded portfolio: the situations to cover and how many people are in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

FIRST_DAY = date(2025, 3, 1)
LAST_DAY = date(2026, 5, 14)
BUSINESS_DATE = date(2026, 5, 15)

Holding = Literal["line", "loan", "both", "two_lines", "two_loans"]
Style = Literal["on_time", "autopay", "full", "late", "stop", "erratic"]


@dataclass(frozen=True, slots=True)
class Persona:
    """A situation: `key` names it, `stop_days` is how long before the business date the first due is missed."""

    key: str
    count: int
    holding: Holding
    style: Style = "on_time"
    stop_days: int = 0
    language: Literal["en", "es"] = "en"
    state: str | None = None


PERSONAS: tuple[Persona, ...] = (
    Persona("current_both", 14, "both"),
    Persona("autopay_line", 14, "line", "autopay"),
    Persona("autopay_loan", 16, "loan", "autopay"),
    Persona("dpd_1_29_line", 7, "line", "stop", 29),
    Persona("dpd_30_line", 5, "line", "stop", 59),
    Persona("dpd_60_loan", 4, "loan", "stop", 89),
    Persona("dpd_90_line", 4, "line", "stop", 118),
    Persona("charged_off_line", 4, "line", "stop", 240),
    Persona("charged_off_loan", 4, "loan", "stop", 200),
    Persona("paid_off_early", 6, "loan"),
    Persona("relief_6", 4, "line"),
    Persona("bridge_3", 3, "loan"),
    Persona("dispute_billing", 4, "line"),
    Persona("credit_balance", 4, "line"),
    Persona("pending_draw", 6, "line", "full"),
    Persona("pending_payment", 6, "both"),
    Persona("scheduled_payment", 5, "loan"),
    Persona("returned_payment", 5, "line"),
    Persona("servicemember", 5, "both"),
    Persona("deceased", 3, "line"),
    Persona("attorney_represented", 3, "loan", "stop", 59),
    Persona("bankruptcy", 3, "both", "stop", 89),
    Persona("cease_contact", 3, "line", "stop", 59),
    Persona("identity_theft", 3, "line"),
    Persona("spanish_line", 12, "line", language="es"),
    Persona("spanish_both", 10, "both", "autopay", language="es"),
    Persona("two_lines", 5, "two_lines"),
    Persona("two_loans", 6, "two_loans"),
    Persona("promo_rate", 6, "line"),
    Persona("increase_in_review", 4, "line"),
    Persona("increase_declined", 4, "line"),
    Persona("increase_approved", 4, "line", "autopay"),
    Persona("application_incomplete", 4, "loan"),
    Persona("application_declined", 4, "line"),
    Persona("application_counteroffer", 4, "line", "full"),
    Persona("fee_waived", 4, "line"),
    Persona("recent_late_fee", 5, "line"),
    Persona("recent_returned_fee", 4, "loan"),
    Persona("residual_interest", 4, "line", "full"),
    Persona("extra_payments", 5, "loan"),
    Persona("dpd_1_29_loan", 5, "loan", "stop", 29),
    Persona("dpd_30_loan", 4, "loan", "stop", 59),
    Persona("dpd_60_line", 4, "line", "stop", 89),
    Persona("dpd_90_loan", 4, "loan", "stop", 118),
    Persona("relief_12", 3, "line"),
    Persona("extend_6", 3, "loan"),
    Persona("dispute_transfer", 3, "loan"),
    Persona("dispute_report", 3, "both"),
    Persona("frozen_line", 3, "line"),
    Persona("late_now_and_then", 4, "both", "erratic"),
    Persona("massachusetts_loan", 4, "loan", state="MA"),
)
ORDINARY = (
    Persona("ordinary_line", 1, "line"),
    Persona("ordinary_loan", 1, "loan", "autopay"),
    Persona("ordinary_both", 1, "both", "erratic"),
)


def cast(borrowers: int) -> Iterator[Persona]:
    """`borrowers` personas: every situation once, then again until its count is reached, then ordinary ones."""
    given = 0
    for round_number in range(max(persona.count for persona in PERSONAS)):
        for persona in PERSONAS:
            if persona.count > round_number and given < borrowers:
                given += 1
                yield persona
    for number in range(borrowers - given):
        yield ORDINARY[number % len(ORDINARY)]
