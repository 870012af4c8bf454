"""Cues and moods: what they no longer catch, what they catch besides, and what follows from them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.review import data
from evals.review.data import thresholds
from evals.review.finding import Finding, found
from evals.review.likeness import Likeness
from evals.review.patterns import samples
from prompts.schema import Call, Cue, Mood

Kind = Literal["cues", "moods"]
_SHOWN = 3


@dataclass(frozen=True)
class Signs:
    """All phrases of one cue or mood, and what suppresses them."""

    phrases: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def catch(self, text: str) -> bool:
        return any(one.search(text) for one in self.phrases) and not any(one.search(text) for one in self.unless)


@dataclass(frozen=True)
class Said:
    """A worked example: its text as the matcher gets it, and the reason of its treatment."""

    text: str
    reason: str | None


def review_cues(
    base: Sequence[Cue], head: Sequence[Cue], said: Sequence[Said], likeness: Likeness
) -> Iterator[Finding]:
    """Cues are told apart by what follows from them, so that renaming one changes nothing."""
    for outcome, reason in dict.fromkeys((cue.outcome, cue.reason) for cue in base):
        before = [cue for cue in base if (cue.outcome, cue.reason) == (outcome, reason)]
        after = [cue for cue in head if (cue.outcome, cue.reason) == (outcome, reason)]
        area = data.slices().reasons.get(reason, outcome)
        label = f"The cue to {outcome} for {reason}"
        if not after:
            yield found("cues", "cues.yaml", area, f"{label} is gone", blocks=True, before=before[0].cue)
            continue
        yield from _calls(label, area, before[0].calls, after[0].calls, likeness)
        yield from _compare("cues", label, area, _signs(before), _signs(after), said, reason)


def review_moods(base: Sequence[Mood], head: Sequence[Mood], said: Sequence[Said]) -> Iterator[Finding]:
    """said: the worked examples as clauses (lower case, no accents, no apostrophes)."""
    for name in dict.fromkeys(mood.mood for mood in base):
        before = [mood for mood in base if mood.mood == name]
        after = [mood for mood in head if mood.mood == name]
        label = f"The mood `{name}`"
        if not after:
            yield found("moods", "moods.yaml", "acting", f"{label} is gone", blocks=True)
        else:
            yield from _compare("moods", label, "acting", _signs(before), _signs(after), said, None)


def _compare(
    kind: Kind, label: str, area: str, base: Signs, head: Signs, said: Sequence[Said], reason: str | None
) -> Iterator[Finding]:
    if _written(base) == _written(head):
        return
    file = f"{kind}.yaml"
    for phrase, lost in _uncaught(base, head):
        what = f"{label} no longer catches: {'; '.join(lost[:_SHOWN])}"
        yield found(kind, file, area, what, blocks=True, before=phrase)
    dropped = [one.text for one in said if base.catch(one.text) and not head.catch(one.text)]
    if dropped:
        what = f"{label} no longer catches {len(dropped)} worked examples: {'; '.join(dropped[:_SHOWN])}"
        yield found(kind, file, area, what, blocks=True)
    new = [one.text for one in said if head.catch(one.text) and not base.catch(one.text)]
    wrong = [one.text for one in said if one.text in new and (reason is None or one.reason != reason)]
    if len(wrong) >= thresholds().newly_caught:
        what = f"{label} now catches {len(wrong)} worked examples of something else: {'; '.join(wrong[:_SHOWN])}"
        yield found(kind, file, area, what, blocks=True)
    for exception in _gone(base.unless, head.unless):
        texts = samples(exception)
        if texts and not all(any(one.search(text) for one in head.unless) for text in texts):
            what = f"{label} no longer leaves out: {'; '.join(texts[:_SHOWN])}"
            yield found(kind, file, area, what, blocks=True, before=exception.pattern)


def _uncaught(base: Signs, head: Signs) -> Iterator[tuple[str, list[str]]]:
    """For each phrase of the base, texts that it caught and the head does not."""
    narrower = bool(_gone(head.unless, base.unless))
    for phrase in base.phrases if narrower else _gone(base.phrases, head.phrases):
        caught = [text for text in samples(phrase) if base.catch(text)]
        lost = [text for text in caught if not head.catch(text)]
        if len(lost) > thresholds().lost_phrases * len(caught):
            yield phrase.pattern, lost


def _calls(label: str, area: str, base: Sequence[Call], head: Sequence[Call], likeness: Likeness) -> Iterator[Finding]:
    before, after = [call.tool for call in base], [call.tool for call in head]
    looked_for = [" ".join(str(call.arguments.get("query", "")) for call in calls) for calls in (base, head)]
    if before != after:
        what = f"{label} calls {', '.join(after) or 'nothing'} instead of {', '.join(before) or 'nothing'}"
        yield found("cues", "cues.yaml", area, what, blocks=True)
    elif (
        looked_for[0] != looked_for[1] and likeness.between(*([text] for text in looked_for))[0, 0] < thresholds().query
    ):
        what = f"{label} searches for something else"
        yield found("cues", "cues.yaml", area, what, blocks=True, before=looked_for[0], after=looked_for[1])


def _signs(given: Iterable[Cue | Mood]) -> Signs:
    both = list(given)
    return Signs(
        tuple(phrase for one in both for phrase in one.phrases), tuple(phrase for one in both for phrase in one.unless)
    )


def _written(signs: Signs) -> tuple[list[str], list[str]]:
    return sorted(one.pattern for one in signs.phrases), sorted(one.pattern for one in signs.unless)


def _gone(base: Sequence[re.Pattern[str]], head: Sequence[re.Pattern[str]]) -> list[re.Pattern[str]]:
    kept = {one.pattern for one in head}
    return [one for one in base if one.pattern not in kept]
