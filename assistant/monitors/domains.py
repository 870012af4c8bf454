"""What a turn was about, told from the tools that it called (domains.yaml), never from anybody's words."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from assistant.results import ToolCall, TurnResult
from tools import registry

FILE = Path(__file__).with_name("domains.yaml")


class Domain(BaseModel):
    """tools: names; documents: beginnings of document ids."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tools: tuple[str, ...]
    documents: tuple[str, ...]


class Domains(BaseModel):
    """The table. none, hand_off, other_documents: domains of turns that called nothing of the table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    none: str
    hand_off: str
    other_documents: str
    domains: Mapping[str, Domain]

    @model_validator(mode="after")
    def _one_each(self) -> "Domains":
        named = [name for one in self.domains.values() for name in (*one.tools, *one.documents)]
        twice = sorted({name for name in named if named.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} stands in more than one domain.")
        return self

    def of(self, result: TurnResult) -> str:
        """The domain of a turn that ended."""
        calls = sorted(result.tool_calls, key=_is_read)
        found = [self._by_tool[call.name] for call in calls if call.name in self._by_tool]
        documents = _documents(result)
        if found:
            return found[0]
        if documents:
            return self._of_document(documents[0])
        return self.hand_off if result.handoff else self.none

    @property
    def _by_tool(self) -> Mapping[str, str]:
        return {tool: name for name, one in self.domains.items() for tool in one.tools}

    def _of_document(self, document: str) -> str:
        known = {begin: name for name, one in self.domains.items() for begin in one.documents}
        fitting = [begin for begin in known if document.startswith(f"{begin}-") or document == begin]
        return known[max(fitting, key=len)] if fitting else self.other_documents


@cache
def load() -> Domains:
    """The product's own table. Raises pydantic.ValidationError."""
    return Domains.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def _is_read(call: ToolCall) -> bool:
    """Writes come first; the sort keeps the order of calls otherwise."""
    spec = registry.TOOLS.get(call.name)
    return spec is None or spec.write is None


def _documents(result: TurnResult) -> Sequence[str]:
    """Documents that the answer cites, else those that a search found."""
    found = [str(passage["document"]) for call in result.tool_calls for passage in call.result.get("passages", [])]
    return [citation.document for citation in result.citations] or found
