from enum import StrEnum

class WishLanguageType0(StrEnum):
    EN = "en"
    ES = "es"

    def __str__(self) -> str:
        return str(self.value)
