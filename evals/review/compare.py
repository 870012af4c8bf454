"""What a pair of aligned texts says differently: each difference in words that a person can check."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from evals.review import data
from evals.review.align import Pair, align
from evals.review.data import thresholds
from evals.review.force import Read, content_words, read
from evals.review.likeness import Likeness, same_stem
from evals.review.statements import plain

Sort = Literal[
    "lost", "part", "denied_part", "condition", "unprohibited", "prohibited", "loosened", "hedged", "turned",
    "number", "token", "placeholder", "added",
]  # fmt: skip
_SHORT = 3
"""Words at most of a replacement; longer ones are compared as parts."""
_CHUNK = re.compile(r"[,;:()\"“”]|\b(?:and|or|nor|y|e|o|u|ni)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Difference:
    """`sort` says what kind it is, `what` says it in words."""

    sort: Sort
    what: str


def told_otherwise(before: str, after: str, file: str, likeness: Likeness) -> Iterator[tuple[Pair, list[Difference]]]:
    """The sentences of a plain text that another text lacks or says otherwise, with what differs."""
    for pair in align(plain(before, file), plain(after, file), likeness):
        told = differences(pair, likeness) if pair.before else []
        if told:
            yield pair, told


def differences(pair: Pair, likeness: Likeness) -> list[Difference]:
    """All that the head's side of a pair lacks or adds against the base's; nothing for a mere rewording."""
    before, after = pair.texts
    if not pair.before:
        return [Difference("added", "added")]
    if not pair.after:
        return [Difference("lost", "lost: nothing in the new prompt says this")]
    base, head = read(before), read(after)
    told = [*_conditions(pair), *_force(base, head), *_facts(base, head, before, after), *_parts(base, head, likeness)]
    return told or [*_deleted(base, head), *_replaced(before, after, likeness)]


def _conditions(pair: Pair) -> Iterator[Difference]:
    gone = {one.when for one in pair.before} - {one.when for one in pair.after}
    for when in gone:
        yield Difference("condition", f"no longer said under its condition ({' > '.join(when) or 'none'})")


def _force(base: Read, head: Read) -> Iterator[Difference]:
    """What was prohibited, restricted or demanded and is so no longer, and what was weakened."""
    more_denials = head.counts["denials"] - base.counts["denials"]
    swapped = _restated(base, head) or _restated(head, base)
    if not swapped:
        yield from _polarity(base, head, more_denials)
    if base.counts["exclusive"] > head.counts["exclusive"] and not swapped:
        yield Difference("loosened", f"no longer restricted: {_gone('exclusive', base, head)}")
    if base.counts["urgent"] > head.counts["urgent"]:
        yield Difference("loosened", f"no longer at once: {_gone('urgent', base, head)}")
    if base.counts["universal"] and not head.counts["universal"] and more_denials <= 0:
        yield Difference("loosened", f"no longer for all: {_gone('universal', base, head)}")
    for name, said in (
        ("hedge", "hedged by"),
        ("permit", "now permitted:"),
        ("overrides", "now overridden:"),
        ("promises", "now promised:"),
    ):
        if head.counts[name] > base.counts[name]:
            yield Difference("hedged", f"{said} {_gone(name, head, base)}")
    restated = _without(base) - _without(head)
    if head.counts["exception"] - base.counts["exception"] > max(restated, 0) and not swapped:
        yield Difference("hedged", f"an exception was added: {_gone('exception', head, base)}")


def _polarity(base: Read, head: Read, more_denials: int) -> Iterator[Difference]:
    freed = _freed(base, head) if more_denials < 0 else []
    if more_denials < 0 and content_words(base.bare) == content_words(head.bare):
        freed = freed or [word for word in base.denied if not _within(word, head.denied)]
    if freed:
        yield Difference("unprohibited", f"no longer prohibited or denied: {', '.join(sorted(freed))}")
    elif base.counts["denials"] and not head.counts["denials"]:
        yield Difference("unprohibited", f"the prohibition is gone: {', '.join(_denials(base))}")
    now = [word for word in head.denied if _within(word, set(content_words(base.bare)))]
    turned = [word for word in now if not _within(word, base.touched)]
    if turned and 2 * len(turned) >= len(now) and more_denials > 0:
        yield Difference("prohibited", f"now prohibited or denied: {', '.join(sorted(turned))}")


def _without(text: Read) -> int:
    """`no jargon without a word` says what `no jargon unless with a word` says."""
    return sum(phrase in ("without", "sin") for phrase in text.phrases.get("forward", []))


def _freed(base: Read, head: Read) -> list[str]:
    """Words of clauses that were denied, most of whose words are said without a denial now."""
    said = set(content_words(head.bare))
    freed: list[str] = []
    for clause in base.denied_clauses:
        kept = [word for word in clause if _within(word, said)]
        free = [word for word in kept if not _within(word, head.touched)]
        if free and 2 * len(free) >= len(kept):
            freed += free
    return freed


def _restated(one: Read, other: Read) -> bool:
    """`only if` said as `not unless` binds as much."""
    return one.counts["exclusive"] > other.counts["exclusive"] and (
        other.counts["denials"] > one.counts["denials"]
        and (other.counts["exception"] > one.counts["exception"] or other.counts["denials"] >= 2)
    )


def _facts(base: Read, head: Read, before: str, after: str) -> Iterator[Difference]:
    if gone := base.numbers - head.numbers:
        yield Difference("number", f"figure gone or changed: {', '.join(gone)}")
    elif base.numbers and (new := head.numbers - base.numbers):
        yield Difference("number", f"figure added: {', '.join(new)}")
    if gone := base.tokens - head.tokens:
        yield Difference("token", f"no longer named: {', '.join(gone)}")
    if sorted(base.placeholders) != sorted(head.placeholders):
        gone = sorted(set(base.placeholders) - set(head.placeholders))
        new = sorted(set(head.placeholders) - set(base.placeholders))
        yield Difference("placeholder", f"value no longer shown: {', '.join(gone)}; new: {', '.join(new)}")
    elif base.placeholders != head.placeholders and _swapped(before, after):
        yield Difference("placeholder", "values have changed places")
    for one, other in data.force().antonyms:
        for said, instead in ((one, other), (other, one)):
            if _says(before, said) and not _says(before, instead) and _says(after, instead) and not _says(after, said):
                yield Difference("turned", f"`{said}` became `{instead}`")


def _parts(base: Read, head: Read, likeness: Likeness) -> Iterator[Difference]:
    """Parts of the sentence, items of a list above all, that the other does not hold."""
    here = [part for part in (part.strip() for part in _CHUNK.split(head.bare)) if content_words(part)]
    words = content_words(head.bare)
    lost: list[str] = []
    denied = False
    for part in (part.strip() for part in _CHUNK.split(base.bare)):
        own = content_words(part)
        if not own:
            continue
        missing = likeness.missing(own, words, thresholds().word)
        if len(missing) >= (1 - thresholds().part_covered) * len(own):
            cosines = likeness.between([part], here)
            if not cosines.size or cosines.max() < thresholds().part:
                lost.append(" ".join(part.split()))
                denied = denied or all(word in base.denied for word in own)
    if lost:
        yield Difference("denied_part" if denied else "part", f"no longer says: {'; '.join(lost)}")


def _deleted(base: Read, head: Read) -> Iterator[Difference]:
    """What is gone where nothing else was touched: then nothing can stand for it."""
    old, new = content_words(base.bare), content_words(head.bare)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    if all(operation in ("equal", "delete") for operation, *_ in blocks):
        for operation, i, j, _, _ in blocks:
            if operation == "delete":
                yield Difference("part", f"no longer says: {' '.join(old[i:j])}")


def _replaced(before: str, after: str, likeness: Likeness) -> Iterator[Difference]:
    """Words that stand for others which mean something else, where all around them is the same."""
    old, new = content_words(read(before).bare), content_words(read(after).bare)
    for operation, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "replace" and max(j - i, m - k) <= _SHORT:
            one, other = " ".join(old[i:j]), " ".join(new[k:m])
            here = [word for word in old[i:j] if not _within(word, set(new))]
            if here and likeness.between([one], [other])[0, 0] < thresholds().replaced:
                yield Difference("turned", f"`{one}` became `{other}`")


def _swapped(before: str, after: str) -> bool:
    """Whether values stand in another order in words of the same order."""
    blank = [re.sub(r"\{\{.*?\}\}", "{}", text).split() for text in (before, after)]
    return blank[0] == blank[1] or _beside(before) != _beside(after)


def _beside(text: str) -> set[tuple[str, str]]:
    """Each value with the content word before it."""
    pieces = re.split(r"\{\{\s*(.*?)\s*\}\}", text)
    beside: set[tuple[str, str]] = set()
    for at in range(1, len(pieces), 2):
        words = content_words(pieces[at - 1])
        beside.add((pieces[at], words[-1] if words else ""))
    return beside


def _gone(name: str, some: Read, others: Read) -> str:
    rest = list(others.phrases.get(name, []))
    gone: list[str] = []
    for phrase in some.phrases.get(name, []):
        if phrase in rest:
            rest.remove(phrase)
        else:
            gone.append(phrase)
    return ", ".join(gone or some.phrases.get(name, []))


def _denials(base: Read) -> list[str]:
    return [*base.phrases.get("forward", []), *base.phrases.get("clause", [])]


def _within(word: str, words: "set[str] | frozenset[str]") -> bool:
    return any(same_stem(word, other) for other in words)


def _says(text: str, phrase: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is not None
