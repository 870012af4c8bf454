"""What a grader says."""

from dataclasses import dataclass, field

from evals.played import Played


@dataclass(frozen=True)
class Grade:
    """Whether one thing is right; `applies` is False where the case does not ask for it."""

    name: str
    faults: list[str] = field(default_factory=list[str])
    applies: bool = True

    @property
    def passed(self) -> bool:
        return not self.faults


def searched(played: Played) -> str:
    """All answers of the case, for what must appear in none of them."""
    return "\n".join(turn.result.answer for turn in played.turns)
