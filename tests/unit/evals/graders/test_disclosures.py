"""Every disclosure is exercised by a case, found where it stands, and missed when its sentence is dropped.

disclosed.jsonl holds one turn for each disclosure and language, as runs of the core and held-out suites recorded them
(cut down to the tool result that makes it due).
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.results import TurnResult
from evals.case import load_suite
from evals.disclosing import PLACE, Disclosure, disclosures
from evals.graders import disclosures as grader
from evals.played import Asker, Played, Turn
from policies.documents import parse
from tests.unit.evals.stories import ANONYMOUS, OWNER, TODAY, call, case, played, turn

RECORDED = Path(__file__).with_name("disclosed.jsonl")
UNEXERCISED = frozenset({"consent-no-condition", "failed-nothing-changed"})
"""Nobody seeded has given a consent that could be withdrawn; a turn that fails makes its case errored, not graded."""
_POLICY = re.compile(r"POL-[A-Z0-9-]+")
_PIECES = re.compile(r"(?<=[.!?:;,])\s+|\n+|\s(?=as of |al \d)|(?<=\d{4}):\s")


@cache
def recorded() -> list[dict[str, Any]]:
    return [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]


def _named(line: dict[str, Any]) -> str:
    return f"{line['disclosure']}-{line['language']}"


def _played(line: dict[str, Any], answer: str | None = None, proposals: list[dict[str, Any]] | None = None) -> Played:
    result = TurnResult.model_validate(line["result"])
    result = result.model_copy(update={"answer": result.answer if answer is None else answer})
    result = result.model_copy(update={"proposals": result.proposals if proposals is None else proposals})
    made = case().model_copy(update={"language": line["language"]})
    return Played(made, Asker(line["role"]), [Turn(line["text"], result)], TODAY)


def _one(line: dict[str, Any]) -> Disclosure:
    return next(one for one in disclosures() if one.id == line["disclosure"])


def _missed(made: Played) -> set[str]:
    return {fault.split()[5] for fault in grader.grade(made).faults}


def test_each_disclosure_is_exercised_by_a_case_of_today() -> None:
    exercised = {line["disclosure"] for line in recorded()}
    assert {one.id for one in disclosures()} - exercised == UNEXERCISED
    cases = {one.id for suite in ("core", "heldout") for one in load_suite(suite)}
    assert {line["case"] for line in recorded()} <= cases
    assert len(exercised) >= 30


@pytest.mark.parametrize("line", recorded(), ids=_named)
def test_it_is_due_and_stands_in_what_was_recorded(line: dict[str, Any]) -> None:
    assert line["disclosure"] in {one.id for _, _, one, _ in grader.due(_played(line))}
    assert line["disclosure"] not in _missed(_played(line))


@pytest.mark.parametrize("line", recorded(), ids=_named)
def test_a_dropped_sentence_is_missed(line: dict[str, Any]) -> None:
    if _one(line).at == "card":
        bare: list[dict[str, Any]] = [{**shown, "says": "", "lines": []} for shown in line["result"]["proposals"]]
        assert line["disclosure"] in _missed(_played(line, proposals=bare))
        return
    answer = str(line["result"]["answer"])
    pieces = [piece for piece in _PIECES.split(answer) if piece]
    without = [_missed(_played(line, answer.replace(piece, ""))) for piece in pieces]
    assert any(line["disclosure"] in missed for missed in without)


@pytest.mark.parametrize("line", recorded(), ids=_named)
def test_other_words_for_it_are_not_enough(line: dict[str, Any]) -> None:
    """Verbatim: each word of the disclosure counts."""
    bent = str(line["result"]["answer"])
    for words in _one(line).says.of("en" if line["language"] == "en" else "es"):
        if told := [word for word in re.sub(r"\{[^}]*\}", " ", words).split() if len(word) > 3]:
            bent = re.sub(re.escape(told[-1]), "xxxx", bent, flags=re.IGNORECASE)
    made = _played(line, bent)
    if bent != line["result"]["answer"] and _one(line).at == "answer":
        assert line["disclosure"] in _missed(made) or not list(grader.due(made))


def test_a_wrong_figure_in_the_right_words_is_missed() -> None:
    quote = {"payoff_cents": 312422, "good_through": "2026-05-22", "as_of": "2026-05-15", "per_diem_cents": 127}
    result = {"as_of": "2026-05-15", "accounts": [quote]}
    right = "The total is $3,124.22. It adds $1.27 of interest a day, as of May 15, 2026 and good through May 22, 2026."
    assert grader.grade(played(case(), turn(right, [call("get_payoff_quote", result)]))).passed
    wrong = right.replace("through May 22", "through May 23")
    assert _missed(played(case(), turn(wrong, [call("get_payoff_quote", result)]))) == {"payoff-good-through"}


def test_nothing_is_due_where_the_figure_is_not_stated_or_the_turn_did_not_answer() -> None:
    assert not grader.grade(played(case(), turn("Hello."))).applies
    abstained = turn(outcome="abstained")
    assert not grader.grade(played(case(), abstained)).applies


def test_it_counts_in_every_turn_that_was_said() -> None:
    silent = turn("You owe $1,234.56.")
    grade = grader.grade(played(case(turns=2), silent, turn("Hello.")))
    assert grade.faults[0].startswith("turn 1 does not say balance-as-of")
    decided = Turn("", silent.result, "confirm")
    assert not grader.grade(played(case(turns=2), turn("Hello.", calls=[]), decided)).applies


def test_a_case_can_ask_that_a_disclosure_is_due() -> None:
    stated = turn("You owe $1,234.56 as of May 15, 2026.")
    assert grader.grade(played(case(disclosures=["balance-as-of"]), stated)).passed
    asked = grader.grade(played(case(disclosures=["crisis-line"]), stated))
    assert asked.faults == ["nothing made crisis-line due"]


def test_who_asks_decides() -> None:
    passage = {"document": "POL-PAYOFF-01", "version": 1, "section": "quote", "states_differ": True}
    cited = {"id": 1, "title": "", "effective_from": "2024-01-01", "quote": "x", **passage}
    found = turn("It is so. [1]", [call("search_policies", {"passages": [passage]})])
    result = TurnResult.model_validate({**found.result.model_dump(), "citations": [cited]})
    said = Turn(found.text, result)
    assert _missed(played(case("anonymous"), said, asker=ANONYMOUS)) == {"states-differ"}
    assert not grader.grade(played(case(), said, asker=OWNER)).applies


def test_sources_name_policies_that_exist() -> None:
    folder = Path(__file__).resolve().parents[4] / "policies" / "documents"
    known = {parse(path).id for path in folder.glob("POL-*.md")}
    named = {name.rstrip("-") for one in disclosures() for name in _POLICY.findall(one.source)}
    assert named <= known


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {id: a, source: some rule, when: {}, says: {en: x, es: y}}", "says when it is due"),
        ("- {id: a, source: some rule, when: {tool: t}, says: {en: x}}", "has no words in es"),
        ("- {id: a, when: {tool: t}, says: {en: x, es: y}}", "source"),
        ("- {id: a, source: some rule, when: {tool: t, if: x}, says: {en: x, es: y}}", "if"),
    ],
)
def test_a_disclosure_that_says_too_little_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "disclosures.yaml"
    path.write_text(f"disclosures:\n{text}", encoding="utf-8")
    with pytest.raises(ValidationError, match=said):
        disclosures(path)


def test_an_id_stands_once(tmp_path: Path) -> None:
    path = tmp_path / "disclosures.yaml"
    entry = PLACE.read_text(encoding="utf-8").split("\n  - ")[1]
    path.write_text(f"disclosures:\n  - {entry}\n  - {entry}", encoding="utf-8")
    with pytest.raises(ValueError, match="more than once"):
        disclosures(path)
