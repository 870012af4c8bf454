"""What can go wrong in a tool, in terms a model and a person can act on."""

from collections.abc import Sequence
from typing import Literal

FailureKind = Literal["invalid", "not_found", "not_available", "not_allowed", "not_asked", "unclear", "temporary"]


class ToolFailure(Exception):
    """A tool could not answer.

    kind: `invalid` (mend the arguments), `not_found`, `not_available` (does not apply to this account),
    `not_allowed` (this caller may not use the tool), `not_asked` (a write that the person's own words do not ask for),
    `unclear` (a write whose sensitive argument is not in the person's own words: the message is the question to ask),
    `temporary` (the account system or the index is out of reach).
    retry: whether the same call may succeed later; no tool retries by itself beyond the client's one layer.
    argument: which argument is unclear. options: what it can be, in words, where that is a short list.
    """

    def __init__(
        self, kind: FailureKind, message: str, *, argument: str | None = None, options: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.message = message
        self.argument = argument
        self.options = tuple(options)

    @property
    def retry(self) -> bool:
        return self.kind == "temporary"

    def as_result(self) -> dict[str, object]:
        """The JSON object that a model sees in place of a result."""
        error: dict[str, object] = {"kind": self.kind, "message": self.message, "retry": self.retry}
        if self.argument is not None:
            error["argument"] = self.argument
        if self.options:
            error["options"] = list(self.options)
        return {"error": error}


class PreviewRefused(ToolFailure):
    """The account system would refuse the write: `not_available`, in its reasons' own words.

    code: its problem code, e.g. `draw-not-possible`. reasons: one sentence each, for the person who asked.
    """

    def __init__(self, code: str, reasons: tuple[str, ...]) -> None:
        super().__init__("not_available", " ".join(reasons))
        self.code = code
        self.reasons = reasons


class Refused(Exception):
    """The account system answered a write with no: nothing was changed and the key may be used again.

    status: of HTTP, 4xx. code: its problem code, e.g. `draw-not-possible`, `stale`, `invalid-token`. reasons: sentences
    for the person who asked, at least one.
    """

    def __init__(self, status: int, code: str, reasons: tuple[str, ...]) -> None:
        super().__init__(f"{status} {code}: {' '.join(reasons)}")
        self.status = status
        self.code = code
        self.reasons = reasons


class OutcomeUnknown(Exception):
    """A write was sent and no receipt came back: it may have been done or not. Read what became of its key."""


class NotSent(Exception):
    """A write was not sent: no connection could be made. Nothing was changed; it may be tried again later."""
