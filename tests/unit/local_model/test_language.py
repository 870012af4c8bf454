"""The language of a message, and of one that is too short to have one."""

import pytest

from assistant.models.local.language import LanguageGuess

GUESS = LanguageGuess(
    [("my balance please and what do i owe", "en"), ("hola, y cuánto debo de mi línea", "es"), ("y el saldo", "es")]
    * 20
)
NAMED = LanguageGuess(
    [("my balance please on my cash line and what do i owe", "en"), ("hola, y cuánto debo de mi cash line", "es")] * 20
).last_told


@pytest.mark.parametrize(
    ("text", "language"),
    [("y", "en"), ("Y!", "en"), ("", "en"), ("cuánto debo", "es"), ("what do i owe", "en"), ("y el saldo", "es")],
)
def test_a_letter_alone_is_no_spanish(text: str, language: str) -> None:
    assert GUESS(text) == language


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["cuánto debo", "40"], "es"),
        (["cuánto debo", "Cash Line"], "es"),
        (["cuánto debo", "ok", "$40"], "es"),
        (["cuánto debo", "what do i owe"], "en"),
        (["what do i owe", "cuánto debo"], "es"),
        (["what do i owe", "40"], "en"),
        (["40"], "en"),
        ([], "en"),
    ],
)
def test_a_message_that_tells_neither_language_is_in_that_of_the_conversation(texts: list[str], language: str) -> None:
    assert NAMED(texts) == language
