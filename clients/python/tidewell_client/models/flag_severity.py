from enum import StrEnum

class FlagSeverity(StrEnum):
    INFO = "info"
    STOP = "stop"
    WARN = "warn"

    def __str__(self) -> str:
        return str(self.value)
