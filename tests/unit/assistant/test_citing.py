"""From passage labels to numbered citations with verbatim quotes."""

from assistant.citing import cite
from assistant.guards.evidence import Passage

PAYOFF = Passage(
    "P1",
    "POL-PAYOFF-01",
    1,
    "no-prepayment-penalty",
    "Early payoff costs nothing extra",
    "2025-03-01",
    "There is no prepayment penalty. You pay interest only up to the day of payoff. Ask for a quote first.",
)
FEES = Passage(
    "P2", "POL-FEE-01", 2, "amount", "The late fee", "2026-01-01", "The late fee is $32. It is charged once."
)


def test_labels_are_numbered_in_order_of_appearance() -> None:
    answer, citations = cite("The late fee is $32. [P2] There is no prepayment penalty. [P1]", [PAYOFF, FEES])
    assert answer == "The late fee is $32. [1] There is no prepayment penalty. [2]"
    assert [(citation.id, citation.document, citation.version, citation.section) for citation in citations] == [
        (1, "POL-FEE-01", 2, "amount"),
        (2, "POL-PAYOFF-01", 1, "no-prepayment-penalty"),
    ]


def test_every_quote_stands_verbatim_in_its_passage() -> None:
    said = "No penalty for paying early. [P1] A late payment costs thirty-two dollars. [P2]"
    for citation, passage in zip(cite(said, [PAYOFF, FEES])[1], (PAYOFF, FEES), strict=True):
        assert citation.quote in passage.text
        assert citation.quote


def test_a_verbatim_sentence_is_its_own_quote_and_a_paraphrase_gets_the_nearest() -> None:
    _, exact = cite("You pay interest only up to the day of payoff. [P1]", [PAYOFF])
    _, near = cite("Interest is only paid up to the payoff day. [P1]", [PAYOFF])
    assert exact[0].quote == near[0].quote == "You pay interest only up to the day of payoff."


def test_two_sentences_of_one_passage_are_two_citations_and_one_sentence_twice_is_one() -> None:
    answer, citations = cite("The late fee is $32. [P2] It is charged once. [P2] The late fee is $32. [P2]", [FEES])
    assert answer == "The late fee is $32. [1] It is charged once. [2] The late fee is $32. [1]"
    assert len(citations) == 2


def test_a_label_of_no_passage_cites_nothing_and_is_removed() -> None:
    answer, citations = cite("The sky is free. [P9] There is no prepayment penalty. [P1, P9]", [PAYOFF])
    assert answer == "The sky is free. There is no prepayment penalty. [1]"
    assert len(citations) == 1


def test_without_labels_nothing_is_cited() -> None:
    assert cite("Hello.", [PAYOFF]) == ("Hello.", [])
    assert cite("", []) == ("", [])
