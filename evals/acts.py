"""What a person decides in a case in place of saying something, and how the books have to stand at its end."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from evals.reading import STRICT, Read
from evals.steps import Act, Decision


class _Part(BaseModel):
    model_config = STRICT


class Do(_Part):
    """What the person does in place of saying something: one decision about a proposal, by its number in the thread
    (from 0; -1 is the newest).

    code: a second factor is given with it. stale: it is of what was shown before, so its digest is another one.
    gives: the state of the proposal after it, or the name of the refusal (`step-up-needed`, `proposal-expired`, ...).
    """

    confirm: int | None = None
    reject: int | None = None
    cancel: int | None = None
    approve: int | None = None
    undo: int | None = None
    code: bool = False
    stale: bool = False
    gives: str | None = None

    @property
    def act(self) -> Act:
        (chosen,) = self._decisions
        return Act(chosen, getattr(self, chosen), self.code, self.stale)

    @property
    def _decisions(self) -> list[Decision]:
        every: tuple[Decision, ...] = ("confirm", "reject", "cancel", "approve", "undo")
        return [name for name in every if getattr(self, name) is not None]

    @model_validator(mode="after")
    def _one(self) -> "Do":
        if len(self._decisions) != 1:
            raise ValueError("an act is one of confirm, reject, cancel, approve, undo, with a proposal's number")
        return self


class Command(_Part):
    """One write as the account system's own API takes it, carried out on untouched books for comparison.

    `{cash_line}`, `{instalment_loan}` in the path are the person's own account of that product, `{account}` their only
    one, `{name}` a value of `find`, `{said_1}` what they say first; also in the body, where a date word is a day.
    who: in whose name; staff serve the person.
    """

    post: str | None = None
    put: str | None = None
    body: dict[str, Any] = {}
    find: dict[str, Read] = {}
    who: Literal["borrower", "support_agent", "supervisor"] = "borrower"

    @property
    def method(self) -> Literal["POST", "PUT"]:
        return "POST" if self.post else "PUT"

    @property
    def path(self) -> str:
        return self.post or self.put or ""

    @model_validator(mode="after")
    def _one(self) -> "Command":
        if (self.post is None) == (self.put is None):
            raise ValueError("a command is one post or one put")
        return self


class EndState(_Part):
    """How the person's books have to stand at the end: as after `golden`'s commands, or as before."""

    golden: Annotated[list[Command], Field(min_length=1)] | None = None
    unchanged: Literal[True] | None = None

    @model_validator(mode="after")
    def _one(self) -> "EndState":
        if (self.golden is None) == (self.unchanged is None):
            raise ValueError("an end state is either golden commands or `unchanged: true`")
        return self
