"""What the commands about an account's life have in common: fields, and refusals from (code, sentence) pairs."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from accounts.commands.base import Books, Reason, Refused
from accounts.commands.content import Text
from accounts.posting.standing import Standing, standing

Tier = Literal["A", "B", "C", "D"]
DueDay = Annotated[int, Field(ge=1, le=28, description="Day of the month.", examples=[15])]
CycleDay = Literal[5, 12, 19, 26]
TermMonths = Annotated[int, Field(ge=12, le=60, examples=[24])]
Bps = Annotated[int, Field(ge=0, le=3600, description="Basis points: 2499 = 24.99%.", examples=[2499])]
BankLast4 = Annotated[str, Field(pattern=r"^[0-9]{4}$", examples=["4321"])]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]


class RecordedReason(BaseModel):
    """A principal reason of a decision, as it was recorded and is given to the borrower, verbatim."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$", examples=["DTI"])]
    text: Text


Reasons = Annotated[tuple[RecordedReason, ...], Field(max_length=4)]


def pairs(reasons: Iterable[RecordedReason]) -> list[tuple[str, str]]:
    """Reasons as (code, text)."""
    return [(reason.code, reason.text) for reason in reasons]


def refuse_if(code: str, reasons: Iterable[tuple[str, str]]) -> None:
    """Raise Refused when there is a reason."""
    found = [Reason(name, text) for name, text in reasons]
    if found:
        raise Refused(code, found)


def standing_of(books: Books) -> Standing:
    """How the account stands on the day on which the command counts."""
    return standing(books.connection, books.account, books.value_on)


def line_of(books: Books, code: str) -> Standing:
    """The standing of a Cash Line. Raises Refused for a loan."""
    found = standing_of(books)
    if found.product != "cash_line":
        refuse_if(code, [("product", "This is an instalment loan; only a Cash Line has a limit and draws.")])
    return found


def loan_of(books: Books, code: str) -> Standing:
    """The standing of an instalment loan. Raises Refused for a line."""
    found = standing_of(books)
    if found.product != "instalment_loan":
        refuse_if(code, [("product", "This is a Cash Line; only an instalment loan has instalments.")])
    return found
