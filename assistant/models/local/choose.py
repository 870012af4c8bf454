"""Which readings a message gets: as a whole, or part by part where the parts are surer than the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.models.local.planner import Planner
from assistant.models.local.reading import Reading
from assistant.models.local.split import parts

_SURE, _SURE_MARGIN, _SURE_AGREED = 0.5, 0.15, 0.35
"""On utterances kept out of the fit 97% of readings over either of the first two figures were right."""
_CERTAIN = 0.7
_GUESS = 0.22
"""Under this score, and against the neighbours' vote, the first reading was right less than half of the time."""


@dataclass(frozen=True)
class Chosen:
    """A reading and the words it was read from."""

    reading: Reading
    words: str


@dataclass(frozen=True)
class Choice:
    """What to do; without any `chosen`, the borrower has to be asked which of `candidates` is meant."""

    chosen: tuple[Chosen, ...]
    candidates: tuple[Reading, ...]
    sure: bool

    @property
    def certain(self) -> bool:
        """Beyond sure: nothing else needs to be compared."""
        return self.sure and self.candidates[0].score > _CERTAIN


def choose(planner: Planner, message: str, *, staff: bool = True) -> Choice:
    """Deterministic. The whole message competes with its parts; parts that ask nothing are dropped."""
    whole = planner.read([message], staff=staff)[0]
    clauses = parts(message)
    if not clauses or (is_sure(whole) and whole[0].score > _CERTAIN):
        return _single(message, whole)
    asked = [
        Chosen(ranked[0], clause)
        for clause, ranked in zip(clauses, planner.read(clauses, staff=staff), strict=True)
        if _asks(ranked)
    ]
    if not asked:
        return _single(message, whole)
    chosen = _merge(Chosen(whole[0], message), is_sure(whole), _distinct(asked))
    return Choice(chosen, tuple(whole), True)


def is_sure(ranked: Sequence[Reading]) -> bool:
    """Whether the first reading can be acted on without asking."""
    first = ranked[0]
    margin = first.score - ranked[1].score if len(ranked) > 1 else first.score
    return (
        first.score >= _SURE
        or (margin >= _SURE_MARGIN and first.score >= _GUESS)
        or (first.agreed and first.score >= _SURE_AGREED)
    )


def _single(message: str, ranked: Sequence[Reading]) -> Choice:
    sure = is_sure(ranked)
    if not sure and not ranked[0].agreed and ranked[0].score < _GUESS:
        return Choice((), tuple(ranked), False)
    return Choice((Chosen(ranked[0], message),), tuple(ranked), sure)


def _asks(ranked: Sequence[Reading]) -> bool:
    """A part counts as a request only if it is surely read as one that looks something up."""
    return is_sure(ranked) and ranked[0].agreed and ranked[0].scenario.outcome == "answer" and bool(ranked[0].tools)


def _distinct(asked: Sequence[Chosen]) -> list[Chosen]:
    kept: list[Chosen] = []
    for part in sorted(asked, key=lambda item: -item.reading.score):
        if not any(part.reading.tools <= other.reading.tools for other in kept):
            kept.append(part)
    return sorted(kept, key=asked.index)


def _merge(whole: Chosen, whole_sure: bool, asked: list[Chosen]) -> tuple[Chosen, ...]:
    if not whole_sure and whole.reading.score < asked[0].reading.score:
        return tuple(asked)
    if whole.reading.scenario.outcome in ("decline", "handoff"):
        return (whole,)
    if whole.reading.scenario.outcome != "answer":
        return tuple(asked)
    union = frozenset[str]().union(*(part.reading.tools for part in asked))
    if union <= whole.reading.tools:
        return (whole,)
    if whole.reading.tools <= union:
        return tuple(asked)
    if not whole_sure:
        return tuple(asked)
    return (whole, *(part for part in asked if not part.reading.tools <= whole.reading.tools))
