"""The cases themselves: what they cover, and that they stay apart from what the planner learns from."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from evals.case import Case, CaseError, load, load_suite
from evals.graders.citations import documents
from tools.registry import TOOLS

LOCAL, HELD_OUT = load_suite("local"), load_suite("heldout")
EVERY = [*LOCAL, *HELD_OUT]
EXAMPLES = Path(__file__).resolve().parents[3] / "prompts" / "examples"


def plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())


def test_every_policy_document_is_gold_for_a_case_of_its_audience() -> None:
    staff = {one.id for one in documents() if one.audience == "staff"}
    asked: dict[bool, set[str]] = {True: set(), False: set()}
    for case in LOCAL:
        by_staff = not isinstance(case.person, str) and case.person.role != "borrower"
        asked[by_staff] |= set(case.expect.citations.ids)
    assert staff <= asked[True]
    assert {one.id for one in documents()} - staff <= asked[False]


def test_gold_documents_and_tools_exist() -> None:
    known = {one.id for one in documents()}
    for case in EVERY:
        assert set(case.expect.citations.ids) <= known, case.id
        names = {name for call in case.expect.calls for name in ([call] if isinstance(call, str) else call)}
        proposed = {one.tool for one in case.expect.proposes}
        assert names | proposed | set(case.expect.never_calls) <= set(TOOLS), case.id


def test_the_suite_is_broad() -> None:
    domains, tags = Counter(case.domain for case in LOCAL), Counter(tag for case in LOCAL for tag in case.tags)
    assert len(LOCAL) >= 100
    assert domains["unanswerable"] >= 15
    assert domains["disclosure"] >= 10
    assert domains["handoff"] >= 6
    assert domains["look_alike"] >= 25
    assert domains["acting"] >= 30
    assert domains["credit_decision"] >= 6
    assert tags["multi_part"] >= 10
    assert tags["follow_up"] >= 8
    assert tags["spanish"] >= 10
    assert len(HELD_OUT) >= 60


def test_tags_say_what_a_case_is() -> None:
    for case in EVERY:
        assert ("spanish" in case.tags) == (case.language == "es"), case.id
        assert ("follow_up" in case.tags) == (len(case.said) > 1) or "attack" in case.tags, case.id
        assert (case.domain == "unanswerable") == case.expect.abstain, case.id


def test_no_case_is_worded_like_a_worked_example() -> None:
    learnt: set[str] = set()
    for path in EXAMPLES.rglob("*.yaml"):
        for scenario in yaml.safe_load(path.read_text(encoding="utf-8"))["scenarios"]:
            learnt |= {plain(str(text).removeprefix("es:")) for text in scenario["utterances"]}
    copied = [case.id for case in EVERY for text in case.said if plain(text) in learnt and len(text.split()) > 3]
    assert copied == []


def test_ids_and_wording_are_unique_over_the_suites() -> None:
    ids = Counter(case.id for case in EVERY)
    texts = Counter(plain(case.said[-1]) for case in EVERY if case.said)
    assert [name for name, count in [*ids.items(), *texts.items()] if count > 1] == []


MINIMAL: dict[str, Any] = {
    "id": "a-case",
    "domain": "balance",
    "person": "anonymous",
    "turns": ["hello"],
    "expect": {"outcome": ["answered"]},
}


@pytest.mark.parametrize(
    "changed",
    [
        {"surprise": 1},
        {"id": "Not Kebab"},
        {"turns": []},
        {"person": "somebody"},
        {"person": {"situation": "current"}},
        {"expect": {}},
        {"expect": {"outcome": ["won"]}},
        {"expect": {"facts": [{"read": "balance", "field": "x", "as": "money"}]}},
        {"person": {}, "expect": {"facts": [{"read": "balance", "as": "money"}]}},
        {"expect": {"abstain": True, "citations": {"any_of": ["POL-PAY-01"]}}},
    ],
)
def test_a_case_that_means_nothing_is_refused(changed: dict[str, Any]) -> None:
    Case.model_validate(MINIMAL)
    with pytest.raises(ValidationError):
        Case.model_validate({**MINIMAL, **changed})


def test_loading_names_the_file_and_refuses_an_id_used_twice(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(yaml.safe_dump({"cases": [MINIMAL, MINIMAL]}))
    with pytest.raises(CaseError, match="a-case is used twice"):
        load(tmp_path)
    (tmp_path / "one.yaml").write_text("cases: [{id: x}]")
    with pytest.raises(CaseError, match=r"one\.yaml"):
        load(tmp_path)
    with pytest.raises(CaseError, match="no suite 'nightly'; suites: core, heldout"):
        load_suite("nightly")
