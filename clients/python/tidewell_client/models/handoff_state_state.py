from enum import StrEnum

class HandoffStateState(StrEnum):
    ACCEPTED = "accepted"
    MERGED = "merged"
    RETURNED = "returned"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
