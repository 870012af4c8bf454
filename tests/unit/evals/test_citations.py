"""The citation grader opens every source."""

from datetime import date
from typing import Any

import pytest

from evals.graders import citations
from evals.played import Asker
from tests.unit.evals.stories import ANONYMOUS, OWNER, case, citation, played, turn

RIGHT = citation()


def faults(asker: Asker = OWNER, answer: str = "No penalty. [1]", **changed: Any) -> list[str]:
    cited = RIGHT.model_copy(update=changed)
    return citations.grade(played(case(), turn(answer, citations=[cited]), asker=asker)).faults


def test_a_right_citation_passes_for_everybody() -> None:
    assert faults() == []
    assert faults(ANONYMOUS) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"quote": "There is a prepayment penalty of two percent."},
        {"quote": ""},
        {"section": "no-such-section"},
        {"version": 9},
        {"document": "POL-NOTHING-01"},
        {"section": "good-through"},
    ],
)
def test_a_citation_that_does_not_open_fails(changed: dict[str, Any]) -> None:
    assert faults(**changed)


def test_marks_and_sources_belong_together() -> None:
    assert faults(answer="No penalty.")
    assert faults(answer="No penalty. [1] [2]")


def test_staff_documents_are_for_staff() -> None:
    staff = citation("POL-S-NOTES-01", 1, "content")
    for asker, passes in ((Asker("support_agent"), True), (OWNER, False), (ANONYMOUS, False)):
        grade = citations.grade(played(case(), turn("Facts first. [1]", citations=[staff]), asker=asker))
        assert grade.passed is passes


def test_a_state_edition_is_for_people_of_that_state() -> None:
    florida = citation("POL-AUTH-01", 2, "duration").model_copy(update={"document": "POL-AUTH-01.FL"})
    texts = [
        section.text
        for one in citations.documents()
        if citations.edition(one) == "POL-AUTH-01.FL"
        for section in one.sections
        if section.anchor == "duration"
    ]
    florida = florida.model_copy(update={"quote": texts[0][:40]})
    here = Asker("borrower", states=frozenset({"FL"}))
    for asker, passes in ((here, True), (OWNER, False), (ANONYMOUS, False)):
        assert citations.grade(played(case(), turn("x [1]", citations=[florida]), asker=asker)).passed is passes


def test_an_old_version_governs_only_where_the_agreement_is_as_old() -> None:
    old = citation("POL-RATE-01", 1, "cash-line")
    agreed = Asker("borrower", states=frozenset({"OH"}), agreed_on=[date(2024, 6, 1)])
    for asker, passes in ((agreed, True), (OWNER, False)):
        assert citations.grade(played(case(), turn("x [1]", citations=[old]), asker=asker)).passed is passes


def test_gold_all_and_any() -> None:
    cited = turn("No penalty. [1]", citations=[RIGHT])
    assert citations.grade(played(case(citations={"any_of": ["POL-PAYOFF-01", "POL-PAY-01"]}), cited)).passed
    assert not citations.grade(played(case(citations={"all_of": ["POL-PAYOFF-01", "POL-PAY-01"]}), cited)).passed
    assert not citations.grade(played(case(citations={"any_of": ["POL-PAY-01"]}), cited)).passed
    assert not citations.grade(played(case(citations={"any_of": ["POL-PAYOFF-01"]}), turn())).passed
