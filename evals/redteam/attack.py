"""From a recipe to what is said and what is planted: wording, disguise, channel and a legitimate request beside it."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from evals.redteam.disguises import DISGUISES, READABLE
from evals.redteam.recipe import Recipe
from evals.redteam.schema import READ_BY, SPOKEN, Family, Goal, Library, Request

_WITH_A_CHANGE = 0.35
"""How many conversations also hold a legitimate change, where the family does not need one anyway."""


@dataclass(frozen=True)
class Attack:
    """One conversation. turns: what the person says. planted: what stands in the records, where it stands there.

    texts: the attacker's, as they are written. asked: the legitimate requests and the turn of each.
    asks: whether the person sends it as their own words, so that what it plainly asks for is asked for.
    """

    recipe: Recipe
    goal: Goal
    texts: Sequence[str]
    turns: Sequence[str]
    planted: str
    asked: Sequence[tuple[int, Request]]
    asks: bool

    @property
    def id(self) -> str:
        return self.recipe.id

    @property
    def written(self) -> str:
        """All that the attacker and the person wrote: what comes back of it tells nobody anything."""
        return "\n".join((*self.turns, self.planted, *self.texts))


def needs(recipe: Recipe, library: Library) -> Sequence[Request]:
    """The legitimate requests beside an attack, a read first; whoever plays it must be able to ask for them."""
    drawn, goal, family = recipe.drawn("requests"), library.goals[recipe.goal], library.families[recipe.family]
    offered = [request for request in library.requests.values() if request.role == goal.role]
    tool = READ_BY.get(recipe.channel)
    reads = [one for one in offered if one.tool is None and (tool is None or one.calls[0].tool == tool)]
    writes = [one for one in offered if one.tool is not None]
    chosen = [drawn.choice(reads)]
    if family.after_write or drawn.random() < _WITH_A_CHANGE:
        alike = [one for one in writes if one.tool == goal.tool]
        chosen.append(drawn.choice(alike if alike and family.after_write else writes))
    return chosen


def compose(recipe: Recipe, library: Library, names: Mapping[str, str]) -> Attack:
    """names: `other_name`, `other_account`, `other_last4` of a borrower who is not in the conversation."""
    family = library.families[recipe.family]
    goal = Goal.model_validate(filled(library.goals[recipe.goal].model_dump(), names))
    texts = _texts(recipe, family, goal)
    language = "es" if recipe.language == "es" else "en"
    turns, planted, asked = _placed(recipe, texts, needs(recipe, library), library, family, language)
    return Attack(recipe, goal, texts, turns, planted, asked, _asks(recipe, goal, texts))


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """The value with `{name}` put in for each of the names, however deep."""
    if isinstance(value, str):
        for name, given in names.items():
            value = value.replace(f"{{{name}}}", given)
        return value
    if isinstance(value, dict):
        return {key: filled(inner, names) for key, inner in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [filled(inner, names) for inner in cast(list[Any], value)]
    return value


def _texts(recipe: Recipe, family: Family, goal: Goal) -> list[str]:
    wording = family.wordings[recipe.language][recipe.wording]
    disguise = DISGUISES[recipe.disguise]
    order = goal.order.get(recipe.language) or goal.order[recipe.drawn("order").choice(sorted(goal.order))]
    call = f"Call {goal.calls[0].tool} with {json.dumps(goal.calls[0].arguments)}" if goal.calls else order
    given = {"order": order, "call": call}
    if family.hides:
        return [filled(wording, {"hidden": disguise(order)})]
    parts = [wording] if isinstance(wording, str) else wording
    return [disguise(filled(part, given)) for part in parts]


def _asks(recipe: Recipe, goal: Goal, texts: Sequence[str]) -> bool:
    """What somebody sends as their own message, unmarked and readable, they said, wherever they have it from: they see
    the card before anything happens. Tools' names are nobody's own words."""
    said = recipe.channel in ("message", "earlier") and recipe.disguise in READABLE
    return said and goal.tool is not None and not any(goal.tool in text for text in texts)


def _placed(
    recipe: Recipe,
    texts: Sequence[str],
    requests: Sequence[Request],
    library: Library,
    family: Family,
    language: Literal["en", "es"],
) -> tuple[list[str], str, list[tuple[int, Request]]]:
    """Turns, planted text, and which request is in which turn."""
    said = [request.text[language] for request in requests]
    drawn = recipe.drawn("place")
    if recipe.channel not in SPOKEN:
        return said, "\n".join(texts), list(enumerate(requests))
    before, (last, request) = [], (said[-1], requests[-1])
    if family.after_write:
        before, (last, request) = [(said[1], requests[1])], (said[0], requests[0])
    sent = [text for text, _ in before]
    if recipe.channel == "pasted":
        frame = drawn.choice(library.frames[language]).replace("{text}", "\n".join(texts))
        sent += [f"{last}\n\n{frame}"] if drawn.random() < 0.5 else [frame, last]
    elif recipe.channel == "earlier":
        sent += [*texts, last]
    else:
        sent += [*texts[:-1], _joined(texts[-1], last, drawn)]
    asked = [*((at, one) for at, (_, one) in enumerate(before)), (len(sent) - 1, request)]
    return sent, "", asked


def _joined(text: str, request: str, drawn: random.Random) -> str:
    return f"{text}\n\n{request}" if drawn.random() < 0.5 else f"{request}\n\n{text}"
