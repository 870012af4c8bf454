"""Plays a user script: says what its state says, answers what is asked, goes where its transitions lead."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from assistant.results import TurnResult
from evals.played import Turn
from evals.simulate.paraphrase import Language, paraphrase
from evals.simulate.questions import FactKind, asked_for
from evals.simulate.script import GIVES_UP, GOAL, UserScript
from evals.steps import Act, Ending, Say

_PATIENCE = 2
"""How often the same question is answered before it counts as one that the script has to deal with."""


class ScriptedUser:
    """Plays a script. random: chooses wordings and their surface; None takes the first wording as it is written.

    ending: how the conversation ended, None while it runs. A script without a transition for what happened ends it as
    the user's own fault.
    """

    def __init__(self, script: UserScript, language: Language, random: Random | None = None) -> None:
        self._script, self._random = script, random
        self._language: Language = language
        self._at = script.start
        self._answered: Counter[FactKind] = Counter()
        self.faults: list[str] = []
        self.ending: Ending | None = None

    async def next(self, turns: Sequence[Turn]) -> Say | Act | None:
        if turns:
            if answer := self._own_fact(turns[-1]):
                return answer
            self._move(turns[-1], len(turns))
        return None if self.ending else self._enter()

    def _own_fact(self, turn: Turn) -> Say | None:
        """The answer to a clarifying question that the script knows and its state does not deal with itself."""
        kind = None if turn.act else asked_for(turn.result)
        if kind is None or self._answered[kind] >= _PATIENCE or kind not in self._script.facts:
            return None
        if any(kind in one.asks for one in self._script.states[self._at].then):
            return None
        wordings = self._script.facts[kind]
        self._answered[kind] += 1
        return self._say(wordings[(self._answered[kind] - 1) % len(wordings)])

    def _move(self, turn: Turn, said: int) -> None:
        gave = turn.decided.gave if turn.decided else None
        fitting = (one.go for one in self._script.states[self._at].then if one.fits(turn.result, gave))
        to = next(fitting, None)
        if to is None:
            self.ending = "fault"
            self.faults.append(f"the script has no way on from {self._at!r} after {_told(turn.result)}")
        elif to == GOAL:
            self.ending = "goal"
        elif to == GIVES_UP or said >= self._script.most_turns:
            self.ending = "gives_up"
        else:
            self._at = to

    def _enter(self) -> Say | Act:
        state = self._script.states[self._at]
        if state.does:
            return Act(state.does, state.proposal, state.code)
        return self._say(self._random.choice(state.says) if self._random else state.says[0])

    def _say(self, text: str) -> Say:
        return Say(paraphrase(text, self._language, self._random))


def _told(result: TurnResult) -> str:
    calls = ", ".join(call.name for call in result.tool_calls) or "no call"
    return f"{result.outcome} ({calls})"
