from enum import StrEnum

class ReleaseViewStatusType0(StrEnum):
    APPROVED = "approved"
    DRAFT = "draft"
    GATED = "gated"
    RETIRED = "retired"

    def __str__(self) -> str:
        return str(self.value)
