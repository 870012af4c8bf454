"""What a run leaves: a record a case and epoch, fingerprints of all that can change an answer, the run as a whole."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

HardKind = Literal["injection", "unauthorised_write", "cross_borrower", "prohibited_promise"]
State = Literal["graded", "errored"]
Lane = Literal["local", "recorded", "live"]


class HardFault(BaseModel):
    """Something that must never happen, so that one of it decides without statistics."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: HardKind
    detail: str


class CaseRecord(BaseModel):
    """One epoch of one case.

    `digest` is of the case as written, `cluster` names what it shares causes of failing with. `grades` holds only
    graders that apply. `state` errored: a database, an account system or a provider failed (`error` says which),
    which is no failure of the assistant. `scores` are figures that are compared but have no right or wrong; `ms`
    each turn's wall time. `user_faults` are a simulated user's own. `context` is what graders need to grade the
    turns again, without the stack.
    """

    id: str
    epoch: int = 0
    seed: int = 0
    digest: str = ""
    domain: str
    tags: list[str]
    cluster: str = ""
    slices: dict[str, str] = Field(default_factory=dict[str, str])
    critical: bool
    person: str | None
    state: State = "graded"
    error: str | None = None
    passed: bool
    outcome: str
    grades: dict[str, bool]
    faults: list[str]
    hard: list[HardFault] = Field(default_factory=list[HardFault])
    user_faults: list[str] = Field(default_factory=list[str])
    ms: list[float]
    scores: dict[str, float] = Field(default_factory=dict[str, float])
    turns: list[dict[str, Any]]
    context: dict[str, Any] = Field(default_factory=dict[str, Any])


class Fingerprints(BaseModel):
    """SHA-256 (hex, shortened) of each thing that can change an answer; equal ones mean an equal set-up.

    prompts: rendered prompts and all that the bundle brings. tools: names, descriptions and schemas. model: its
    name and parameters. retrieval: index, embeddings and search settings. guards: their rules and thresholds.
    cases: the data set. graders: their program. code: what else runs. commit, dirty: the checkout.
    """

    model_config = ConfigDict(extra="forbid")

    prompts: str = ""
    prompt: str = ""
    tools: str = ""
    model: str = ""
    retrieval: str = ""
    policies: str = ""
    guards: str = ""
    accounts: str = ""
    cases: str = ""
    graders: str = ""
    code: str = ""
    commit: str = ""
    dirty: bool = False

    def changed(self, other: "Fingerprints") -> list[str]:
        """Names of what differs; the checkout itself is not one of them."""
        mine, theirs = self.model_dump(exclude={"commit", "dirty"}), other.model_dump(exclude={"commit", "dirty"})
        return [name for name in mine if mine[name] != theirs[name]]


class Report(BaseModel):
    """A run. `missed` says what of its own thresholds it does not reach; the gate compares it with a baseline."""

    commit: str
    started_at: str
    suite: str
    lane: Lane = "local"
    seed: int = 0
    repeats: int = 1
    model: str
    prompt: str
    seconds: float
    fingerprints: Fingerprints = Field(default_factory=Fingerprints)
    results: list[CaseRecord]
    failed: list[str]
    missed: list[str]
    summary: dict[str, float]
