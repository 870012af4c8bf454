from enum import StrEnum

class RewritingChange(StrEnum):
    PLAINER = "plainer"
    SHORTEN = "shorten"
    TRANSLATE = "translate"
    WARMER = "warmer"

    def __str__(self) -> str:
        return str(self.value)
