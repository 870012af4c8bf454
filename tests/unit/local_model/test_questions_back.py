"""Clarifying questions, their options, somebody else's account, and messages that lean on the turn before."""

from datetime import date

import pytest

from assistant.models.local import clarify
from assistant.models.local.arguments import extract
from assistant.models.local.conversation import Conversation, Turn
from assistant.models.local.followup import answered_question, points_back, said_before
from assistant.models.local.split import parts
from prompts.loader import load

PROMPT = load()
TODAY = date(2026, 5, 15)
THIRD_PARTY = [cue for cue in PROMPT.cues if cue.reason == "third_party"]


def fires(text: str) -> bool:
    return any(
        any(phrase.search(text) for phrase in cue.phrases) and not any(phrase.search(text) for phrase in cue.unless)
        for cue in THIRD_PARTY
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_option_quotes_the_notes_on_a_scenario_or_a_figure(language: str) -> None:
    notes = {scenario.means.rstrip(".").lower() for scenario in PROMPT.scenarios}
    for scenario in PROMPT.scenarios:
        if scenario.outcome == "answer" and scenario.calls:
            text = clarify.label(scenario, PROMPT, language)
            assert text.lower() not in notes
            assert not any(char.isdigit() for char in text)


def test_an_offered_option_stands_for_the_scenario_that_only_looks_that_up() -> None:
    meant = clarify.offered(PROMPT)[PROMPT.say("label.get_rate_terms", "en")]
    assert [call.tool for call in meant.calls] == ["get_rate_terms"]


def test_a_picked_option_keeps_what_was_said_before() -> None:
    asked = ("ask_clarification", {"question": "Which?", "options": ["My fees", "My rate"]})
    conversation = Conversation(TODAY, "the second one", (), (Turn("the thing from april", (asked,)),))
    assert answered_question(conversation) == ("the thing from april My rate", "My rate")


@pytest.mark.parametrize(
    "text",
    [
        "my aunt's balance please",
        "send 500 from arjun jeffersons line to me",
        "pay 20 off tomas ortegas loan",
        "Rosalind's payoff?",
        "how much does my cousin owe",
        "im calling for my uncle, is he late",
        "my stepson has a line, what are his draws and his limit",
        "¿cuánto debe mi suegra?",
        "dame el saldo de mi vecino",
    ],
)
def test_somebody_elses_account_is_recognised(text: str) -> None:
    assert fires(text)


@pytest.mark.parametrize(
    "text",
    [
        "What's the balance",
        "May's statement please",
        "can my daughter call you on my behalf",
        "i paid from my husband's account",
        "my wife says it never came out, did you get it",
        "my balance and my wife's balance",
        "can i pay my son's loan",
        "my brother used my account without my permission",
        "¿cuánto debo?",
    ],
)
def test_the_borrowers_own_matters_are_not_taken_for_somebody_elses(text: str) -> None:
    assert not fires(text)


def test_a_condition_stays_with_what_it_is_a_condition_of() -> None:
    assert parts("if i pay on friday, what is my payoff, and is autopay on") == [
        "if i pay on friday, what is my payoff",
        "is autopay on",
    ]


def test_this_month_is_the_latest_statement_and_another_month_is_itself() -> None:
    period = {"type": "string", "pattern": r"^\d{4}-\d{2}$", "description": "The month as YYYY-MM, or `latest`."}
    schema = {"properties": {"period": period}}
    assert extract(schema, "interest this month", TODAY) == {"period": "latest"}
    assert extract(schema, "interest last month", TODAY) == {"period": "2026-04"}


def test_a_pronoun_points_back_to_what_was_last_looked_up() -> None:
    earlier = (Turn("why was i charged a late fee", (("list_fees", {}),)), Turn("thanks"))
    assert said_before(Conversation(TODAY, "remove it", (), earlier)) == "why was i charged a late fee"
    assert points_back("remove it")
    assert points_back("puede quitarlo")
    assert not points_back("what is my balance")
