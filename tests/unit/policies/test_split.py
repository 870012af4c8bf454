"""Passages and sentences are verbatim slices, short enough for the encoder, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from policies.split import MAX_WORDS, passages, sentences

_TEXTS = st.lists(
    st.lists(
        st.sampled_from(["(a)", "The", "fee", "is", "$32.", "No.", "Pay", "early;", "U.S.C."]), min_size=1, max_size=400
    ),
    min_size=1,
    max_size=6,
).map(lambda lines: "\n\n".join(" ".join(words) for words in lines))


@given(_TEXTS)
def test_pieces_are_verbatim_bounded_and_complete(text: str) -> None:
    pieces = passages(text)
    assert all(piece.text in text and len(piece.text.split()) <= MAX_WORDS for piece in pieces)
    position = 0
    for piece in pieces:
        start = text.find(piece.text, max(0, position - len(piece.text)))
        assert start <= position or not text[position:start].strip()
        position = max(position, start + len(piece.text))
    assert not text[position:].strip()


def test_a_passage_knows_its_heading() -> None:
    text = "##### (a) Calls\n\nNo calls at night.\n##### (b) Letters\n\n" + "No postcards. " * 100
    assert passages(text)[0].heading == "(a) Calls"
    assert passages(text)[-1].heading == "(b) Letters"


def test_sentences_leave_abbreviations_headings_and_list_marks_alone() -> None:
    text = "## Fees\n- Pay by 8:00 p.m. Eastern Time. The fee under 12 U.S.C. 1601 is $25.\n1. Call us first, please."
    assert sentences(text) == [
        "Pay by 8:00 p.m. Eastern Time.",
        "The fee under 12 U.S.C. 1601 is $25.",
        "Call us first, please.",
    ]


def test_hours_and_citations_do_not_end_a_sentence_unless_a_new_one_starts() -> None:
    timed = "A payment by 8:00 p.m. (Eastern Time) on that fifth day is still in time, e.g. July 12."
    cited = "Source: 12 CFR 1026.5(b)(2)(ii) and No. 5 of the U.S. Code."
    assert sentences(f"{timed} {cited}") == [timed, cited]
    assert sentences("We close at 8:00 p.m. Later payments count tomorrow.") == [
        "We close at 8:00 p.m.",
        "Later payments count tomorrow.",
    ]
    assert sentences("a las 8:00 p.m. del Este. Él puede pagar después.") == [
        "a las 8:00 p.m. del Este.",
        "Él puede pagar después.",
    ]


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    assert sentences('It says "stop now." Then we stop.') == ['It says "stop now."', "Then we stop."]


def test_table_rows_are_not_sentences() -> None:
    assert sentences("| Days | Fee |\n|---|---|\nThe fee comes after five days.") == ["The fee comes after five days."]
