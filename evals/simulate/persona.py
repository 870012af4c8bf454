"""Whom a model plays: goal, facts and mood, and the prompt that tells it so, read as the product's own prompts are."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from evals.simulate.script import When
from prompts.loader import split_front_matter
from prompts.rendering import check, environment
from prompts.schema import FrontMatter, Strict

FOLDER = Path(__file__).with_name("prompts")
ENDING = "[END]"
"""What the model writes when the conversation is over for the borrower."""
_LANGUAGES = {"en": "English", "es": "Spanish as spoken in the United States"}


class Persona(Strict):
    """goal: what they want, in words for the model. facts: all they know, by what one would ask for it.

    done: what happens in some turn once they have what they want; who leaves before has ended too early. most_turns:
    after so many they are made to leave.
    """

    goal: Annotated[str, Field(min_length=1)]
    facts: dict[str, str] = Field(default_factory=dict[str, str])
    mood: str = "calm and friendly"
    done: When = When()
    most_turns: Annotated[int, Field(ge=1, le=20)] = 8


@dataclass(frozen=True)
class PersonaPrompt:
    """A prompt of this folder. name is name@version."""

    name: str
    front: FrontMatter
    body: str

    def render(self, persona: Persona, language: str) -> str:
        """The system message. Raises jinja2.TemplateError where the prompt misses a variable."""
        template = environment({self.name: self.body}).get_template(self.name)
        facts = [{"kind": kind, "words": words} for kind, words in persona.facts.items()]
        return template.render(
            goal=persona.goal, facts=facts, mood=persona.mood, language=_LANGUAGES[language], ending=ENDING
        ).strip()


@cache
def load(name: str = "borrower") -> PersonaPrompt:
    """Raises PromptError, as the product's prompts do."""
    front, body = split_front_matter(FOLDER / f"{name}.md")
    check(environment({name: body}), name, body, front.inputs, filters=False)
    return PersonaPrompt(f"{name}@{front.version}", front, body)
