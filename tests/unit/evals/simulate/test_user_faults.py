"""What a model-played borrower says is held against what it was given and told."""

import pytest

from evals.simulate.persona import Persona
from evals.simulate.user_faults import faults

PAYER = Persona(
    goal="you want to pay 45 dollars on your Cash Line next monday",
    facts={"amount": "45 dollars", "day": "monday, May 18", "e-mail": "jo.new@mailbox.example"},
)
HEARD = ["Your Cash Line ending in 5096 has a balance of $1,204.55. How much should it be?"]


@pytest.mark.parametrize(
    "message",
    [
        "hi, I'd like to make a payment on my line",
        "45 dollars please, on monday",
        "$45.00 on the 18th",
        "so it's 1,204.55 altogether?",
        "yes, the one ending in 5096",
        "write me at jo.new@mailbox.example",
        "I am a nurse and I have two jobs",
        "quiero pagar 45 dólares el lunes",
    ],
)
def test_what_it_was_given_or_told_may_be_said(message: str) -> None:
    assert faults(message, PAYER, HEARD) == []


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ("please make it 54 dollars", "says '54 dollars' against its facts, which say '45 dollars'"),
        ("on friday then", "says 'friday' against its facts, which say 'monday'"),
        ("on May 22 please", "says 'May 22' against its facts, which say 'May 18'"),
        ("my rate is 21.99%, right?", "says '21.99%', which nobody told it"),
        ("use me@else.example", "says 'me@else.example' against its facts, which say 'jo.new@mailbox.example'"),
        ("As an AI language model I cannot do that.", "says it is a model: 'As an AI language model'"),
        ("How can I help you today?", "says it is a model: 'How can I help you'"),
        ("Soy un asistente virtual", "says it is a model: 'Soy un asistente virtual'"),
        ("  ", "says nothing"),
    ],
)
def test_what_it_was_not_given_is_its_own_fault(message: str, fault: str) -> None:
    assert faults(message, PAYER, HEARD) == [fault]


def test_a_fault_is_named_once() -> None:
    assert len(faults("99 dollars, I said 99 dollars", PAYER, [])) == 1
