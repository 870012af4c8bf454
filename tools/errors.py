"""What can go wrong in a tool, in terms a model and a person can act on."""

from typing import Literal

FailureKind = Literal["invalid", "not_found", "not_available", "not_allowed", "not_asked", "unclear", "temporary"]


class ToolFailure(Exception):
    """A tool could not answer.

    kind: `invalid` (mend the arguments), `not_found`, `not_available` (does not apply to this account),
    `not_allowed` (this caller may not use the tool), `not_asked` (a write that the person's own words do not ask for),
    `unclear` (a write whose sensitive argument is not in the person's own words: the message is the question to ask),
    `temporary` (the account system or the index is out of reach).
    retry: whether the same call may succeed later; no tool retries by itself beyond the client's one layer.
    """

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.message = message

    @property
    def retry(self) -> bool:
        return self.kind == "temporary"

    def as_result(self) -> dict[str, object]:
        """The JSON object that a model sees in place of a result."""
        return {"error": {"kind": self.kind, "message": self.message, "retry": self.retry}}
