from enum import StrEnum

class DeskMessageAuthor(StrEnum):
    AGENT = "agent"
    BORROWER = "borrower"

    def __str__(self) -> str:
        return str(self.value)
