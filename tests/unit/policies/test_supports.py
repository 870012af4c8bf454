"""Whether passages answer a question: the parts of a query, and what counts for it."""

from policies.supports import load_support, stems

NAMES = load_support().coefficients


def signs(**given: float) -> dict[str, float]:
    return dict.fromkeys(NAMES, 0.5) | {"planned": 0.0} | given


def test_words_that_no_document_has_speak_against_an_answer() -> None:
    model = load_support()
    assert model.probability(signs(unknown=0.8, rare=0.1)) < model.probability(signs(unknown=0.0, rare=0.9))


def test_a_nearer_cue_speaks_for_an_answer() -> None:
    model = load_support()
    assert not model.covered(signs(cue=0.0, cue_wide=0.0, rare=0.0, unknown=1.0))
    assert model.covered(signs(cue=1.0, cue_wide=1.0, rare=1.0, unknown=0.0))


def test_stems_leave_out_words_without_a_subject() -> None:
    assert stems("How is the payment returned?") == stems("payment returns")
