"""Arguments of the write tools. What they mean to a model is said in prompts/tools.yaml; here they are checked.

Amounts come in dollars with at most two places and are canonical in cents. No argument names a borrower.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator

from tools.arguments import Arguments, OneAccount

PaymentKind = Literal["minimum_due", "past_due", "statement_balance", "payoff"]
AutopayKind = Literal["minimum", "statement_balance", "fixed"]
DisputeKind = Literal["billing_error", "electronic_transfer", "credit_report"]
PlanId = Literal["relief-6", "relief-12", "bridge-3", "extend-6"]
IncomeChange = Literal["income_lower", "job_lost", "hours_cut", "expenses_higher", "household_changed", "other"]
Channel = Literal["email", "phone", "text", "mail", "in_app"]
Language = Literal["en", "es"]
Consent = Literal["e_sign", "calls_texts", "marketing", "credit_report"]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9-]+$")]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=500, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"),
]
DueDay = Annotated[int, Field(ge=1, le=28)]
Email = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^@\s\x00]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")]


def _plain_amount(given: object) -> object:
    """`$1,250.00` as a number; a float by its shortest text, so that 0.1 is ten cents."""
    if isinstance(given, str):
        return given.strip().removeprefix("$").replace(",", "")
    return str(given) if isinstance(given, float) else given


def _us_phone(given: object) -> object:
    """Any way of writing a US number, as E.164."""
    if not isinstance(given, str):
        return given
    digits = "".join(char for char in given if char.isascii() and char.isdigit())
    return f"+1{digits}" if len(digits) == 10 else f"+{digits}"


Dollars = Annotated[
    Decimal,
    BeforeValidator(_plain_amount),
    Field(gt=0, le=1_000_000, decimal_places=2, allow_inf_nan=False),
    WithJsonSchema({"type": "number", "format": "money", "exclusiveMinimum": 0, "maximum": 1_000_000}),
]
Phone = Annotated[str, BeforeValidator(_us_phone), StringConstraints(pattern=r"^\+1[2-9][0-9]{9}$")]


def cents(dollars: Decimal) -> int:
    """The canonical form of an amount."""
    return int(dollars * 100)


class MoveDueDate(OneAccount):
    due_day: DueDay


class SchedulePayment(OneAccount):
    amount: Dollars | None = None
    amount_kind: PaymentKind | None = None
    payment_date: date | None = None

    @model_validator(mode="after")
    def _one_amount(self) -> "SchedulePayment":
        if self.amount is not None and self.amount_kind is not None:
            raise ValueError("give amount or amount_kind, not both")
        return self


class OnePayment(OneAccount):
    """A payment by its id, its day or its amount; absent where there is only one."""

    payment: Reference | None = None
    payment_date: date | None = None
    amount: Dollars | None = None


class SetAutopay(OneAccount):
    amount_kind: AutopayKind
    fixed_amount: Dollars | None = None


class RequestDraw(OneAccount):
    amount: Dollars


class OneDraw(OneAccount):
    draw: Reference | None = None
    amount: Dollars | None = None


class RequestRefund(OneAccount):
    amount: Dollars | None = None


class OpenDispute(OneAccount):
    """The description is no argument: it is the person's own last message."""

    dispute_kind: DisputeKind
    transaction: Reference | None = None
    transaction_date: date | None = None
    amount: Dollars | None = None


class OneDispute(OneAccount):
    dispute: Reference | None = None


class EnrolHardship(OneAccount):
    plan: PlanId | None = None
    income_change: IncomeChange


class ChangeContact(Arguments):
    channel: Channel | None = None
    language: Language | None = None
    phone: Phone | None = None
    email: Email | None = None


class WithdrawConsent(Arguments):
    consent: Consent


class RequestLimitIncrease(OneAccount):
    requested_amount: Dollars


class OneApplication(Arguments):
    application: Reference | None = None


class OneFee(OneAccount):
    fee: Reference | None = None
    fee_date: date | None = None
    amount: Dollars | None = None
    why: Words | None = None


class ReversePayment(OnePayment):
    why: Words | None = None


class SendCorrection(Arguments):
    turn: Reference
    wrong: Words
    right: Words
