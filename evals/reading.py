"""What a case names in the account system: values that it reads, facts an answer states, conditions on a person."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Product = Literal["cash_line", "instalment_loan"]
Format = Literal["money", "date", "percent", "number", "text"]


STRICT = ConfigDict(extra="forbid", frozen=True)
"""Unknown fields are refused; what was read stays as it was."""


class Strict(BaseModel):
    model_config = STRICT


class Read(Strict):
    """One value of the account system, over HTTP with the person's own token.

    read: `applications`, `me`, `me/contact`, or a resource of each account such as `payoff-quote`. params: values may
    be date words (`today`, `+7d`, `next_friday`). rows: name of a list of the answer, narrowed by `match`. field:
    dotted path.
    """

    read: str
    product: Product | None = None
    params: dict[str, str] = {}
    rows: str | None = None
    match: dict[str, str] = {}
    field: str | None = None


class Fact(Read):
    """A value the answer has to state. take: of several rows, the first (newest) or all of them.

    accounts: `all`: of each account that has the value; `any`: of one of them.
    """

    take: Literal["first", "all"] = "first"
    accounts: Literal["all", "any"] = "all"
    as_: Annotated[Format, Field(alias="as")]

    @model_validator(mode="after")
    def _names_a_value(self) -> "Fact":
        if not self.field:
            raise ValueError("a fact names the field whose value the answer has to state")
        return self


class Where(Read):
    """A condition on the person: rows exist (at least, at most so many), or a value is above or below a number (cents,
    bps), equal, or another one."""

    at_least: int = 1
    at_most: int | None = None
    above: int | None = None
    below: int | None = None
    is_: Annotated[bool | str | int | None, Field(alias="is")] = None
    is_not: bool | str | int | None = None
