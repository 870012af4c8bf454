"""Another surface, the same meaning: figures, names in braces, quotations and negations stay to the letter."""

import re
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.case import load_suite
from evals.simulate.paraphrase import Language, forms, paraphrase

SEEDS = range(40)
EVERY: list[tuple[str, Language]] = [(text, case.language) for case in load_suite("core") for text in case.said]
TRICKY: list[tuple[str, Language]] = [
    ("{other_name} owes me. What is the balance on {other_account}?", "en"),
    ("do not move it to the 15th, I said 16", "en"),
    ('she told me "what is the code 1234" and I didn\'t say it.', "en"),
    ("What is my payoff on 05/22/2026 for $1,204.55?", "en"),
    ("write to jo.new@mailbox.example", "en"),
    ("account 4471", "en"),
    ("no quiero que cobren 55 dólares, ¿qué hago?", "es"),
]


def protected(text: str, language: Language) -> tuple[list[str], list[str], Counter[str]]:
    """What must survive: figures and addresses, placeholders, negations."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    negations = Counter(word for word in words if word in forms(language).negations or word.endswith(("n't", "n’t")))
    return re.findall(r"\S*[\d@]\S*", text), re.findall(r"\{\w+\}", text), negations


@pytest.mark.parametrize(("text", "language"), TRICKY)
def test_what_carries_the_meaning_survives(text: str, language: Language) -> None:
    for seed in SEEDS:
        assert protected(paraphrase(text, language, Random(seed)), language) == protected(text, language)


def test_it_survives_in_every_message_of_the_suite() -> None:
    for text, language in EVERY:
        for seed in range(5):
            said = paraphrase(text, language, Random(seed))
            assert protected(said, language) == protected(text, language), said


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(min_size=1, max_size=120),
    language=st.sampled_from(list[Language](("en", "es"))),
    seed=st.integers(0, 1000),
)
def test_no_text_breaks_it_and_a_seed_always_says_the_same(text: str, language: Language, seed: int) -> None:
    said = paraphrase(text, language, Random(seed))
    assert said == paraphrase(text, language, Random(seed))
    assert protected(said, language) == protected(text, language)


def test_without_a_seed_nothing_changes() -> None:
    for text, language in EVERY:
        assert paraphrase(text, language, None) == text


def test_a_seed_does_change_most_messages_and_keeps_most_of_their_words() -> None:
    changed = 0
    for number, (text, language) in enumerate(EVERY):
        said = paraphrase(text, language, Random(number))
        changed += said != text
        lost = Counter(text.lower().split()) - Counter(said.lower().split())
        assert sum(lost.values()) <= 4, (text, said)
    assert changed > 0.95 * len(EVERY)


def test_a_question_stays_one_and_names_keep_their_case() -> None:
    for seed in SEEDS:
        assert "Tomas Ortega" in paraphrase("What does Tomas Ortega owe you on his line?", "en", Random(seed))
        assert not re.search(r"moved[.!]", paraphrase("Can a due date be moved?", "en", Random(seed)))


def test_short_answers_get_no_frame() -> None:
    for seed in SEEDS:
        assert paraphrase("the 12th", "en", Random(seed)).lower().replace("teh", "the") == "the 12th"
