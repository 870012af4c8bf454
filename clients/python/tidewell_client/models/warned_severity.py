from enum import StrEnum

class WarnedSeverity(StrEnum):
    STOP = "stop"
    WARN = "warn"

    def __str__(self) -> str:
        return str(self.value)
