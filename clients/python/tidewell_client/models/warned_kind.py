from enum import StrEnum

class WarnedKind(StrEnum):
    CREDIT_DECISION = "credit_decision"
    DISCLOSURE = "disclosure"
    FIGURE = "figure"
    PII = "pii"
    PROMISE = "promise"
    TONE = "tone"

    def __str__(self) -> str:
        return str(self.value)
