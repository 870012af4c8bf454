from enum import StrEnum

class ConversationFloor(StrEnum):
    AGENT = "agent"
    ASSISTANT = "assistant"

    def __str__(self) -> str:
        return str(self.value)
