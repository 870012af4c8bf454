"""The disclosures of disclosures.yaml: what has to stand in an answer or on a card, and when it is due.

An independent statement: it shares no text with prompts/, so that words dropped there are missed here.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.results import Outcome, TurnResult
from evals.verbatim import Language, Scope, at, money, stands

PLACE = Path(__file__).parent / "disclosures.yaml"
_ANSWERS: frozenset[Outcome] = frozenset({"answered", "proposal"})


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Words = Annotated[list[str], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Above(_Strict):
    """A number above this one."""

    above: int


class Present(_Strict):
    """There (neither missing, null nor empty), or not."""

    present: bool


class But(_Strict):
    """Anything but this."""

    but: str


Condition = Above | Present | But | bool | int | str | list[str]


class When(_Strict):
    """What has to be so for the words to be due: all that is given.

    tool: it gave a result, in a turn that ended as `outcome`, or else answers or proposes. proposes: tools, or `any`.
    handoff: reasons, or `any`. roles, languages: who asks, and in which language.
    rows: dotted path of a list in the result or proposal; the words are due for each of its rows. cited: rows that are
    passages which the answer cites. where: conditions on fields of the row, or of what it lies in. states: a field
    whose amount stands in the answer. if_said, unless: words in the answer, one of which, or none, stands there.
    """

    tool: str | None = None
    proposes: Words = []
    handoff: Words = []
    outcome: list[Outcome] = []
    roles: list[str] = []
    languages: list[Language] = ["en", "es"]
    rows: str | None = None
    cited: bool = False
    where: dict[str, Condition] = {}
    states: str | None = None
    if_said: Words = []
    unless: Words = []

    @model_validator(mode="after")
    def _names_an_event(self) -> "When":
        if not (self.tool or self.proposes or self.handoff or self.outcome):
            raise ValueError("it says when it is due: tool, proposes, handoff or outcome")
        return self


class Says(_Strict):
    """The words in each language (verbatim.py); of several alternatives one has to stand there."""

    en: Words = []
    es: Words = []

    def of(self, language: Language) -> list[str]:
        return self.en if language == "en" else self.es


class Disclosure(_Strict):
    """One disclosure. source: the regulation or policy it comes from.

    at: in the answer's own words (a policy that happens to be quoted says it for nobody; where an amount makes it due,
    in that amount's paragraph), or on the proposal's card.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    source: Annotated[str, Field(min_length=4)]
    when: When
    at: Literal["answer", "card"] = "answer"
    says: Says

    @model_validator(mode="after")
    def _has_words(self) -> "Disclosure":
        if missing := [language for language in self.when.languages if not self.says.of(language)]:
            raise ValueError(f"{self.id} has no words in {', '.join(missing)}")
        return self

    def due(self, result: TurnResult, role: str, language: Language) -> list[Scope]:
        """Each thing of the turn for which it is due, as the fields that its words may speak of."""
        when = self.when
        if language not in when.languages or (when.roles and role not in when.roles):
            return []
        scopes = [scope for event in _events(when, result) for scope in _rows(event, when.rows)]
        return [scope for scope in scopes if _holds(when, scope, result)]

    def stands(self, result: TurnResult, scope: Scope, language: Language) -> bool:
        text = card(scope) if self.at == "card" else _own_words(result)
        if self.when.states:
            text = _paragraphs(text, money(scope.get(self.when.states)))
        return any(stands(words, text, scope, language) for words in self.says.of(language))


class _File(_Strict):
    disclosures: list[Disclosure]


@cache
def disclosures(path: Path = PLACE) -> tuple[Disclosure, ...]:
    """All of them. Raises ValueError for a file that does not fit or names one twice."""
    found = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).disclosures
    names = [one.id for one in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"{path.name} names {', '.join(sorted(twice))} more than once")
    return tuple(found)


def card(shown: Scope) -> str:
    """All words of a proposal as it is shown beside the answer."""
    lines = [str(line["words"]) for line in cast(Sequence[Scope], shown.get("lines", []))]
    return "\n".join([str(shown.get("title", "")), *lines, str(shown.get("says", ""))])


def _own_words(result: TurnResult) -> str:
    """The answer without what it quotes."""
    text = result.answer
    for citation in result.citations:
        text = text.replace(citation.quote, " ")
    return text


def _paragraphs(text: str, amount: str) -> str:
    return "\n\n".join(part for part in text.split("\n\n") if amount in part)


def _events(when: When, result: TurnResult) -> Iterator[Scope]:
    """What of the turn it speaks of: the proposals, the hand-off, a tool's results, or the turn as a whole."""
    if when.outcome and result.outcome not in when.outcome:
        return
    if when.proposes:
        yield from (shown for shown in result.proposals if _named(shown["tool"], when.proposes))
    elif when.handoff:
        if result.handoff and _named(result.handoff.reason, when.handoff):
            yield result.handoff.model_dump()
    elif when.tool:
        if when.outcome or result.outcome in _ANSWERS:
            yield from _results(when.tool, result)
    else:
        yield {}


def _named(name: str, names: Sequence[str]) -> bool:
    return name in names or "any" in names


def _results(tool: str, result: TurnResult) -> Iterator[dict[str, Any]]:
    return (call.result for call in result.tool_calls if call.name == tool and "error" not in call.result)


def _rows(scope: Scope, path: str | None) -> Iterator[Scope]:
    """The rows at a dotted path, each with the fields of what it lies in beneath its own."""
    if not path:
        yield scope
        return
    name, _, rest = path.partition(".")
    for row in cast(Sequence[Scope], scope.get(name) or ()):
        yield from _rows({**scope, **row}, rest)


def _holds(when: When, scope: Scope, result: TurnResult) -> bool:
    answer = result.answer
    return (
        all(_meets(at(scope, field), wanted) for field, wanted in when.where.items())
        and (when.states is None or money(scope.get(when.states)) in answer)
        and (not when.cited or _is_cited(scope, result))
        and (not when.if_said or any(words in answer for words in when.if_said))
        and not any(words in answer for words in when.unless)
    )


def _is_cited(passage: Scope, result: TurnResult) -> bool:
    key = (passage["document"], int(passage["version"]), passage["section"])
    return any((one.document, one.version, one.section) == key for one in result.citations)


def _meets(value: object, wanted: Condition) -> bool:
    match wanted:
        case Above(above=least):
            return isinstance(value, int) and value > least
        case Present(present=present):
            return present == (value not in (None, "", [], {}))
        case But(but=other):
            return value != other
        case list():
            return value in wanted
        case _:
            return value == wanted
