"""Whether a write is surely asked for. A wrong proposal is worse than a question, and a missed one than neither.

Two witnesses: the planner's readings, which know what is spoken of, and the moods, which know whether it is asked for.
"""

from collections.abc import Sequence

from assistant.models.local.choose import Choice, Chosen
from assistant.models.local.moods import asks_for_nothing, corrects, heard
from assistant.models.local.reading import Reading
from assistant.models.local.split import parts
from prompts.bundle import PromptBundle
from prompts.scenarios import utterance_language
from prompts.schema import Scenario

_SURE, _SURE_AGREED = 0.4, 0.2
"""From these a reading leads to a write: alone, and with the neighbours' vote."""
_AHEAD, _SURE_AHEAD = 0.65, 0.22
"""So much of its score at most a rival may have for a write to count from the second figure on."""
_OVER = 0.5
"""Of a first reading's score: a write that goes before it, where its examples only ask and the message does not."""
_NEAR = 0.3
"""Of the write's score: a reading that changes nothing and takes its place where nothing is asked for."""
_TOLD = "told"
"""The mood of a clause that says what has happened, which may be the reason for a request."""
_ONLY_ASKED = 0.6
"""The share of a scenario's examples that ask for nothing, from which it is one that only asks."""


class Caution:
    """Looks at a choice again, with the moods in view."""

    def __init__(self, prompt: PromptBundle) -> None:
        self._writes, self._moods = prompt.writes, prompt.moods
        self._share: dict[str, float] = {}

    def look(self, choice: Choice, message: str) -> Choice:
        """The choice without writes that are not asked for, and with the one that is where a question stood for it."""
        if not any(reading.tools & self._writes for reading in (*choice.candidates, *_readings(choice))):
            return choice
        if whole := self._request(choice, message):
            return Choice((Chosen(whole, message),), choice.candidates, sure=True)
        kept = [part for part in choice.chosen if self._is_asked_for(part, choice.candidates)]
        if kept or not choice.chosen:
            return Choice(tuple(kept), choice.candidates, choice.sure)
        return self._without(choice)

    def asks_for_nothing(self, text: str) -> bool:
        return asks_for_nothing(text, self._moods)

    def corrects(self, text: str) -> bool:
        return corrects(text, self._moods)

    def wished(self, text: str) -> str:
        """The clauses that ask for something to be done or tell why; all of it where none stands out."""
        clauses = (clause for clause in parts(text) if not heard(clause, self._moods) - {_TOLD})
        return ", ".join(clauses) or text

    def _request(self, choice: Choice, message: str) -> Reading | None:
        """The write that a whole message asks for, where its parts or a scenario that only asks went before it."""
        if self._asks_besides(choice, message):
            return None
        first = choice.candidates[0]
        of_parts = frozenset[str]().union(*(part.reading.tools & self._writes for part in choice.chosen))
        if of_parts and (len(choice.chosen) == 1 or of_parts != first.tools & self._writes):
            return None
        if first.tools & self._writes:
            return first if self._is_sure(first, choice.candidates) else None
        if first.tools and self._only_asks(first.scenario):
            near = (one for one in choice.candidates[1:] if one.score >= _OVER * first.score)
            return next((one for one in near if one.tools & self._writes and one.score >= _SURE_AGREED), None)
        return None

    def _asks_besides(self, choice: Choice, message: str) -> bool:
        """Whether the message asks for nothing, or a part of it is a question of its own."""
        parts = [part.words for part in choice.chosen if part.words != message]
        return self.asks_for_nothing(message) or any(self.asks_for_nothing(words) for words in parts)

    def _is_asked_for(self, part: Chosen, candidates: Sequence[Reading]) -> bool:
        if not part.reading.tools & self._writes:
            return True
        rivals = candidates if part.reading is candidates[0] else (part.reading,)
        return self._is_sure(part.reading, rivals) and not self.asks_for_nothing(part.words)

    def _is_sure(self, reading: Reading, candidates: Sequence[Reading]) -> bool:
        if reading.score >= (_SURE_AGREED if reading.agreed else _SURE):
            return True
        writes = reading.tools & self._writes
        rivals = (one for one in candidates if not one.tools & writes and not self._only_asks(one.scenario))
        rival = max((one.score for one in rivals), default=0.0)
        return reading.score >= _SURE_AHEAD and rival <= _AHEAD * reading.score

    def _without(self, choice: Choice) -> Choice:
        doubtful = choice.chosen[0]
        reads = tuple(one for one in choice.candidates if not one.tools & self._writes)
        if self.asks_for_nothing(doubtful.words) and reads and reads[0].score >= _NEAR * doubtful.reading.score:
            return Choice((Chosen(reads[0], doubtful.words),), reads, sure=False)
        return Choice((), choice.candidates, sure=False)

    def _only_asks(self, scenario: Scenario) -> bool:
        if scenario.id not in self._share:
            said = [utterance_language(one)[0] for one in scenario.utterances]
            self._share[scenario.id] = sum(map(self.asks_for_nothing, said)) / len(said)
        return self._share[scenario.id] >= _ONLY_ASKED


def _readings(choice: Choice) -> list[Reading]:
    return [part.reading for part in choice.chosen]
