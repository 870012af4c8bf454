"""A model-played borrower over the wire: what its model is sent, and what becomes of a provider that fails."""

import pytest
from pydantic import SecretStr

from assistant.settings import Settings
from evals.simulate.borrower import PlayedBorrower, user_model
from evals.simulate.failing import UserModelFailed
from evals.simulate.persona import ENDING, Persona
from evals.simulate.script import When
from evals.steps import Say
from tests.integration.providers.conftest import Body, Provider
from tests.unit.evals.simulate.turns import turn

PAYER = Persona(goal="you want to pay 45 dollars", facts={"amount": "45 dollars"}, done=When(outcome=("answered",)))


def borrower(provider: Provider) -> PlayedBorrower:
    settings = Settings(
        model="local", model_base_url=f"{provider.url}/v1", openai_api_key=SecretStr("k"), model_deadline_s=5
    )
    return PlayedBorrower(PAYER, "en", user_model(settings, "compatible:any"))


async def test_it_holds_a_conversation(provider: Provider) -> None:
    def reply(body: Body) -> Body:
        return {"text": ENDING if len(body["messages"]) > 2 else "I'd like to pay 45 dollars on my line"}

    provider.reply = reply
    payer = borrower(provider)
    assert await payer.next([]) == Say("I'd like to pay 45 dollars on my line")
    assert await payer.next([turn(said="I'd like to pay 45 dollars on my line")]) is None
    assert (payer.ending, payer.faults) == ("goal", [])
    opening, closing = provider.seen
    assert opening["temperature"] == 0
    assert "amount: 45 dollars" in opening["messages"][0]["content"]
    assert [message["role"] for message in closing["messages"]] == ["system", "user", "assistant", "user"]


async def test_a_model_that_falls_out_of_its_part_is_heard_by_nobody(provider: Provider) -> None:
    provider.reply = lambda _: {"text": "As an AI model I cannot borrow money."}
    payer = borrower(provider)
    assert await payer.next([]) is None
    assert payer.ending == "fault"
    assert payer.faults[0].startswith("says it is a model")


@pytest.mark.parametrize("fault", ["401", "429", "500", "garbage"])
async def test_a_provider_that_fails_is_no_fault_of_the_borrower(fault: str, provider: Provider) -> None:
    provider.faults = [fault]
    payer = borrower(provider)
    with pytest.raises(UserModelFailed):
        await payer.next([])
    assert payer.faults == []
    assert len(provider.seen) == 1
