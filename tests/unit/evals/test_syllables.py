"""Syllables by hand count, in both languages."""

import pytest

from evals.syllables import count

ENGLISH = """payment:2 balance:2 interest:3 available:4 due:1 date:1 the:1 late:1 fees:1 charged:1 posted:2 policies:3
account:2 automatic:4 something:2 people:2 created:3 agreement:3 minimum:3 supervisor:4 reported:3 waived:1 please:1
area:3 idea:3 application:4 decision:3 previous:3 usually:4 assistant:3 approved:2 receive:2 confirm:2 changed:1
changes:2
statement:2 science:2 being:2 hardship:2 included:3 started:2 prepared:2 table:2 example:3 disputes:2 purposes:3"""
SPANISH = """pago:2 saldo:2 cuenta:2 línea:3 préstamo:3 interés:3 intereses:4 automático:5 todavía:4 cambiado:3
confírmelo:4 que:1 quiere:2 guerra:2 día:2 ciudad:2 leer:2 país:2 aire:2 hay:1 y:1 soy:1 muy:1 ayuda:3 política:4
siguiente:3
reunión:2 persona:3 equipo:3 atención:3 propuesta:3 aéreo:4 vergüenza:3 oiga:2 rey:1 leyes:2"""


def _by_hand(words: str) -> list[tuple[str, int]]:
    return [(word, int(number)) for word, number in (pair.split(":") for pair in words.split())]


@pytest.mark.parametrize("language", ["en", "es"])
def test_syllables_by_hand_count(language: str) -> None:
    words = _by_hand(ENGLISH if language == "en" else SPANISH)
    wrong = {word for word, number in words if count(word, "en" if language == "en" else "es").syllables != number}
    assert wrong == set()


def test_sentences_and_words() -> None:
    counts = count("Nothing has been changed. Is that all?\n- Yes: it's all!", "en")
    assert (counts.sentences, counts.words) == (4, 10)


def test_a_text_without_words_counts_nothing() -> None:
    assert count("... 12 !", "en").words == 0
