from enum import StrEnum

class DecisionReasonType0(StrEnum):
    NOT_MY_QUESTION = "not_my_question"
    OTHER = "other"
    TONE = "tone"
    TOO_LONG = "too_long"
    UNCLEAR = "unclear"
    WRONG = "wrong"

    def __str__(self) -> str:
        return str(self.value)
