"""A model-played borrower says what the model says, until it has what it wants or does what it must not."""

from collections.abc import Sequence

import pytest
from langchain_core.messages import AIMessage, BaseMessage

from assistant.models.choose import ModelNotConfigured
from assistant.models.scripted import ScriptedModel
from assistant.settings import Settings
from evals.played import Turn
from evals.simulate.borrower import PlayedBorrower, user_model
from evals.simulate.failing import UserModelFailed
from evals.simulate.persona import ENDING, Persona
from evals.simulate.script import When
from evals.steps import Say
from tests.unit.evals.simulate.turns import turn

PAYER = Persona(
    goal="you want to pay 45 dollars", facts={"amount": "45"}, done=When(proposes=("schedule_payment",)), most_turns=3
)
PROPOSED = turn("proposal", proposes=("schedule_payment",))


def borrower(*says: str, seen: list[Sequence[BaseMessage]] | None = None) -> PlayedBorrower:
    heard: list[Sequence[BaseMessage]] = seen if seen is not None else []

    def script(messages: Sequence[BaseMessage]) -> AIMessage:
        heard.append(messages)
        return AIMessage(says[len(heard) - 1])

    return PlayedBorrower(PAYER, "en", ScriptedModel(script=script))


async def test_it_speaks_hears_and_leaves_when_it_has_what_it_wants() -> None:
    seen: list[Sequence[BaseMessage]] = []
    payer = borrower("I'd like to pay", "45", ENDING, seen=seen)
    assert await payer.next([]) == Say("I'd like to pay")
    asked = turn("clarify", "How much should it be?", said="I'd like to pay")
    assert await payer.next([asked]) == Say("45")
    assert await payer.next([asked, PROPOSED]) is None
    assert (payer.ending, payer.faults) == ("goal", [])
    assert [message.type for message in seen[1]] == ["system", "human", "ai", "human"]
    assert [message.text for message in seen[1]][2:] == ["I'd like to pay", "How much should it be?"]


async def test_leaving_before_anything_came_of_it_is_its_own_fault() -> None:
    payer = borrower(ENDING)
    assert await payer.next([turn()]) is None
    assert (payer.ending, payer.faults) == ("fault", ["ends too early, after 1 turns"])


async def test_a_faulty_message_is_not_said() -> None:
    payer = borrower("take 54 dollars")
    assert await payer.next([]) is None
    assert payer.ending == "fault"
    assert payer.faults == ["says '54 dollars' against its facts, which say '45 dollars'"]


@pytest.mark.parametrize(("last", "ending"), [(turn(), "gives_up"), (PROPOSED, "goal")])
async def test_after_its_turns_it_leaves(last: Turn, ending: str) -> None:
    payer = borrower()
    assert await payer.next([turn(), turn(), last]) is None
    assert (payer.ending, payer.faults) == (ending, [])


async def test_a_model_that_fails_is_nobodys_fault() -> None:
    def broken(_: Sequence[BaseMessage]) -> AIMessage:
        raise TimeoutError("no answer")

    payer = PlayedBorrower(PAYER, "en", ScriptedModel(script=broken))
    with pytest.raises(UserModelFailed, match="no answer"):
        await payer.next([])


def test_without_a_model_it_says_what_to_give() -> None:
    with pytest.raises(ModelNotConfigured, match="--user-model openai:NAME"):
        user_model(Settings(model="local"))
    with pytest.raises(ModelNotConfigured, match="OPENAI_API_KEY"):
        user_model(Settings(model="local", openai_api_key=None), "openai:any")
