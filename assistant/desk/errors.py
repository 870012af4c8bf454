"""What the desk refuses. Messages are for people: what is the case, and what to do."""


class AgentSpeaks(RuntimeError):
    """A person has the floor of this conversation: say it to them at `POST /v1/threads/{id}/messages`."""


class AssistantSpeaks(RuntimeError):
    """No person has the floor of this conversation: the assistant answers, at `POST /v1/threads/{id}/turns`."""


class AssistantSpeaking(RuntimeError):
    """The assistant is still answering what was asked before; nothing was sent. Try again when it has ended."""


class HandoffNotFound(LookupError):
    """There is no such hand-off for this person."""


class HandoffTaken(RuntimeError):
    """Somebody else has this conversation, or had it; the message says who."""


class HandoffOver(RuntimeError):
    """The hand-off does not wait and nobody has it: it was handed back, or the borrower withdrew it."""


class UnknownQueue(ValueError):
    """There is no queue of that name; the message lists those there are."""
