"""What a turn is asked and what it answers: the contract behind `assist ask --json` and the HTTP surface."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field, computed_field

from tools.caller import Caller

Channel = Literal["chat", "copilot", "openai", "mcp", "cli", "eval"]
Outcome = Literal["answered", "clarify", "abstained", "refused", "proposal", "handoff", "failed"]


@dataclass(frozen=True)
class TurnRequest:
    """One user message. `run_id` is the idempotency key: the same id is the same turn, whatever the text.

    channel: by which way it came. language: of the reply; None takes that of what was said.
    """

    caller: Caller
    thread_id: str
    run_id: str
    text: str
    channel: Channel = "chat"
    language: Literal["en", "es"] | None = None


class Citation(BaseModel):
    """A source behind the answer. `quote` stands verbatim in that section of that version."""

    id: int
    document: str
    version: int
    section: str
    title: str
    effective_from: str
    quote: str


class ToolCall(BaseModel):
    name: str
    arguments: dict[str, Any]
    result: dict[str, Any]


class GuardVerdict(BaseModel):
    """verdict: `pass`, `block`, or `rebuild` (the reply was replaced by one made from the sources alone)."""

    name: str
    direction: Literal["input", "output"]
    verdict: Literal["pass", "block", "rebuild"]
    ms: float
    detail: str | None = None


class Handoff(BaseModel):
    """The conversation waits for a person. `reason` is one of prompts/handoffs.yaml."""

    handoff_id: str
    reason: str
    queue: str
    hours: str | None = None
    phone: str | None = None
    urgent: bool = False


class Usage(BaseModel):
    input_tokens: int = 0
    output_tokens: int = 0


class Timings(BaseModel):
    """Milliseconds of one turn; `total` is wall time, the parts may overlap (tools run side by side)."""

    total: float = 0.0
    model: float = 0.0
    guards: float = 0.0
    retrieval: float = 0.0
    tools: float = 0.0
    persistence: float = 0.0


class TurnResult(BaseModel):
    """One turn, complete. `prompt` is name@version#hash, `model` the provider's name for what answered."""

    thread_id: str
    turn_id: str
    outcome: Outcome
    answer: str
    citations: list[Citation] = Field(default_factory=list[Citation])
    tool_calls: list[ToolCall] = Field(default_factory=list[ToolCall])
    proposals: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    handoff: Handoff | None = None
    guards: list[GuardVerdict] = Field(default_factory=list[GuardVerdict])
    prompt: str
    model: str
    usage: Usage = Field(default_factory=Usage)
    timings_ms: Timings = Field(default_factory=Timings)

    @computed_field
    @property
    def proposal(self) -> dict[str, Any] | None:
        """The first proposal of the turn (docs/acting.md), for clients that show one."""
        return self.proposals[0] if self.proposals else None
