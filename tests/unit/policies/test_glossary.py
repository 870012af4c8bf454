"""The glossary adds terms for whole words and stems only, once, and is itself well-formed."""

from policies.glossary import compile_glossary, load_glossary

_SMALL = compile_glossary({"pay off|early": "prepayment", "garnish*": "wage garnishment"})


def test_terms_are_added_for_phrases_and_stems() -> None:
    assert _SMALL.expand("can they garnish me if I PAY  OFF early") == (
        "can they garnish me if I PAY  OFF early (prepayment; wage garnishment)"
    )


def test_parts_of_words_do_not_count() -> None:
    assert _SMALL.expand("nearly there") == "nearly there"


def test_the_committed_glossary_loads_in_both_languages() -> None:
    glossary = load_glossary()
    assert "hardship" in glossary.expand("i lost my job")
    assert "hardship" in glossary.expand("no puedo pagar")
