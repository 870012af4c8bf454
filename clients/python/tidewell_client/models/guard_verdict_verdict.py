from enum import StrEnum

class GuardVerdictVerdict(StrEnum):
    BLOCK = "block"
    PASS = "pass"
    REBUILD = "rebuild"

    def __str__(self) -> str:
        return str(self.value)
