from enum import StrEnum

class BoardRowLanguage(StrEnum):
    EN = "en"
    ES = "es"

    def __str__(self) -> str:
        return str(self.value)
