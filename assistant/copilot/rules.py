"""The rules by which a draft is looked at, read once from checks.yaml."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

Kind = Literal["promise", "figure", "disclosure", "pii", "credit_decision", "tone"]
Severity = Literal["warn", "stop"]
Pattern = re.Pattern[str]
_PATH = Path(__file__).parent / "checks.yaml"


class Section(BaseModel):
    """A section of a policy document, which a rule holds to."""

    model_config = ConfigDict(frozen=True)

    document: str
    section: str


class Rule(BaseModel):
    """unless: clears the clause."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    id: str
    severity: Severity = "warn"
    why: str
    source: Section
    unless: list[Pattern] = []

    @field_validator("unless", "patterns", "about", mode="before", check_fields=False)
    @classmethod
    def compiled(cls, value: list[str], info: Any) -> list[Pattern]:
        return [re.compile(one, re.IGNORECASE) for one in value]


class Saying(Rule):
    """Words that are not said like that.

    only_without: `receipts`, where there is none in the conversation. unless_quoted: cleared where the draft holds a
    recorded reason word for word. keeps_not_said: a negation clears nothing. as_written: capitals count.
    """

    kind: Kind
    patterns: list[Pattern]
    only_without: Literal["receipts"] | None = None
    unless_quoted: bool = False
    keeps_not_said: bool = False
    as_written: bool = False

    def model_post_init(self, context: Any, /) -> None:
        if self.as_written:
            self.patterns = [re.compile(one.pattern) for one in self.patterns]


class Disclosure(Rule):
    """What must be told as well. with_figures: the clause holds a figure of one of these kinds. needs: one of these
    stands somewhere in the draft; none: it is not spoken of at all. flags, products: for whom one of them holds."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)

    about: list[Pattern]
    with_figures: list[str] = []
    needs: list[str] = []
    flags: list[str] = []
    products: list[str] = []

    @property
    def needed(self) -> list[Pattern]:
        """Those of `needs` that are patterns."""
        return [re.compile(one, re.IGNORECASE) for one in self.needs if not one.startswith("figure:")]


class Private(BaseModel):
    """How a kind of private data is warned of."""

    severity: Severity
    why: str


class FigureRule(BaseModel):
    """own_plans, not_plans: clauses whose dates and durations are the agent's own."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    why: str
    not_an_account: str
    source: Section
    own_plans: Pattern
    not_plans: Pattern


class Ours(BaseModel):
    """Numbers and addresses that are the lender's own."""

    phones: list[str]
    mail_domains: list[str]


class Rules(BaseModel):
    """All of them. not_said: a clause that says that it cannot be said."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    turns: Pattern
    ours: Ours
    not_said: list[Pattern]
    says: list[Saying]
    discloses: list[Disclosure]
    private: dict[str, Private]
    private_source: Section
    figure: FigureRule


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Raises ValidationError, re.error where the file is not as it should be."""
    data = cast(dict[str, Any], yaml.safe_load(_PATH.read_text("utf-8")))
    data["turns"] = re.compile(data["turns"], re.IGNORECASE)
    data["not_said"] = [re.compile(one, re.IGNORECASE) for one in data["not_said"]]
    for name in ("own_plans", "not_plans"):
        data["figure"][name] = re.compile(data["figure"][name], re.IGNORECASE)
    for row in data["discloses"]:
        row["with_figures"] = row.pop("with", [])
    return Rules.model_validate(data)
