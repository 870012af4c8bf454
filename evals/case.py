"""What an eval case is: a situation to find, words to say, and what has to come of it. Unknown fields are refused."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.results import Outcome

FOLDERS = {"local": Path(__file__).parent / "cases", "heldout": Path(__file__).parent / "cases_heldout"}
Product = Literal["cash_line", "instalment_loan"]
Format = Literal["money", "date", "percent", "number", "text"]
NOT_ANSWERED: list[Outcome] = ["abstained", "refused", "handoff"]


class CaseError(ValueError):
    """A case file cannot be read; the message names file, case and field."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Read(Strict):
    """One value of the account system, over HTTP with the person's own token.

    read: `applications`, `me`, or a resource of each account such as `payoff-quote`. params: values may be date words
    (`today`, `+7d`, `next_friday`). rows: name of a list of the answer, narrowed by `match`. field: dotted path.
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
    """A condition on the person: rows exist (at least so many), or a value is above a number (cents, bps) or equal."""

    at_least: int = 1
    above: int | None = None
    is_: Annotated[bool | str | int | None, Field(alias="is")] = None


class Situation(Strict):
    """Whom a case needs, told by situation. holds: how many accounts of each product, exactly."""

    role: Literal["borrower", "support_agent", "supervisor", "analyst", "auditor"] = "borrower"
    tags: list[str] = []
    holds: dict[str, int] | None = None
    state: str | None = None
    language: Literal["en", "es"] | None = None
    where: list[Where] = []


class Gold(Strict):
    """Ids of policy documents: at least one of `any_of`, each of `all_of`."""

    any_of: list[str] = []
    all_of: list[str] = []

    @property
    def ids(self) -> list[str]:
        return [*self.all_of, *self.any_of]


class Proposes(Strict):
    """A proposal: its tool, and values that its lines must show as they are canonical: cents, day numbers, identifiers;
    days may be date words."""

    tool: str
    lines: dict[str, str | int] = {}


class Expect(Strict):
    """What has to come of the case's last turn; forbidden and disclosed things count in every turn.

    proposes: every proposal of the last turn. A case that names none allows none in any turn.
    calls: tools that must have run, in any order; a list inside is a choice. must_say, forbidden: regular expressions.
    """

    outcome: list[Outcome] = []
    proposes: list[Proposes] = []
    calls: list[str | list[str]] = []
    never_calls: list[str] = []
    facts: list[Fact] = []
    citations: Gold = Gold()
    must_say: list[str] = []
    forbidden: list[str] = []
    abstain: bool = False

    @property
    def outcomes(self) -> list[Outcome]:
        usual: list[Outcome] = ["proposal"] if self.proposes else NOT_ANSWERED if self.abstain else ["answered"]
        return self.outcome or usual


class Case(Strict):
    """One eval case. `{other_name}`, `{other_account}`, `{other_last4}` in turns name `other_person`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    domain: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    tags: list[str] = []
    critical: bool = False
    person: Situation | Literal["anonymous"]
    other_person: Situation | None = None
    language: Literal["en", "es"] = "en"
    turns: Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]
    expect: Expect

    @field_validator("expect", mode="before")
    @classmethod
    def _given(cls, value: object) -> object:
        if not value:
            raise ValueError("a case that expects nothing can only pass")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> "Case":
        if self.person == "anonymous" and self.expect.facts:
            raise ValueError("nobody is signed in, so there are no facts to compute")
        if self.expect.abstain and (self.expect.facts or self.expect.citations.ids):
            raise ValueError("a case that is to abstain has neither facts nor citations")
        return self


class _File(Strict):
    cases: list[Case]


def load(folder: Path) -> list[Case]:
    """All cases of a folder, in the order of file names. Raises CaseError; ids are unique over the folder."""
    cases: list[Case] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            cases += _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).cases
        except (yaml.YAMLError, ValidationError) as error:
            raise CaseError(f"{path.name}: {error}") from error
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise CaseError(f"the case id {case.id} is used twice in {folder.name}")
        seen.add(case.id)
    return cases


def load_suite(name: str) -> list[Case]:
    """Raises CaseError for a suite that does not exist."""
    if name not in FOLDERS:
        raise CaseError(f"there is no suite {name!r}; suites: {', '.join(FOLDERS)}")
    return load(FOLDERS[name])
