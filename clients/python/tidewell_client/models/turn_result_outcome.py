from enum import StrEnum

class TurnResultOutcome(StrEnum):
    ABSTAINED = "abstained"
    ANSWERED = "answered"
    CLARIFY = "clarify"
    FAILED = "failed"
    HANDOFF = "handoff"
    PROPOSAL = "proposal"
    REFUSED = "refused"

    def __str__(self) -> str:
        return str(self.value)
