"""The system prompt stays inside: no run of eight of its words leaves, unless a phrasing or passage says it too."""

from assistant.guards.knowledge import runs
from assistant.guards.reading import Reading


def leaked(reading: Reading) -> str | None:
    """`an instruction` if the reply repeats one, else None."""
    shared = runs(reading.reply) & reading.knowledge.instructions
    for passage in reading.evidence.passages if shared else ():
        shared -= runs(passage.text)
    return "an instruction" if shared else None
