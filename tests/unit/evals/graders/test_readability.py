"""How hard the assistant's own words are: by the published formulas, without quotes, cards and figures."""

import pytest

from evals.graders import readability
from evals.graders.readability import fernandez_huerta, flesch_kincaid, own_words
from evals.played import Turn
from evals.syllables import Counts
from tests.unit.evals.stories import case, citation, played, turn

PLAIN = (
    "You can make a payment at any time, and we count it on the day it comes in. "
    "If you need more time, tell us, and a person on our team will help you find a way."
)
HARD = (
    "Notwithstanding the aforementioned considerations, determination of eligibility necessitates comprehensive "
    "documentation substantiating financial circumstances, including contemporaneous employment verification, "
    "itemized expenditures and consolidated liabilities obtained from participating institutions beforehand."
)


def test_the_formulas() -> None:
    counts = Counts(sentences=2, words=20, syllables=30)
    assert flesch_kincaid(counts) == pytest.approx(0.39 * 10 + 11.8 * 1.5 - 15.59)
    assert fernandez_huerta(counts) == pytest.approx(206.84 - 60 * 1.5 - 1.02 * 10)


def test_plain_words_pass_and_hard_ones_do_not() -> None:
    plain, hard = (readability.grade(played(case(), turn(answer))) for answer in (PLAIN, HARD))
    assert plain.passed
    assert 0 < plain.scores["reading_grade"] < 5
    assert not hard.passed
    assert hard.scores["reading_grade"] > 15


def test_a_case_can_set_its_own_limit() -> None:
    assert not readability.grade(played(case(reading_grade_max=1.0), turn(PLAIN))).passed


def test_few_words_say_nothing() -> None:
    assert not readability.grade(played(case(), turn("Notwithstanding substantiation."))).applies


def test_spanish_has_its_own_formula() -> None:
    made = case().model_copy(update={"language": "es"})
    plain = " ".join(["Puede pagar cuando quiera. Si no le da tiempo, díganos. Una persona le ayuda con gusto."] * 2)
    hard = "Independientemente de las consideraciones anteriormente mencionadas, " * 5
    easy, difficult = (readability.grade(played(made, turn(answer))) for answer in (plain, hard))
    assert easy.passed
    assert "reading_grade" not in easy.scores
    assert easy.scores["reading_ease"] > 80
    assert not difficult.passed


def test_quotes_rows_figures_and_cards_are_not_its_own_words() -> None:
    quoted = f"{HARD} [1]\n\nYou owe $1,234.56 by May 22, 2026.\n- $32.00 late fee"
    assert own_words(turn(quoted, citations=[citation()]).result).split() == ["You", "owe", "by", "May", ",", "."]
    made = turn(f"Of course.\n\n**Make a payment**\n- Amount: $5.00\n\n{HARD}", outcome="proposal")
    shown = made.result.model_copy(update={"proposals": [{"title": "Make a payment"}]})
    assert own_words(Turn(made.text, shown).result).strip() == "Of course."
