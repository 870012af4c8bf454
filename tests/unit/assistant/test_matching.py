"""Words are found whatever their accents, capitals and quotation marks, and shown where they stand."""

import pytest

from assistant.monitors.matching import SNIPPET_CHARS, matches, snippet, words


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("¿Cuánto es mi PAGO mínimo?", "pago minimo"),
        ("cuanto es mi pago", "CUÁNTO"),
        ("I can’t pay", "can't"),
        ("Straße", "strasse"),
        ("me cobraron an\u0303o tras an\u0303o", "año"),
        ("late fees", "fee late"),
        ("anything", ""),
    ],
)
def test_what_matches(text: str, query: str) -> None:
    assert matches(text, words(query))


def test_every_word_has_to_be_there() -> None:
    assert not matches("late fee", words("late charge"))


def test_the_snippet_shows_the_first_word_found_as_it_was_written() -> None:
    text = "ééé " * 200 + "then the Autopáy stopped working for me " + "x " * 300
    shown = snippet(["nothing here", text], words("autopay"))
    assert "Autopáy stopped working" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= SNIPPET_CHARS + 4


@pytest.mark.parametrize("text", ["Æ" * 80 + " ﬁnd me", "ß" * 90 + " find me", "e\u0301" * 70 + " find me"])
def test_letters_that_fold_to_more_or_fewer_do_not_shift_the_place(text: str) -> None:
    assert "nd me" in snippet([text], words("find"))


def test_without_words_it_shows_how_the_conversation_begins() -> None:
    assert snippet(["hello\n  there", "more"], ()) == "hello there"
    assert snippet([], ()) == ""
