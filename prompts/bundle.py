"""A loaded prompt: everything a model may know, frozen, with one hash over all of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from jinja2 import TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from prompts.errors import PromptError
from prompts.schema import Cue, FrontMatter, Mood, Scenario, ToolText

_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Phrasings:
    """The wording of answers in one language: `<tool>.<variant>`, `note.<name>`, `decline.<reason>`, ..."""

    language: str
    names: frozenset[str]
    _env: ImmutableSandboxedEnvironment = field(repr=False)

    def render(self, name: str, **values: Any) -> str:
        """Fill the phrasing `name`. Raises PromptError if it does not exist or needs a value that is not given."""
        if name not in self.names:
            raise PromptError(f"phrasings/{self.language}/{name}.md does not exist")
        try:
            text = self._env.get_template(name).render(**values)
        except TemplateError as error:
            raise PromptError(f"phrasings/{self.language}/{name}.md: {error}") from error
        return _BLANK_LINES.sub("\n\n", text).strip()

    def syntax(self, name: str) -> nodes.Template:
        """The parsed phrasing: what it can say, for the guards that compare a reply with it."""
        loader = self._env.loader
        if loader is None or name not in self.names:
            raise PromptError(f"phrasings/{self.language}/{name}.md does not exist")
        return self._env.parse(loader.get_source(self._env, name)[0])

    def word(self, identifier: str) -> str:
        """How the filter `word` shows an identifier of a result."""
        filters = cast(Mapping[str, Callable[[str], str]], self._env.filters)
        return filters["word"](identifier)

    def choose(self, tool: str, variant: str | None) -> str:
        """The name of the tool's phrasing for `variant`, or its default."""
        wanted = f"{tool}.{variant}"
        return wanted if wanted in self.names else f"{tool}.default"


@dataclass(frozen=True)
class PromptBundle:
    """`hash` is SHA-256 over the body, fragments, parameters, tools, examples, phrasings, cues and hand-offs."""

    name: str
    version: int
    hash: str
    front: FrontMatter
    tools: Mapping[str, ToolText]
    scenarios: tuple[Scenario, ...]
    cues: tuple[Cue, ...]
    moods: tuple[Mood, ...]
    handoffs: Mapping[str, Mapping[str, Any]]
    phrasings: Mapping[str, Phrasings]
    _system: ImmutableSandboxedEnvironment = field(repr=False)

    @property
    def writes(self) -> frozenset[str]:
        """The tools that propose a change."""
        return frozenset(name for name, text in self.tools.items() if text.write)

    @property
    def reference(self) -> str:
        """`name@version#hash`, as audit records and answers carry it."""
        return f"{self.name}@{self.version}#{self.hash[:12]}"

    def say(self, name: str, language: str, **values: Any) -> str:
        """Fill the phrasing `name` in `language`, English where a language has no phrasings at all."""
        return self.phrasings.get(language, self.phrasings["en"]).render(name, **values)

    def proposal(self, shown: Mapping[str, Any], language: str) -> str:
        """The words of a proposal as it is shown: `proposal.<tool>` where there is one, else `proposal.default`."""
        phrasings = self.phrasings.get(language, self.phrasings["en"])
        return phrasings.render(phrasings.choose("proposal", str(shown["tool"])), **shown)

    def render_system(self, **values: str) -> str:
        """The system prompt. Raises PromptError if an input of the front matter is missing or unknown."""
        if set(values) != set(self.front.inputs):
            raise PromptError(f"{self.name}.md takes {sorted(self.front.inputs)}, given {sorted(values)}")
        return self._system.get_template(self.name).render(**values).strip()
