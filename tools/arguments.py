"""Arguments of the read tools. What they mean to a model is said in prompts/tools.yaml; here they are checked."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

AccountRef = Annotated[str, Field(max_length=40)]
Period = Annotated[str, Field(pattern=r"^(latest|\d{4}-(0[1-9]|1[0-2]))$")]
TransactionKind = Literal[
    "draw",
    "payment",
    "returned_payment",
    "late_fee",
    "returned_payment_fee",
    "interest",
    "refund",
    "waiver",
    "disbursement",
    "origination_fee",
]
PaymentStatus = Literal["scheduled", "pending", "posted", "returned", "cancelled"]
FeeKind = Literal["late_fee", "returned_payment_fee", "origination_fee"]
Product = Literal["cash_line", "instalment_loan"]


class Arguments(BaseModel):
    """Base of all tool arguments: unknown fields are an error, so a model cannot smuggle a borrower id in."""

    model_config = ConfigDict(extra="forbid")


class NoArguments(Arguments):
    """The tool takes none."""


class OneAccount(Arguments):
    """`account`: `cash_line`, `instalment_loan` or the last four digits; absent means every account that applies."""

    account: AccountRef | None = None


class OneStatement(OneAccount):
    period: Period = "latest"


class Statements(OneAccount):
    limit: Annotated[int, Field(ge=1, le=24)] = 6


class Transactions(OneAccount):
    kind: TransactionKind | None = None
    from_date: date | None = None
    to_date: date | None = None


class Payments(OneAccount):
    status: PaymentStatus | None = None


class Payoff(OneAccount):
    payoff_date: date | None = None


class Fees(OneAccount):
    kind: FeeKind | None = None


class Applications(Arguments):
    product: Product | None = None


class PolicySearch(Arguments):
    query: Annotated[str, Field(min_length=2, max_length=600)]
    product: Product | None = None


class Clarification(Arguments):
    question: Annotated[str, Field(min_length=3, max_length=400)]
    options: Annotated[list[Annotated[str, Field(max_length=160)]], Field(max_length=4)] = []


class Decline(Arguments):
    reason: Annotated[str, Field(max_length=40)]


class HandOff(Arguments):
    reason: Annotated[str, Field(max_length=40)]
