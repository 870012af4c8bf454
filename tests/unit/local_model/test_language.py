"""The language of a message, and of one that is too short to have one."""

import pytest

from assistant.models.local.language import LanguageGuess

GUESS = LanguageGuess(
    [("my balance please and what do i owe", "en"), ("hola, y cuánto debo de mi línea", "es"), ("y el saldo", "es")]
    * 20
)


@pytest.mark.parametrize(
    ("text", "language"),
    [("y", "en"), ("Y!", "en"), ("", "en"), ("cuánto debo", "es"), ("what do i owe", "en"), ("y el saldo", "es")],
)
def test_a_letter_alone_is_no_spanish(text: str, language: str) -> None:
    assert GUESS(text) == language
