"""A borrower played by a chat model, whose own messages are checked before they are said."""

from collections.abc import Sequence
from dataclasses import replace

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.models.choose import ModelNotConfigured, choice_of, provider
from assistant.settings import Settings
from evals.played import Turn
from evals.simulate.failing import UserModelFailed
from evals.simulate.paraphrase import Language
from evals.simulate.persona import ENDING, Persona, load
from evals.simulate.user_faults import faults
from evals.steps import Act, Ending, Say

_OPENS = "(The chat is open. Write your first message.)"


def user_model(settings: Settings, name: str | None = None) -> BaseChatModel:
    """The model that plays borrowers. name: in place of the settings' own.

    Raises ModelNotConfigured, also for the local model: it answers questions and cannot play whoever asks them.
    """
    chosen = replace(choice_of(settings), setting=name or settings.model)
    if chosen.setting == "local":
        raise ModelNotConfigured(
            "A borrower played by a model needs a provider or a compatible server: give --user-model openai:NAME, "
            "anthropic:NAME or compatible:NAME with its key. A user script needs none."
        )
    return provider(chosen)


class PlayedBorrower:
    """Speaks as `persona`. A message with a fault is not said: it ends the conversation as the user's own fault.

    Raises UserModelFailed from `next`.
    """

    def __init__(self, persona: Persona, language: Language, model: BaseChatModel) -> None:
        self._persona, self._model = persona, model
        self._system = load().render(persona, language)
        self.faults: list[str] = []
        self.ending: Ending | None = None

    async def next(self, turns: Sequence[Turn]) -> Say | Act | None:
        if len(turns) >= self._persona.most_turns:
            self.ending = "goal" if self._satisfied(turns) else "gives_up"
            return None
        message = await self._message(turns)
        if ENDING in message:
            return self._left(turns)
        self.faults += faults(message, self._persona, [turn.result.answer for turn in turns])
        if self.faults:
            self.ending = "fault"
            return None
        return Say(message)

    def _left(self, turns: Sequence[Turn]) -> None:
        self.ending = "goal"
        if not self._satisfied(turns):
            self.ending = "fault"
            self.faults.append(f"ends too early, after {len(turns)} turns")

    def _satisfied(self, turns: Sequence[Turn]) -> bool:
        return any(self._persona.done.fits(turn.result) for turn in turns)

    async def _message(self, turns: Sequence[Turn]) -> str:
        spoken: list[BaseMessage] = [SystemMessage(self._system), HumanMessage(_OPENS)]
        for turn in turns:
            spoken += [AIMessage(turn.text), HumanMessage(turn.result.answer)]
        try:
            reply = await self._model.ainvoke(spoken)
        except Exception as error:
            raise UserModelFailed(f"the model that plays the borrower failed: {error}") from error
        return reply.text.strip()
