"""Which statements of the head stand for which of the base: one to one first, then what was joined or split."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from evals.review.data import thresholds
from evals.review.force import content_words, read
from evals.review.likeness import Likeness, Vectors
from evals.review.statements import Statement


@dataclass
class Pair:
    """What the base says and what the head says in its place; one of them is empty for what was lost or added."""

    before: list[Statement] = field(default_factory=list[Statement])
    after: list[Statement] = field(default_factory=list[Statement])

    @property
    def texts(self) -> tuple[str, str]:
        return " ".join(one.text for one in self.before), " ".join(one.text for one in self.after)


def changed(base: Sequence[Statement], head: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Both without what is equal, wherever it stands."""
    common = Counter(one.key for one in base) & Counter(one.key for one in head)
    return _without(base, common.copy()), _without(head, common.copy())


def align(base: Sequence[Statement], head: Sequence[Statement], likeness: Likeness) -> list[Pair]:
    """Pairs of all that differs, in the order of the base, additions last."""
    before, after = changed(base, head)
    partner = _assign(before, after, likeness)
    pairs = {
        index: Pair([one], [after[partner[index]]] if index in partner else []) for index, one in enumerate(before)
    }
    taken = {other: index for index, other in partner.items()}
    _split(pairs, after, taken, likeness)
    _joined(pairs, likeness)
    added = [Pair([], [one]) for index, one in enumerate(after) if index not in taken]
    return [*(pair for pair in pairs.values() if pair.before), *added]


def _assign(before: Sequence[Statement], after: Sequence[Statement], likeness: Likeness) -> dict[int, int]:
    if not before or not after:
        return {}
    bare = [[read(one.text).bare for one in side] for side in (before, after)]
    scores = (likeness.between(*bare) + _overlap(before, after)) / 2
    # Through Any: scipy ships no types.
    optimize: Any = import_module("scipy.optimize")
    rows, columns = optimize.linear_sum_assignment(-scores)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if scores[row, column] >= thresholds().counterpart
    }


def _overlap(before: Sequence[Statement], after: Sequence[Statement]) -> Vectors:
    words = [[set(content_words(one.text)) or {one.text} for one in side] for side in (before, after)]
    shares = [[2 * len(some & others) / (len(some) + len(others)) for others in words[1]] for some in words[0]]
    return np.array(shares, dtype=np.float32)


def _split(pairs: dict[int, Pair], after: Sequence[Statement], taken: dict[int, int], likeness: Likeness) -> None:
    """A sentence of the head that tells what its neighbour's counterpart told goes with it."""
    for index, one in enumerate(after):
        if index in taken:
            continue
        near = [taken[at] for at in (index - 1, index + 1) if at in taken]
        for owner in near:
            lacking = _lacking(pairs[owner], likeness)
            if lacking and _tells(one.text, lacking, likeness):
                pairs[owner].after.append(one)
                taken[index] = owner
                break


def _tells(text: str, lacking: Sequence[str], likeness: Likeness) -> bool:
    """Whether a sentence is mostly about what is lacking, or holds most of it."""
    missing = likeness.missing(list(lacking), content_words(text), thresholds().word)
    about = likeness.covered(text, " ".join(lacking), thresholds().word)
    return about >= thresholds().joined or 2 * len(missing) <= len(lacking)


def _joined(pairs: dict[int, Pair], likeness: Likeness) -> None:
    """A sentence of the base without a counterpart goes with the one whose counterpart tells it too."""
    lost = [index for index, pair in pairs.items() if not pair.after]
    shares: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for index in lost:
        text = pairs[index].texts[0]
        for other, pair in pairs.items():
            if pair.after and other not in lost:
                extra = _extra(pair, likeness)
                shares[index].append((likeness.covered(text, " ".join(extra), thresholds().word), other))
    for index, candidates in shares.items():
        share, other = max(candidates)
        if share >= thresholds().joined and content_words(pairs[index].texts[0]):
            pairs[other].before += pairs[index].before
            pairs[index].before = []


def _lacking(pair: Pair, likeness: Likeness) -> list[str]:
    before, after = pair.texts
    return likeness.missing(content_words(before), content_words(after), thresholds().word)


def _extra(pair: Pair, likeness: Likeness) -> list[str]:
    before, after = pair.texts
    return likeness.missing(content_words(after), content_words(before), thresholds().word)


def _without(given: Sequence[Statement], common: "Counter[tuple[str, tuple[str, ...]]]") -> list[Statement]:
    left: list[Statement] = []
    for one in given:
        if common[one.key]:
            common[one.key] -= 1
        else:
            left.append(one)
    return left
