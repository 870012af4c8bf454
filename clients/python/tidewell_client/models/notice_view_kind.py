from enum import StrEnum

class NoticeViewKind(StrEnum):
    APPROVED = "approved"
    CORRECTION = "correction"
    EXPIRED = "expired"
    HANDED_BACK = "handed_back"
    LEFT_WAITING = "left_waiting"
    RECEIPT = "receipt"
    REFUSED = "refused"
    REJECTED = "rejected"
    TAKEN_OVER = "taken_over"
    TRANSFERRED = "transferred"

    def __str__(self) -> str:
        return str(self.value)
