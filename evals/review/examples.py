"""Worked examples that lead elsewhere now, that teach the wrong thing, or that are gone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evals.review import data
from evals.review.data import thresholds
from evals.review.finding import Finding, found
from evals.review.likeness import Likeness
from evals.review.neighbours import Neighbours, Treatment, Vote
from evals.review.worked import Book, Worked, in_words, slice_of
from policies.embeddings import Encoder
from prompts.schema import Call

_SHOWN = 3


def review_examples(
    base: Book, head: Book, writes: frozenset[str], encoder: Encoder, likeness: Likeness
) -> Iterator[Finding]:
    """encoder: of many texts at once, so one that keeps them where that can be."""
    voters = Neighbours(base.texts, [one.treatment for one in base.by_text.values()], encoder)
    yield from _led_elsewhere(base, head, writes, voters)
    yield from _details(base, head, writes, likeness)
    yield from _new(base, head, writes, voters)
    yield from _removed(base, head, writes, encoder)


def _led_elsewhere(base: Book, head: Book, writes: frozenset[str], voters: Neighbours) -> Iterator[Finding]:
    """Utterances of both whose treatment changed, by scenario and new treatment."""
    groups: defaultdict[tuple[str, Treatment], list[str]] = defaultdict(list)
    for text, before in base.by_text.items():
        after = head.by_text.get(text)
        if after is not None and after.treatment != before.treatment:
            groups[before.scenario.id, after.treatment].append(text)
    changed = {text for texts in groups.values() for text in texts}
    for (_, leads_to), texts in groups.items():
        before = base.by_text[texts[0]]
        votes = voters.vote(texts, without=changed)
        agreed = sum(supports(vote, leads_to) > supports(vote, before.treatment) for vote in votes)
        safety = before.scenario.outcome in data.slices().safety
        blocks = safety or 2 * agreed <= len(texts)
        what = (
            f"{len(texts)} examples of `{before.scenario.id}` now lead to {in_words(leads_to)} instead of "
            f"{in_words(before.treatment)}: {'; '.join(texts[:_SHOWN])}"
        )
        area = slice_of(before.treatment, writes)
        yield found("example", before.file, area, what, blocks=blocks)


def _details(base: Book, head: Book, writes: frozenset[str], likeness: Likeness) -> Iterator[Finding]:
    """The same treatment with other arguments, variants or notes."""
    seen: set[tuple[str, str]] = set()
    for text, before in base.by_text.items():
        after = head.by_text.get(text)
        if after is None or after.treatment != before.treatment:
            continue
        pair = before.scenario.id, after.scenario.id
        if pair in seen:
            continue
        seen.add(pair)
        if told := [*_otherwise(before, after, likeness)]:
            what = f"`{before.scenario.id}`: {'; '.join(told)}"
            yield found("example", before.file, slice_of(before.treatment, writes), what, blocks=True, before=text)


def _otherwise(before: Worked, after: Worked, likeness: Likeness) -> Iterator[str]:
    old, new = before.scenario, after.scenario
    rest = list(new.calls)
    for call in old.calls:
        same = next((one for one in rest if _same(call, one, likeness)), None)
        if same is None:
            yield f"{call.tool} with {call.arguments} is no longer called"
        else:
            rest.remove(same)
    if old.variants != new.variants:
        yield f"worded by {new.variants or 'the default'} instead of {old.variants or 'the default'}"
    if gone := set(old.notes) - set(new.notes):
        yield f"no longer says the notes {sorted(gone)}"
    if before.staff != after.staff:
        yield "is for another audience"


def _same(one: Call, other: Call, likeness: Likeness) -> bool:
    fixed = [{name: value for name, value in call.arguments.items() if name != "query"} for call in (one, other)]
    queries = [str(call.arguments.get("query", "")) for call in (one, other)]
    if one.tool != other.tool or fixed[0] != fixed[1] or bool(queries[0]) != bool(queries[1]):
        return False
    return (
        queries[0] == queries[1] or float(likeness.between(*([text] for text in queries))[0, 0]) >= thresholds().query
    )


def _new(base: Book, head: Book, writes: frozenset[str], voters: Neighbours) -> Iterator[Finding]:
    """New utterances whose neighbours in the base lead elsewhere."""
    texts = [text for text in head.by_text if text not in base.by_text]
    for text, vote in zip(texts, voters.vote(texts), strict=True):
        after = head.by_text[text]
        if (best := contradicted(vote, after.treatment)) is not None:
            led, others = in_words(after.treatment), in_words(best)
            what = f"The new example {text!r} leads to {led}; examples like it lead to {others}"
            yield found("example", after.file, slice_of(best, writes), what, blocks=True, after=after.scenario.id)


def contradicted(vote: Vote, treatment: Treatment) -> Treatment | None:
    """What the neighbours say instead, where they speak clearly against a treatment."""
    if not vote.shares or vote.near < thresholds().near_enough:
        return None
    best, _ = vote.best
    against = supports(vote, best)
    clear = against >= thresholds().contradicts and supports(vote, treatment) <= thresholds().supported
    return best if clear else None


def supports(vote: Vote, treatment: Treatment) -> float:
    """The votes for a treatment and, by their tools in common, for those of the same outcome."""
    return sum(share * _related(other, treatment) for other, share in vote.shares.items())


def _related(one: Treatment, other: Treatment) -> float:
    if one[1:] != other[1:]:
        return 0.0
    both = one[0] | other[0]
    return len(one[0] & other[0]) / len(both) if both else 1.0


def _removed(base: Book, head: Book, writes: frozenset[str], encoder: Encoder) -> Iterator[Finding]:
    """Utterances that are gone: too large a share of a treatment, or what the rest no longer reads."""
    gone: defaultdict[Treatment, list[str]] = defaultdict(list)
    held: defaultdict[Treatment, int] = defaultdict(int)
    for text, one in base.by_text.items():
        held[one.treatment] += 1
        if text not in head.by_text:
            gone[one.treatment].append(text)
    added: defaultdict[Treatment, int] = defaultdict(int)
    for text, one in head.by_text.items():
        added[one.treatment] += text not in base.by_text
    voters = Neighbours(head.texts, [one.treatment for one in head.by_text.values()], encoder)
    for treatment, texts in gone.items():
        lost = len(texts) - added[treatment]
        unread = _unread(texts, treatment, voters) if lost >= thresholds().lost_utterances else []
        if why := _too_much(treatment, lost, held[treatment], unread):
            one = base.by_text[texts[0]]
            what = f"{len(texts)} of {held[treatment]} examples of {in_words(treatment)} are gone, {why}"
            shown = "; ".join((unread or texts)[:_SHOWN])
            yield found("example", one.file, slice_of(treatment, writes), what, blocks=True, before=shown)


def _unread(texts: Sequence[str], treatment: Treatment, voters: Neighbours) -> list[str]:
    votes = voters.vote(texts)
    return [text for text, vote in zip(texts, votes, strict=True) if not _reads(vote, treatment)]


def _reads(vote: Vote, treatment: Treatment) -> bool:
    return bool(vote.shares) and supports(vote, treatment) >= max(supports(vote, other) for other in vote.shares)


def _too_much(treatment: Treatment, lost: int, held: int, unread: Sequence[str]) -> str:
    limits = thresholds()
    if treatment[1] in data.slices().safety and lost >= 2 and lost > limits.lost_share_safety * held:
        return "and a person's safety or a refusal depends on them"
    if lost >= limits.lost_utterances and lost > limits.lost_share * held:
        return "a large share"
    if lost >= limits.lost_utterances and len(unread) > limits.lost_readings * lost:
        return f"and {len(unread)} of them are read as something else by the rest"
    return ""
