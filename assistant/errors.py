"""What ends a turn without an answer."""


class TurnFailed(Exception):
    """The turn could not be finished; nothing was changed and the same message may be sent again.

    phrasing: name of the words that tell the person (prompts/phrasings), so that no Python text reaches them.
    """

    phrasing = "failed.unexpected"


class ModelUnavailable(TurnFailed):
    """The model did not answer: wrong key, no such name, out of reach, or too slow. The message says which."""

    phrasing = "failed.model"


class TurnTimedOut(TurnFailed):
    """The turn's own deadline passed."""

    phrasing = "failed.deadline"


class RecordRefused(TurnFailed):
    """Something stored of this conversation did not unseal; it was not used. The message never tells its content."""

    phrasing = "failed.record"


class Interruption(TurnFailed):
    """The process that answered the turn ended before it did."""

    phrasing = "failed.interrupted"


class CheckpointRefused(TurnFailed):
    """The checkpoint of an interrupted turn did not unseal; it was not used. The message never tells its content."""

    phrasing = "failed.interrupted"


class PlaceLost(TurnFailed):
    """Another process has taken the turn over; what this one made of it is not used."""

    phrasing = "failed.interrupted"


class ThreadNotFound(LookupError):
    """There is no such thread for this caller; somebody else's thread looks the same as none."""


class RunConflict(ValueError):
    """The run id was used before on another thread or with another text; take a fresh run id."""


class ThreadBusy(RuntimeError):
    """Earlier turns of this thread have not finished in time; the message was not taken, send it again."""
