"""What an eval case is: a situation to find, words to say, and what has to come of it. Unknown fields are refused."""

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from assistant.results import Outcome
from evals.acts import Command, Do, EndState
from evals.reading import STRICT, Fact, Format, Product, Read, Strict, Where
from evals.simulate.script import UserScript

__all__ = [
    "Case",
    "CaseError",
    "Command",
    "Do",
    "EndState",
    "Expect",
    "Fact",
    "Format",
    "Gold",
    "Product",
    "Proposes",
    "Read",
    "Situation",
    "Strict",
    "Where",
    "load",
    "load_suite",
    "suite_name",
]

FOLDERS = {"core": Path(__file__).parent / "cases", "heldout": Path(__file__).parent / "cases_heldout"}
_OLD_NAMES = {"local": "core"}
NOT_ANSWERED: list[Outcome] = ["abstained", "refused", "handoff"]


class CaseError(ValueError):
    """A case file cannot be read; the message names file, case and field."""


class _Part(BaseModel):
    model_config = STRICT


class Situation(_Part):
    """Whom a case needs, told by situation: all of `tags`, none of `without`. holds: how many accounts of each product,
    exactly."""

    role: Literal["borrower", "support_agent", "supervisor", "analyst", "auditor"] = "borrower"
    tags: list[str] = []
    without: list[str] = []
    holds: dict[str, int] | None = None
    state: str | None = None
    language: Literal["en", "es"] | None = None
    where: list[Where] = []


class Gold(_Part):
    """Ids of policy documents: at least one of `any_of`, each of `all_of`."""

    any_of: list[str] = []
    all_of: list[str] = []

    @property
    def ids(self) -> list[str]:
        return [*self.all_of, *self.any_of]


class Proposes(_Part):
    """A proposal: its tool, and values that its lines must show as they are canonical: cents, day numbers, identifiers;
    days may be date words."""

    tool: str
    lines: dict[str, str | int] = {}


class Expect(_Part):
    """What has to come of the case's last turn; forbidden and disclosed things count in every turn.

    proposes: every proposal of the last turn. A case that names none allows none in any turn, unless the person
    decides about proposals. calls: tools that must have run, in any order; a list inside is a choice. must_say,
    forbidden: regular expressions. disclosures: ids of evals/disclosures.yaml. reading_grade_max: of the last answer.
    cue: of evals/cues.yaml, whose action has to follow. guards: names of guards that are to step in.
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
    disclosures: list[str] = []
    reading_grade_max: float | None = None
    cue: str | None = None
    guards: list[str] = []
    end_state: EndState | None = None

    @property
    def outcomes(self) -> list[Outcome]:
        usual: list[Outcome] = ["proposal"] if self.proposes else NOT_ANSWERED if self.abstain else ["answered"]
        return self.outcome or usual


class Case(_Part):
    """One eval case. `{other_name}`, `{other_account}`, `{other_last4}` in turns name `other_person`.

    turns: what the person says and does, in order; `user` in its place is the script of a simulated user.
    languages: of single turns, by their number from 1, where people change it. earlier: what has to come of a turn
    before the last, by its number from 1. serves: for staff, the borrower whom the thread is about. cluster: cases
    that share causes of failing, by default the case alone.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    domain: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    tags: list[str] = []
    critical: bool = False
    cluster: str = ""
    person: Situation | Literal["anonymous"]
    serves: Situation | None = None
    other_person: Situation | None = None
    language: Literal["en", "es"] = "en"
    turns: list[Annotated[str, Field(min_length=1)] | Do] = []
    user: UserScript | None = None
    languages: dict[int, Literal["en", "es"]] = {}
    earlier: dict[int, Expect] = {}
    expect: Expect

    @property
    def said(self) -> list[str]:
        """The texts among the turns."""
        return [turn for turn in self.turns if isinstance(turn, str)]

    @property
    def acts(self) -> list[Do]:
        return [turn for turn in self.turns if isinstance(turn, Do)]

    @property
    def writes(self) -> bool:
        """Whether the books may change, so that its person can play only one such case in a world."""
        return bool(self.acts) or (self.user is not None and self.user.acts)

    def spoken(self, number: int) -> Literal["en", "es"]:
        """The language of turn `number`, from 1."""
        return self.languages.get(number, self.language)

    @property
    def facts(self) -> list[Fact]:
        """Every fact the case asks about, of whichever turn."""
        return [*self.expect.facts, *(fact for expect in self.earlier.values() for fact in expect.facts)]

    @property
    def role(self) -> str:
        return self.person if isinstance(self.person, str) else self.person.role

    @property
    def channel(self) -> Literal["chat", "copilot"]:
        """Where the person asks: borrowers in the chat, staff in the copilot."""
        return "chat" if self.role in ("borrower", "anonymous") else "copilot"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the case as it is written; fields that it does not name do not count."""
        written = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return hashlib.sha256(json.dumps(written, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @field_validator("expect", mode="before")
    @classmethod
    def _given(cls, value: object) -> object:
        if not value:
            raise ValueError("a case that expects nothing can only pass")
        return value

    @model_validator(mode="after")
    def _consistent(self) -> "Case":
        if bool(self.turns) == bool(self.user):
            raise ValueError("a case has either turns or a simulated user")
        if self.turns and not isinstance(self.turns[0], str):
            raise ValueError("the first turn is something said; before it there is no proposal to decide about")
        if any(not 0 < number < len(self.turns) for number in self.earlier):
            raise ValueError("`earlier` names turns before the last, from 1; the last is what `expect` is about")
        if self.person == "anonymous" and self.facts:
            raise ValueError("nobody is signed in, so there are no facts to compute")
        if self.serves and self.channel == "chat":
            raise ValueError("only staff serve a borrower")
        if self.expect.abstain and (self.expect.facts or self.expect.citations.ids):
            raise ValueError("a case that is to abstain has neither facts nor citations")
        if any(act.act.decision in ("confirm", "approve") for act in self.acts) and self.expect.end_state is None:
            raise ValueError("a case that confirms says in `end_state` how the books have to stand then")
        return self


class _File(_Part):
    cases: list[Case]


def load(folder: Path) -> list[Case]:
    """All cases of a folder, in the order of file names. Raises CaseError; ids are unique over the folder."""
    cases: list[Case] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            read = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            cases += _File.model_validate(read).cases
        except (yaml.YAMLError, ValidationError) as error:
            raise CaseError(f"{path.name}: {error}") from error
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise CaseError(f"the case id {case.id} is used twice in {folder.name}")
        seen.add(case.id)
    return cases


def suite_name(name: str) -> str:
    """The suite's present name; `local` is the old word for `core`."""
    return _OLD_NAMES.get(name, name)


def load_suite(name: str) -> list[Case]:
    """Raises CaseError for a suite that does not exist."""
    folder = FOLDERS.get(suite_name(name))
    if folder is None:
        raise CaseError(f"there is no suite {name!r}; suites: {', '.join(FOLDERS)}")
    return load(folder)
