from enum import StrEnum

class WantedLanguageType0(StrEnum):
    EN = "en"
    ES = "es"

    def __str__(self) -> str:
        return str(self.value)
