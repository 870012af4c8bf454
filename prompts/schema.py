"""The shapes of the files in this folder. Unknown fields are refused, so a misspelt key cannot be silently ignored."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Outcome = Literal["answer", "clarify", "decline", "handoff", "chitchat", "followup"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


REASONS: dict[str, frozenset[str]] = {
    "decline": _names(
        "credit_prediction third_party other_borrower instruction_override system_prompt legal_advice tax_advice "
        "investment_advice off_topic discriminatory wrongdoing not_covered"
    ),
    "handoff": _names(
        "asked_for_person self_harm deceased elder_abuse domestic_abuse scam identity_theft bankruptcy attorney "
        "cease_contact complaint servicemember vulnerable account_change"
    ),
    "followup": _names("other_account other_period same_again why when how_much and_policy mine"),
    "chitchat": _names(
        "greeting thanks goodbye who_are_you what_can_you_do are_you_human acknowledgement never_mind confirm_on_card"
    ),
    "clarify": _names(
        "which_account payoff_date which_charge what_is_meant which_payment which_draw unclear amount due_day "
        "autopay_kind requested_amount draw_amount plan income_change consent contact_detail "
        "correction"
    ),
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FrontMatter(Strict):
    """The head of a prompt: `inputs` are the only variables its body may use."""

    version: int = Field(ge=1)
    inputs: tuple[str, ...]
    output: str
    model: str
    params: dict[str, float | int | str] = {}
    owner: str


class ToolText(Strict):
    """How one tool is described to a model. write: whether it proposes a change, so that only a sure reading calls it.

    needs: what has to be known before it is called: the question (a reason to clarify) and the arguments of which one
    answers it.
    """

    description: str
    arguments: dict[str, str] = {}
    write: bool = False
    needs: dict[str, tuple[str, ...]] = {}

    @field_validator("needs")
    @classmethod
    def _questions_exist(cls, needs: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if unknown := set(needs) - REASONS["clarify"]:
            raise ValueError(f"no such question: {sorted(unknown)}")
        return needs


class Call(Strict):
    """One call of a scenario; `arguments` holds only what the scenario itself fixes."""

    tool: str
    arguments: dict[str, str | int] = {}


class Scenario(Strict):
    """A situation that borrowers are in: how they say it and what is right to do.

    label: how an option that offers it to a borrower is worded, where the wording of its first tool is too general.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    means: str
    calls: tuple[Call, ...] = ()
    outcome: Outcome = "answer"
    reason: str | None = None
    variants: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    look_alike_of: str | None = None
    label: dict[Literal["en", "es"], str] = {}
    audience: Literal["anyone", "staff"] = "anyone"
    utterances: tuple[str, ...] = Field(min_length=1)

    @field_validator("variants", mode="before")
    @classmethod
    def _yaml_words(cls, given: dict[str, str | bool]) -> dict[str, str]:
        """YAML 1.1 reads a bare `off` as false; here it is the name of a variant."""
        names = {False: "off", True: "on"}
        return {tool: names[name] if isinstance(name, bool) else name for tool, name in given.items()}

    @model_validator(mode="after")
    def _reason_is_listed(self) -> "Scenario":
        listed = REASONS.get(self.outcome)
        if listed is not None and self.reason not in listed:
            raise ValueError(f"scenario {self.id}: reason {self.reason!r} is not one of {sorted(listed)}")
        if listed is None and self.reason is not None:
            raise ValueError(f"scenario {self.id}: outcome {self.outcome} takes no reason")
        return self


class ExampleFile(Strict):
    """audience: `staff` for situations that no borrower with an account is in."""

    domain: str
    audience: Literal["anyone", "staff"] = "anyone"
    scenarios: tuple[Scenario, ...]


class Cue(Strict):
    """A sign in the borrower's words that adds a hand-off. `phrases` and `unless` are regular expressions."""

    cue: str
    outcome: Outcome
    reason: str
    phrases: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...] = ()
    calls: tuple[Call, ...] = ()

    @field_validator("phrases", "unless", mode="before")
    @classmethod
    def _compile(cls, patterns: list[str]) -> list[re.Pattern[str]]:
        return [re.compile(pattern, re.IGNORECASE) for pattern in patterns]


class Mood(Strict):
    """How a clause sounds that asks for nothing to be done, or (`corrects`) takes back a part of what was said.

    `phrases` and `unless` are regular expressions.
    """

    mood: Literal["question", "supposed", "told", "forbidden", "corrects"]
    phrases: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...] = ()

    @field_validator("phrases", "unless", mode="before")
    @classmethod
    def _compile(cls, patterns: list[str]) -> list[re.Pattern[str]]:
        return [re.compile(pattern) for pattern in patterns]

    def fits(self, clause: str) -> bool:
        """clause: in lower case, without accents and apostrophes."""
        sounds = any(phrase.search(clause) for phrase in self.phrases)
        return sounds and not any(phrase.search(clause) for phrase in self.unless)


class Handoff(Strict):
    """Where a hand-off reason goes, how that queue is reached, what is said first and which policy backs it."""

    queue: str
    phone: str
    hours: str
    cite: str
    urgent: bool
    opening: dict[Literal["en", "es"], str]
