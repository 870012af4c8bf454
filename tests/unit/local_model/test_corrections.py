"""A message that only takes back a value leads to the same call with the new one."""

from datetime import date
from typing import Any

import pytest

from assistant.models.local import followup
from assistant.models.local.conversation import Conversation, Turn
from assistant.models.local.moods import corrects
from assistant.models.local.reading import PlannedCall
from evals.heldout.measure import schemas
from prompts.loader import load

TODAY = date(2026, 5, 15)
PROMPT = load()
MOODS = PROMPT.moods
SCHEMAS = schemas(PROMPT.tools)


@pytest.mark.parametrize(
    "text",
    [
        "no wait, 150 is what I can do",
        "actually, tuesday",
        "sorry, I told you the wrong day. it's the 29th",
        "oops, i meant 80",
        "make it the 22nd",
        "No, make it 60.",
        "perdón, al 15",
        "me equivoqué, son 40",
    ],
)
def test_a_correction_sounds_like_one(text: str) -> None:
    assert corrects(text, MOODS)


@pytest.mark.parametrize(
    "text", ["pay 60 on monday", "what does it cost to wait", "yes", "my loan is sorry looking", "no"]
)
def test_other_messages_do_not(text: str) -> None:
    assert not corrects(text, MOODS)


def after(said: str, *calls: tuple[str, dict[str, Any]]) -> Conversation:
    return Conversation(TODAY, said, earlier=(Turn("move my due date to the 20th", calls),))


def test_the_last_call_is_made_again_with_the_new_value() -> None:
    corrected = followup.corrected(after("make it the 22nd", ("move_due_date", {"due_day": 20})), SCHEMAS)
    assert corrected == (PlannedCall("move_due_date", {"due_day": 22}),)


@pytest.mark.parametrize(
    "conversation",
    [
        after("make it the 20th", ("move_due_date", {"due_day": 20})),
        after("make it nicer", ("move_due_date", {"due_day": 20})),
        after("make it the 22nd"),
        after("make it the 22nd", ("ask_clarification", {"question": "due_day"})),
        Conversation(TODAY, "make it the 22nd"),
    ],
    ids=["the same value", "no value", "nothing was called", "a question was asked", "nothing came before"],
)
def test_there_is_nothing_to_correct(conversation: Conversation) -> None:
    assert followup.corrected(conversation, SCHEMAS) == ()
