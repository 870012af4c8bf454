"""The wording of answers: values, conditions, sentences and figures that a phrasing has lost, and phrasings swapped."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from rapidfuzz import fuzz, process

from evals.review import data
from evals.review.align import align
from evals.review.compare import differences
from evals.review.finding import Finding, found
from evals.review.force import read
from evals.review.likeness import Likeness
from evals.review.statements import conditions, flat, statements
from evals.review.tool_descriptions import taken_for
from evals.review.words import review_words

_CANDIDATES = 12
_STATED = frozenset({"lost", "part", "denied_part", "hedged", "loosened"})
"""Differences that a phrasing without facts may have in sentences that deny nothing."""


def review_phrasings(base: Path, head: Path, language: str, likeness: Likeness) -> Iterator[Finding]:
    """base, head: folders of one language's phrasings."""
    before, after = _sources(base), _sources(head)
    for name, text in before.items():
        file, area = f"phrasings/{language}/{name}.md", slice_of(name)
        now = after.get(name, "")
        if flat(text) == flat(now):
            continue
        if not now.strip():
            yield found("phrasing", file, area, "The phrasing is gone or empty", blocks=True, before=text)
        elif other := _swapped(name, text, now, before, likeness):
            what = f"The phrasing now says what {other}.md said"
            yield found("phrasing", file, area, what, blocks=True, before=text, after=now)
        else:
            yield from _changed(name, file, area, text, now, likeness)
    yield from review_words(base / "words.yaml", head / "words.yaml", f"phrasings/{language}/words.yaml", likeness)


def slice_of(name: str) -> str:
    """The domain that a phrasing shows in: its tool's, its reason's, else its kind's."""
    held = data.slices()
    kind, _, rest = name.partition(".")
    if kind in ("decline",):
        return held.reasons.get(rest, held.phrasings[kind])
    return held.tools.get(kind) or held.phrasings.get(kind, "grounding")


def _sources(folder: Path) -> dict[str, str]:
    return {path.name.removesuffix(".md"): path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}


def _swapped(name: str, text: str, now: str, base: Mapping[str, str], likeness: Likeness) -> str | None:
    others = {other: held for other, held in base.items() if other != name}
    for other, held in others.items():
        if flat(held) == flat(now):
            return other
    if read(text).placeholders or read(now).placeholders:
        return None
    alike = process.extract(now, others, scorer=fuzz.token_set_ratio, limit=_CANDIDATES)
    return taken_for(now, text, {other: held for held, _, other in alike}, likeness)


def _changed(name: str, file: str, area: str, text: str, now: str, likeness: Likeness) -> Iterator[Finding]:
    wording_only = name.partition(".")[0] in data.slices().wording_only
    for pair in align(statements(text, file), statements(now, file), likeness):
        told = [] if not pair.before else differences(pair, likeness)
        if told:
            force = read(pair.texts[0])
            states = bool(force.counts["denials"] or force.numbers)
            blocks = not wording_only or states or any(one.sort not in _STATED for one in told)
            what = "The phrasing says something else: " + "; ".join(one.what for one in told)
            before, after = pair.texts
            yield found("phrasing", file, area, what, blocks=blocks, before=before, after=after)
        elif not pair.before:
            yield from _added(file, area, pair.after[0].text)
    gone = [test for test in conditions(text) if test not in conditions(now)]
    if gone and not any(f" {test} " in f" {now} " for test in gone):
        what = f"The phrasing no longer tests: {'; '.join(gone)}"
        yield found("phrasing", file, area, what, blocks=True, before=text, after=now)


def _added(file: str, area: str, text: str) -> Iterator[Finding]:
    force = read(text)
    promises = force.counts["promises"] or force.counts["overrides"]
    what = "A new sentence promises something" if promises else "A new sentence"
    if promises or force.numbers:
        blocks = bool(promises or force.numbers)
        yield found("phrasing", file, area, what, blocks=blocks, after=text)
