from enum import StrEnum

class LineViewKind(StrEnum):
    ACCOUNT = "account"
    CHOICE = "choice"
    COUNT = "count"
    DATE = "date"
    INSTANT = "instant"
    MONEY = "money"
    RATE = "rate"
    TEXT = "text"

    def __str__(self) -> str:
        return str(self.value)
