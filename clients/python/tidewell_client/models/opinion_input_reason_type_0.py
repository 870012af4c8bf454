from enum import StrEnum

class OpinionInputReasonType0(StrEnum):
    NOT_MY_QUESTION = "not_my_question"
    OTHER = "other"
    TOO_LONG = "too_long"
    UNCLEAR = "unclear"
    UNKIND = "unkind"
    WRONG = "wrong"

    def __str__(self) -> str:
        return str(self.value)
