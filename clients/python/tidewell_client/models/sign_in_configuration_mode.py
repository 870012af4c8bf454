from enum import StrEnum

class SignInConfigurationMode(StrEnum):
    DEVELOPMENT = "development"
    OIDC = "oidc"

    def __str__(self) -> str:
        return str(self.value)
