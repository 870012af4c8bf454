"""One short question with the likeliest readings to choose from, and a person."""

import re
from collections.abc import Sequence

from assistant.models.local.reading import Reading
from prompts.bundle import PromptBundle
from prompts.schema import Scenario

_SEARCH = "search_policies"
_MOST_READINGS = 3
_FIGURE = re.compile(r"\d")


def label(scenario: Scenario, prompt: PromptBundle, language: str) -> str:
    """A reading as a borrower would pick it: its own label, that of the first account tool, or the policy's subject.

    Never `means`, which is written for those who keep the examples. Empty if nothing can be said without a figure.
    """
    if own := next((text for spoken, text in scenario.label.items() if spoken == language), None):
        return own
    if tool := next((call.tool for call in scenario.calls if call.tool != _SEARCH), None):
        return prompt.say(f"label.{tool}", language)
    general = prompt.say(f"label.{_SEARCH}", language)
    subject = next((str(call.arguments.get("query", "")) for call in scenario.calls), "")
    if language != "en" or not subject:
        return general
    return "" if _FIGURE.search(subject) else f"{general}: {subject}"


def options(candidates: Sequence[Reading], prompt: PromptBundle, language: str) -> tuple[str, ...]:
    """Up to three different readings that lead to an answer, then a person."""
    readings = [reading.scenario for reading in candidates if reading.scenario.outcome == "answer" and reading.tools]
    labels = [text for text in dict.fromkeys(label(one, prompt, language) for one in readings) if text]
    return (*labels[:_MOST_READINGS], prompt.say("clarify.person", language))


def offered(prompt: PromptBundle) -> dict[str, Scenario]:
    """What each option stands for: of the scenarios with that label, the one that looks up least besides."""
    found: dict[str, Scenario] = {}
    for scenario in sorted(prompt.scenarios, key=lambda one: (len(one.calls), bool(one.variants), bool(one.notes))):
        if scenario.outcome == "answer" and scenario.calls:
            for language in prompt.phrasings:
                found.setdefault(label(scenario, prompt, language), scenario)
    return found


def scripted(reason: str, prompt: PromptBundle, language: str) -> tuple[str, tuple[str, ...]]:
    """The question of the phrasing `clarify.<reason>` and the options it lists as bullets, then a person."""
    lines = prompt.say(f"clarify.{reason}", language).splitlines()
    question = " ".join(line.strip() for line in lines if line.strip() and not line.startswith("- "))
    listed = [line.removeprefix("- ").strip() for line in lines if line.startswith("- ")]
    return question, (*listed, prompt.say("clarify.person", language))
