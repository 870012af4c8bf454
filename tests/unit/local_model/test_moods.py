"""What asks, supposes, tells or forbids asks for nothing to be done, by the prompt's own list of moods."""

import pytest

from assistant.models.local.caution import Caution
from assistant.models.local.moods import asks_for_nothing
from prompts.loader import load
from prompts.scenarios import utterance_language

MOODS = load().moods


@pytest.mark.parametrize(
    "words",
    [
        "can I move my due date?",
        "what happens if i close my line",
        "how do I set up autopay",
        "I paid yesterday",
        "don't cancel my payment",
        "if i took 500 what would my payment be",
        "did you cancel it?",
        "I already moved it",
        "please keep my autopay on",
        "i was going to close the line",
        "thanks for moving my due date",
        "¿puedo mover mi fecha de pago?",
        "no cancele mi pago",
        "si sacara 500, ¿cuánto pago?",
        "leave my draw alone, i still want it",
        "dont take 200 from my line",
        "please dont pay my loan off yet",
        "i dont want you to take 50 from my bank",
        "no saquen 100 de mi linea",
        "i wouldnt want autopay to take more than 50",
        "i might want to close it someday",
        "i hate autopay",
    ],
)
def test_questions_stories_and_negations_ask_for_nothing(words: str) -> None:
    assert asks_for_nothing(words, MOODS)


@pytest.mark.parametrize(
    "words",
    [
        "need my due date on the 15th cuz i get paid then",
        "can you move my due date to the 15th?",
        "why did my payoff change and move my due date to the 15th",
        "would you be able to set my due date to the 13th?",
        "actually cancel that payment",
        "dont run that payment, cancel it",
        "i overpaid, send it back",
        "can i get a higher limit",
        "i lost my job, put me on a plan",
        "¿me puede poner la fecha de pago el 12?",
        "could you cancel the draw i made today please",
    ],
)
def test_requests_are_heard_also_where_they_are_put_as_questions(words: str) -> None:
    assert not asks_for_nothing(words, MOODS)


def test_hardly_an_example_of_a_request_sounds_like_none() -> None:
    bundle = load()
    said = [
        utterance_language(utterance)[0]
        for scenario in bundle.scenarios
        if {call.tool for call in scenario.calls} & bundle.writes
        for utterance in scenario.utterances
    ]
    unheard = [text for text in said if asks_for_nothing(text, bundle.moods)]
    assert len(said) >= 500
    assert len(unheard) <= len(said) * 0.01, unheard


def test_what_is_only_asked_beside_a_request_is_no_part_of_what_is_wished() -> None:
    caution = Caution(load())
    wished = caution.wished("my email changed, update it please, and tell me if you text me about payments")
    assert "update it please" in wished
    assert "text me" not in wished
    assert caution.wished("how much do i owe") == "how much do i owe"
    assert "laid off" in caution.wished("i was laid off in april, get me started on a plan")
