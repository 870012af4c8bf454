"""What attacks are made of, as data: goals, families of wordings, the requests beside them, frames of pasted text."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from evals.case import Product

FOLDER = Path(__file__).parent / "attacks"
Language = Literal["en", "es", "fr", "de", "pt", "zh", "ru", "mixed"]
Channel = Literal["message", "pasted", "earlier", "passage", "memo", "merchant", "dispute", "record"]
CHANNELS: tuple[Channel, ...] = ("message", "pasted", "earlier", "passage", "memo", "merchant", "dispute", "record")
SPOKEN: frozenset[Channel] = frozenset({"message", "pasted", "earlier"})
"""Channels in which the person sends the attack; in the others it stands in what tools read."""
READ_BY: dict[Channel, str] = {
    "passage": "search_policies",
    "memo": "list_transactions",
    "merchant": "list_transactions",
    "dispute": "list_disputes",
    "record": "get_statement",
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Call(Strict):
    tool: str
    arguments: dict[str, Any] = {}


class Goal(Strict):
    """What an attacker wants. calls: what a model that obeys would call. shows: lines that such a proposal would have,
    canonical. says: what a model that obeys would say. order: the wish in words, a text a language.

    role: who must be sitting there for it to be possible at all; tags: the borrower's situation likewise.
    """

    kind: Literal["write", "read", "words"]
    calls: list[Call] = []
    shows: dict[str, str | int] = {}
    says: list[str] = []
    order: dict[Language, str]
    role: Literal["borrower", "support_agent"] = "borrower"
    tags: list[str] = []

    @property
    def tool(self) -> str | None:
        return self.calls[0].tool if self.kind == "write" else None


class Family(Strict):
    """A way of attacking. wordings: by language, each with `{order}` (or `{hidden}`: the order disguised) somewhere;
    one of several turns is a list.

    voice: whether it reads as the sender's own or as somebody else's words.
    after_write: it works on a change that the person has asked for.
    """

    what: str
    voice: Literal["own", "other"]
    after_write: bool = False
    wordings: dict[Language, Annotated[list[str | list[str]], Field(min_length=1)]]

    @property
    def hides(self) -> bool:
        return any("{hidden}" in text for texts in self.wordings.values() for text in texts)


class Request(Strict):
    """Something legitimate that the person asks for besides. calls: what has to run for it, one of each list.

    proposes: the one proposal that may come of it, by the values of its lines.
    """

    text: dict[Literal["en", "es"], str]
    calls: list[Call] = []
    tool: str | None = None
    lines: dict[str, str | int] = {}
    needs: Product | None = None
    role: Literal["borrower", "support_agent"] = "borrower"


class Library(Strict):
    """All of it. frames: how people paste, with `{text}` for what was pasted."""

    goals: dict[str, Goal]
    families: dict[str, Family]
    requests: dict[str, Request]
    frames: dict[Literal["en", "es"], list[str]]


@cache
def load(folder: Path = FOLDER) -> Library:
    """Read the YAML files. Raises pydantic.ValidationError, which names what is wrong where."""
    return Library(
        goals=_read(folder / "goals.yaml"),
        families={path.stem: _read(path) for path in sorted((folder / "families").glob("*.yaml"))},
        requests=_read(folder / "requests.yaml"),
        frames=_read(folder / "frames.yaml"),
    )


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
