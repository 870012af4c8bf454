"""Rules of the system prompt and its fragments: lost, weakened, reversed, or loosened by an addition."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.review.align import Pair, align
from evals.review.areas import Areas, advises
from evals.review.compare import Difference, differences
from evals.review.data import thresholds
from evals.review.finding import Finding, found
from evals.review.force import content_words, read
from evals.review.likeness import Likeness, same_stem
from evals.review.statements import Statement, statements
from prompts.loader import split_front_matter

_NEAREST = 5
_BINDING = frozenset({"lost", "unprohibited", "prohibited", "number", "token", "denied_part", "hedged", "turned"})
"""Differences that harm in an area of wording too, where the sentence forbids something."""


def rules(root: Path, name: str = "assistant") -> list[Statement]:
    """The statements of the prompt `name` with all that it includes."""
    _, body = split_front_matter(root / f"{name}.md")
    fragments = {
        f"fragments/{path.name}": path.read_text(encoding="utf-8") for path in (root / "fragments").glob("*.md")
    }
    return statements(body, f"{name}.md", fragments)


def review_instructions(base: Sequence[Statement], head: Sequence[Statement], likeness: Likeness) -> list[Finding]:
    """A finding for each rule of the base that the head has no longer, or no longer as strong."""
    areas = Areas(likeness)
    made: list[Finding] = []
    for pair in align(base, head, likeness):
        if pair.before:
            made += _changed(pair, areas, likeness)
        else:
            made += _added(pair.after[0], base, areas, likeness)
    return made


def _changed(pair: Pair, areas: Areas, likeness: Likeness) -> Iterator[Finding]:
    told = differences(pair, likeness)
    if not told:
        return
    before, after = pair.texts
    area = areas.of(pair.before[0])
    yield found(
        "instruction",
        pair.before[0].file,
        area,
        f"A rule of {area} is weaker: " + "; ".join(one.what for one in told),
        blocks=_harms(area, before, told),
        before=before,
        after=after,
    )


def _harms(area: str, before: str, told: Sequence[Difference]) -> bool:
    if not advises(area):
        return True
    return bool(read(before).counts["denials"]) and any(one.sort in _BINDING for one in told)


def _added(one: Statement, base: Sequence[Statement], areas: Areas, likeness: Likeness) -> Iterator[Finding]:
    """An added sentence blocks where it permits, excepts or contradicts what a rule near it says."""
    area = areas.of_added(one, base)
    for rule in _near(one.text, base, likeness):
        if why := _loosens(one.text, rule):
            told = f"A new rule takes back a rule of {area}: {why}"
            blocks = not advises(area)
            yield found("instruction", one.file, area, told, blocks=blocks, before=rule, after=one.text)
            return
    force = read(one.text).counts
    frees = bool(force["overrides"] or force["permit"] or force["promises"]) and not advises(area)
    told = f"A new rule permits or overrides something in {area}" if frees else "A new rule"
    yield found("instruction", one.file, area, told, blocks=frees, after=one.text)


def _near(text: str, base: Sequence[Statement], likeness: Likeness) -> list[str]:
    """The rules that a text speaks about, nearest first."""
    cosines: list[float] = likeness.between([text], [rule.text for rule in base])[0].tolist()
    ranked = sorted(zip(cosines, (rule.text for rule in base), strict=True), reverse=True)
    return [rule for cosine, rule in ranked[:_NEAREST] if cosine >= thresholds().loosens]


def _loosens(added: str, rule: str) -> str:
    new, old = read(added), read(rule)
    weak = [name for name in ("permit", "exception", "hedge", "overrides") if new.counts[name] > old.counts[name]]
    if weak:
        return ", ".join(phrase for name in weak for phrase in new.phrases[name])
    freed = [word for word in content_words(new.bare) if not _in(word, new.touched) and _in(word, old.denied)]
    return f"asks for what it prohibits ({', '.join(freed)})" if len(freed) >= 2 else ""


def _in(word: str, words: frozenset[str]) -> bool:
    return any(same_stem(word, other) for other in words)
