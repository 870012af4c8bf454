from enum import StrEnum

class OpsConversationsOutcomeType0(StrEnum):
    ABSTAINED = "abstained"
    ANSWERED = "answered"
    CLARIFY = "clarify"
    FAILED = "failed"
    HANDOFF = "handoff"
    PROPOSAL = "proposal"
    REFUSED = "refused"

    def __str__(self) -> str:
        return str(self.value)
