"""What a review of a prompt change says about one thing in it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal[
    "instruction", "tool_description", "example", "phrasing", "cues", "moods", "handoffs", "parameters", "unreadable"
]
Severity = Literal["blocks", "advises"]

_LONGEST = 400


class Finding(BaseModel):
    """`slice` is the area or the domain of eval cases that the change is about; `before` and `after` are shortened."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    file: str
    slice: str
    severity: Severity
    what: str
    before: str = ""
    after: str = ""

    @property
    def waiver(self) -> str:
        """How the gate names this finding where it is waived."""
        return f"review:{self.kind}:{self.file}"

    def advice(self) -> str:
        """What to do about it."""
        if self.severity == "advises":
            return "Nothing has to be done; read it once more."
        return f'Restore it, or waive it: assist evals gate --waive {self.waiver} --reason "..."'


def found(kind: Kind, file: str, area: str, what: str, *, blocks: bool, before: str = "", after: str = "") -> Finding:
    """A finding whose quotations are short enough for a table."""
    return Finding(
        kind=kind,
        file=file,
        slice=area,
        severity="blocks" if blocks else "advises",
        what=what,
        before=_short(before),
        after=_short(after),
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
