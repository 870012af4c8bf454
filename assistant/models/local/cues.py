"""Signs in somebody's words that ask for more than an answer (prompts/cues.yaml)."""

from assistant.models.local.reading import PlannedCall
from prompts.schema import Call, Cue


def covers(made: PlannedCall, call: Call) -> bool:
    """Whether a planned call already asks what `call` would: a search does if it holds the same canonical query."""
    query = str(call.arguments.get("query", ""))
    return made.tool == call.tool and str(made.arguments.get("query", "")).startswith(query)


def fires(cue: Cue, text: str) -> bool:
    """Whether the text shows the sign."""
    return any(phrase.search(text) for phrase in cue.phrases) and not any(phrase.search(text) for phrase in cue.unless)
