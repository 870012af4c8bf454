"""Input and output guards: guardrails-ai validators, ready ones where they fit and our own."""

from assistant.guards.evidence import InputGuards, OutputGuards
from prompts.bundle import PromptBundle


def build(prompt: PromptBundle) -> tuple[InputGuards, OutputGuards]:
    """The guards for one prompt. Imports guardrails, which takes a second, only now; once per process."""
    from assistant.guards import suite

    return suite.make(prompt)
