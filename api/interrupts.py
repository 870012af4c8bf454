"""What an AG-UI run waits for: an interrupt for each proposal, and the answers that clients give in `resume[]`."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from ag_ui.core import Interrupt, RunFinishedInterruptOutcome
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

_ANSWER = {
    "type": "object",
    "properties": {"digest": {"type": "string", "description": "The proposal's digest, as it was shown"}},
    "required": ["digest"],
}


class Answer(BaseModel):
    """One answer. resolved: yes, to what the payload's digest names; cancelled: no."""

    model_config = ConfigDict(extra="ignore", alias_generator=to_camel, populate_by_name=True)

    interrupt_id: Annotated[str, Field(max_length=64)]
    status: Literal["resolved", "cancelled"]
    payload: Any = None

    @property
    def digest(self) -> str | None:
        """What it agrees to, where it says so."""
        match self.payload:
            case {"digest": str(said)}:
                return said
            case _:
                return None


def interrupts(shown: Sequence[dict[str, Any]]) -> RunFinishedInterruptOutcome | None:
    """An interrupt for each proposal, as docs/acting.md shows it; None where there is none."""
    if not shown:
        return None
    return RunFinishedInterruptOutcome(
        interrupts=[
            Interrupt(
                id=view["proposal_id"],
                reason="confirmation",
                message=view["title"],
                response_schema=_ANSWER,
                expires_at=view["expires_at"],
                metadata={"proposal": view},
            )
            for view in shown
        ]
    )
