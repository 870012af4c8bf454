from enum import StrEnum

class StillOpenState(StrEnum):
    AWAITING_APPROVAL = "awaiting_approval"
    CANCELLED = "cancelled"
    CONFIRMED = "confirmed"
    DONE = "done"
    EXECUTING = "executing"
    EXPIRED = "expired"
    OPEN = "open"
    REFUSED = "refused"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"

    def __str__(self) -> str:
        return str(self.value)
