"""The published mix: what it has to contain, and who says it."""

import pytest

from evals.bench import mix

PEOPLE: list[mix.Person] = [
    {"handle": "cara", "situation": ["current"]},
    {"handle": "abe", "situation": ["current"]},
    {"handle": "dora", "situation": ["current", "deceased"]},
]


def made(situation: list[str]) -> mix.Mix:
    turn = {"kind": "read", "text": "what is my balance?"}
    conversations = [{"situation": situation, "turns": [turn]}, {"situation": "anonymous", "turns": [turn]}]
    return mix.Mix.model_validate({"voices": ["{text}", "hi, {text}"], "conversations": conversations})


def test_the_published_mix_has_every_kind_and_no_message_twice() -> None:
    published = mix.load()
    turns = [turn for conversation in published.conversations for turn in conversation.turns]
    assert {turn.kind for turn in turns} == {"policy", "read", "multi_part", "follow_up"}
    said = [voice.format(text=turn.text) for voice in published.voices for turn in turns]
    assert len(said) == len(set(said)) == len(published.voices) * len(turns)
    assert all(conversation.turns[0].kind != "follow_up" for conversation in published.conversations)


def test_each_round_speaks_in_another_voice_and_as_another_person() -> None:
    first, second, third = (mix.round_of(made(["current"]), number, PEOPLE)[0] for number in range(3))
    assert first.person is not None
    assert first.person["handle"] == "abe"
    assert second.person is not None
    assert second.person["handle"] == "cara"
    assert third.person == first.person
    assert [one.turns[0].text for one in (first, second)] == ["what is my balance?", "hi, what is my balance?"]


def test_an_anonymous_conversation_has_nobody() -> None:
    assert mix.round_of(made(["current"]), 0, PEOPLE)[1].person is None


def test_a_situation_that_nobody_is_in_is_an_error_that_names_it() -> None:
    with pytest.raises(mix.NobodyFits, match="dpd_90"):
        mix.round_of(made(["dpd_90"]), 0, PEOPLE)
