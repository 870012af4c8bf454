"""What a model is told of its tools: swapped, emptied or weakened descriptions, lost arguments and value words."""

import re
from collections.abc import Iterator, Mapping

from evals.review import data
from evals.review.compare import told_otherwise
from evals.review.data import thresholds
from evals.review.finding import Finding, found
from evals.review.force import content_words
from evals.review.likeness import Likeness
from evals.review.statements import flat
from prompts.schema import ToolText

_FILE = "tools.yaml"
_VALUE = re.compile(r"`([^`]+)`\s*\(([^()]*)\)")


def review_tools(base: Mapping[str, ToolText], head: Mapping[str, ToolText], likeness: Likeness) -> Iterator[Finding]:
    """A finding for each tool of the base that is told of no longer, or otherwise."""
    for name, before in base.items():
        area = data.slice_of_tool(name, write=before.write)
        after = head.get(name)
        if after is None:
            yield _finding(area, f"The tool `{name}` is no longer described", before.description, "")
            continue
        yield from _described(name, area, before, after, base, likeness)
        if (before.write, before.needs) != (after.write, after.needs):
            yield _finding(
                area, f"`{name}`: whether it writes, or what it needs, changed", repr(before.needs), repr(after.needs)
            )
        yield from _arguments(name, area, before, after, likeness)


def taken_for(text: str, own: str, others: Mapping[str, str], likeness: Likeness) -> str | None:
    """The name of the other text that `text` is nearer to than to its own former text; None where it is its own."""
    rest = {name: other for name, other in others.items() if flat(other) != flat(own)}
    if not rest:
        return None
    cosines = likeness.between([text], [own, *rest.values()])[0]
    best = int(cosines[1:].argmax())
    return list(rest)[best] if cosines[best + 1] > cosines[0] + thresholds().nearest_margin else None


def _described(
    name: str, area: str, before: ToolText, after: ToolText, base: Mapping[str, ToolText], likeness: Likeness
) -> Iterator[Finding]:
    if flat(before.description) == flat(after.description):
        return
    others = {other: text.description for other, text in base.items() if other != name}
    if not content_words(after.description):
        yield _finding(area, f"The description of `{name}` is empty", before.description, after.description)
    elif other := taken_for(after.description, before.description, others, likeness):
        what = f"`{name}` is described like `{other}`: the model would take one for the other"
        yield _finding(area, what, before.description, after.description)
    else:
        yield from _texts(f"`{name}`", area, before.description, after.description, likeness)


def _arguments(name: str, area: str, before: ToolText, after: ToolText, likeness: Likeness) -> Iterator[Finding]:
    for argument, text in before.arguments.items():
        of = f"`{argument}` of `{name}`"
        now = after.arguments.get(argument)
        if now is None:
            yield _finding(area, f"{of} is no longer described", text, "")
            continue
        others = {other: held for other, held in before.arguments.items() if other != argument}
        if flat(now) == flat(text):
            continue
        if (swapped := next((other for other, held in others.items() if flat(held) == flat(now)), None)) is not None:
            yield _finding(area, f"{of} is described like `{swapped}`", text, now)
            continue
        yield from _values(of, area, text, now)
        yield from _texts(of, area, _VALUE.sub(r"`\1`", text), _VALUE.sub(r"`\1`", now), likeness)


def _values(of: str, area: str, before: str, after: str) -> Iterator[Finding]:
    """Words that people use for a value: gone, or given to another value."""
    old, new = _value_words(before), _value_words(after)
    moved = [
        f"{word} (from `{value}` to `{other}`)"
        for value, words in old.items()
        for other, now in new.items()
        if other != value
        for word in sorted(words & now - old.get(other, set()))
    ]
    if moved:
        yield _finding(area, f"{of}: words now stand for another value: {', '.join(moved)}", before, after)
    for value, words in old.items():
        gone = words - new.get(value, set())
        if gone and not moved:
            many = len(gone) >= thresholds().lost_words or len(gone) >= thresholds().lost_words_share * len(words)
            what = f"{of}: `{value}` is no longer known by: {', '.join(sorted(gone))}"
            yield _finding(area, what, before, after, blocks=many or value not in new)


def _value_words(text: str) -> dict[str, set[str]]:
    return {value: {flat(word) for word in words.split(",")} for value, words in _VALUE.findall(text)}


def _texts(of: str, area: str, before: str, after: str, likeness: Likeness) -> Iterator[Finding]:
    for pair, told in told_otherwise(before, after, _FILE, likeness):
        yield _finding(area, f"{of}: " + "; ".join(one.what for one in told), *pair.texts)


def _finding(area: str, what: str, before: str, after: str, *, blocks: bool = True) -> Finding:
    return found("tool_description", _FILE, area, what, blocks=blocks, before=before, after=after)
