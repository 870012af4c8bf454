"""Which readings a message gets: as a whole, or part by part where the parts are surer than the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.models.local.planner import Planner
from assistant.models.local.reading import Reading, asks
from assistant.models.local.split import parts

_SURE, _SURE_MARGIN, _SURE_AGREED = 0.5, 0.15, 0.35
"""On utterances kept out of the fit 97% of readings over either of the first two figures were right."""
_CERTAIN = 0.7
_GUESS = 0.19
"""Under this score, and against the neighbours' vote, the first reading was right less than half of the time."""
_FAINT = 0.12
_LIKELY = 0.6
"""Of the first reading's score: what else may be meant."""
_PART, _PART_MARGIN = 0.4, 0.1
"""From these a part counts even where the neighbours, who see few words, vote for something longer."""
_PART_OF_ONE = 0.28
"""The same, where all that is near looks into one record of the account."""
_OVERRULES = 0.2
"""By how much a lone part must be surer than an unsure whole: it may be half a thought."""
_TIE = 0.05
_SEARCH = "search_policies"
THIRD_PARTY = "third_party"
"""The reason to decline what is asked for somebody else."""
_SEARCHES = frozenset({_SEARCH})


@dataclass(frozen=True)
class Chosen:
    """A reading and the words it was read from. own_words: whether these say better than the reading what to search."""

    reading: Reading
    words: str
    own_words: bool = False

    @property
    def asks(self) -> frozenset[tuple[str, str]]:
        return asks(self.reading.scenario)


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


def on_behalf(choice: Choice, message: str) -> Choice:
    """For somebody who acts for the borrower: talking of the borrower as of somebody else is no reason to decline."""
    kept = tuple(reading for reading in choice.candidates if reading.scenario.reason != THIRD_PARTY)
    if not kept or all(part.reading.scenario.reason != THIRD_PARTY for part in choice.chosen):
        return choice
    return Choice((Chosen(kept[0], message),), kept, sure=kept[0].score > _GUESS)


def choose(planner: Planner, message: str, *, staff: bool = True, writing: bool = True) -> Choice:
    """Deterministic. The whole message competes with its parts; parts that ask nothing are dropped.

    writing: whether it may ask for something to be done.
    """
    whole = planner.read([message], staff=staff, writing=writing)[0]
    clauses = parts(message)
    if not clauses or (is_sure(whole) and whole[0].score > _CERTAIN):
        return _single(message, whole)
    asked = [
        Chosen(_on_topic(ranked, whole[0]), clause)
        for clause, ranked in zip(clauses, planner.read(clauses, staff=staff, writing=writing), strict=True)
        if _asks(ranked)
    ]
    if not asked:
        return _single(message, whole)
    if len(asked) == 1 and _half_a_thought(asked[0].reading, whole, len(clauses)):
        return _single(message, whole)
    chosen = _merge(Chosen(whole[0], message), is_sure(whole), _distinct(asked), len(asked) == len(clauses))
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


def _on_topic(ranked: Sequence[Reading], whole: Reading) -> Reading:
    """A part's first reading, or one as likely that the likeliest reading of the whole message includes."""
    asked = Chosen(whole, "").asks
    near = (reading for reading in ranked if reading.score >= ranked[0].score - _TIE)
    included = (reading for reading in near if reading.tools and Chosen(reading, "").asks <= asked)
    return next(included, ranked[0])


def _half_a_thought(part: Reading, whole: Sequence[Reading], clauses: int) -> bool:
    """Whether the only part that asks says too little of its own to go before an unsure reading of the whole."""
    doubtful = clauses > 2 or not part.agreed or part.tools < whole[0].tools
    return doubtful and not is_sure(whole) and part.score < whole[0].score + _OVERRULES


def _single(message: str, ranked: Sequence[Reading]) -> Choice:
    sure = is_sure(ranked)
    doubtful = not ranked[0].agreed and not (sure and ranked[0].score >= _PART)
    only_policies = doubtful and _only_policies(ranked)
    if not sure and not ranked[0].agreed and ranked[0].score < (_FAINT if only_policies else _GUESS):
        return Choice((), tuple(ranked), False)
    return Choice((Chosen(ranked[0], message, only_policies),), tuple(ranked), sure)


def _only_policies(ranked: Sequence[Reading]) -> bool:
    """Whether all that is likely is a question that the policies answer, whichever of them."""
    likely = [reading for reading in ranked if reading.score >= _LIKELY * ranked[0].score]
    return all(reading.tools == _SEARCHES and reading.scenario.outcome == "answer" for reading in likely)


def _asks(ranked: Sequence[Reading]) -> bool:
    """A part counts as a request only if it is surely read as one that looks something up."""
    first = ranked[0]
    if first.scenario.outcome != "answer" or not first.tools:
        return False
    # A rival that looks up the same and more only tells that parts like this one come with others.
    rivals = (other.score for other in ranked[1:] if not first.tools <= other.tools)
    ahead = first.score - next(rivals, 0.0)
    asks = (is_sure(ranked) and first.agreed) or (first.score >= _PART and ahead >= _PART_MARGIN)
    return asks or _one_matter(ranked)


def _one_matter(ranked: Sequence[Reading]) -> bool:
    """Whether whatever else a part may be looks into the same account record."""
    first = ranked[0]
    records = first.tools - _SEARCHES
    others = (other.score for other in ranked[1:] if not records & other.tools)
    return bool(records) and first.score >= _PART_OF_ONE and first.score - next(others, 0.0) >= _PART_MARGIN


def _distinct(asked: Sequence[Chosen]) -> list[Chosen]:
    kept: list[Chosen] = []
    for part in sorted(asked, key=lambda item: -item.reading.score):
        if not any(part.asks <= other.asks for other in kept):
            kept.append(part)
    return sorted(kept, key=asked.index)


def _merge(whole: Chosen, whole_sure: bool, asked: list[Chosen], all_asked: bool) -> tuple[Chosen, ...]:
    union = frozenset[str]().union(*(part.reading.tools for part in asked))
    wider = whole.reading.scenario.outcome == "answer" and union < whole.reading.tools
    if wider and not all_asked and whole.reading.score >= _PART:
        return _with_subjects(whole, asked)
    if not whole_sure and whole.reading.score < asked[0].reading.score:
        return tuple(asked)
    if whole.reading.scenario.outcome in ("decline", "handoff"):
        return (whole,)
    if whole.reading.scenario.outcome != "answer":
        return tuple(asked)
    if union <= whole.reading.tools:
        return _with_subjects(whole, asked)
    if whole.reading.tools <= union or not whole_sure:
        return tuple(asked)
    return (whole, *(part for part in asked if not part.reading.tools <= whole.reading.tools))


def _with_subjects(whole: Chosen, asked: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """The whole reading with the parts that search for another subject than it does; at most two searches in all."""
    if sum(tool == _SEARCH for tool, _ in whole.asks) != 1:
        return (whole,)
    least = _PART if whole.reading.tools == _SEARCHES else 0.0
    others = [
        part
        for part in asked
        if part.reading.tools == _SEARCHES
        and part.reading.agreed
        and part.reading.score >= least
        and not part.asks <= whole.asks
    ]
    return (whole, *others[:1])
