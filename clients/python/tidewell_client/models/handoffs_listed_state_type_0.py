from enum import StrEnum

class HandoffsListedStateType0(StrEnum):
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
