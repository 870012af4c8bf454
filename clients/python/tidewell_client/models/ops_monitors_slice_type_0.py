from enum import StrEnum

class OpsMonitorsSliceType0(StrEnum):
    CHANNEL = "channel"
    DOMAIN = "domain"
    LANGUAGE = "language"
    MODEL = "model"
    PROMPT = "prompt"
    ROLE = "role"

    def __str__(self) -> str:
        return str(self.value)
