from enum import StrEnum

class SuggestionKind(StrEnum):
    NEXT_ACTION = "next_action"
    REPLY = "reply"
    REWRITE = "rewrite"
    WRAP_UP = "wrap_up"

    def __str__(self) -> str:
        return str(self.value)
