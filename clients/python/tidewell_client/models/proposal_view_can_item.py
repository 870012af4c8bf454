from enum import StrEnum

class ProposalViewCanItem(StrEnum):
    APPROVE = "approve"
    CANCEL = "cancel"
    CONFIRM = "confirm"
    REJECT = "reject"
    UNDO = "undo"

    def __str__(self) -> str:
        return str(self.value)
