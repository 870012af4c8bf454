from enum import StrEnum

class BoardRowState(StrEnum):
    ACCEPTED = "accepted"
    MERGED = "merged"
    RETURNED = "returned"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
