from enum import StrEnum

class StartersStartersLanguage(StrEnum):
    EN = "en"
    ES = "es"

    def __str__(self) -> str:
        return str(self.value)
