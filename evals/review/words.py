"""words.yaml: how identifiers are shown; one shown as another is a wrong statement of fact."""

from collections.abc import Iterator
from pathlib import Path

from evals.review import data
from evals.review.finding import Finding, found
from evals.review.force import read
from evals.review.likeness import Likeness
from evals.review.statements import flat
from prompts.reading import read_mapping

_KEPT = 0.45
"""Likeness of an identifier's old and new words below which they are not the same thing."""


def review_words(base: Path, head: Path, file: str, likeness: Likeness) -> Iterator[Finding]:
    before = {str(key): str(value) for key, value in read_mapping(base).items()}
    after = {str(key): str(value) for key, value in read_mapping(head).items()}
    area = data.slices().phrasings["words"]
    for key, words in before.items():
        now = after.get(key)
        if now is None:
            yield found(
                "phrasing", file, _slice(key, area), f"No words for `{key}` any more", blocks=True, before=words
            )
        elif flat(now) != flat(words) and (why := _otherwise(key, words, now, before, likeness)):
            yield found("phrasing", file, _slice(key, area), f"`{key}` {why}", blocks=True, before=words, after=now)


def _otherwise(key: str, words: str, now: str, base: dict[str, str], likeness: Likeness) -> str:
    taken = [other for other, held in base.items() if other != key and flat(held) == flat(now)]
    if taken and flat(words) not in {flat(base[other]) for other in taken}:
        return f"is shown in the words of `{taken[0]}`"
    old, new = read(words), read(now)
    if old.numbers != new.numbers or bool(old.counts["denials"]) != bool(new.counts["denials"]):
        return "is shown with another figure or denied"
    for pair in data.force().antonyms:
        for said, instead in (pair, pair[::-1]):
            if said in flat(words).split() and instead in flat(now).split():
                return f"says `{instead}` for `{said}`"
    if not likeness.between([words], [now])[0, 0] >= _KEPT and likeness.covered(words, now, _KEPT) == 0:
        return "is shown as something else"
    return ""


def _slice(key: str, area: str) -> str:
    return "acting" if key.startswith(("line.", "tool.")) else area
