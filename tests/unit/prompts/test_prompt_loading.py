"""The prompt folder: what is refused, and that a change cannot slip in under an old version."""

import shutil
from pathlib import Path

import pytest

from prompts.errors import LockError, PromptError
from prompts.loader import ROOT, load
from prompts.lock import relock, verify


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real folder with a single file of examples, so that loading it is quick."""
    copy = tmp_path / "prompts"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("examples", "__pycache__", "*.py", "prompts.lock"))
    (copy / "examples").mkdir()
    write_examples(copy, "- {id: owed, means: What is owed., calls: [{tool: get_balance}], utterances: [how much]}")
    return copy


def write_examples(folder: Path, *scenarios: str) -> None:
    text = "domain: trial\nscenarios:\n" + "".join(f"  {scenario}\n" for scenario in scenarios)
    (folder / "examples" / "trial.yaml").write_text(text, encoding="utf-8")


def test_the_real_prompt_loads_and_is_locked() -> None:
    bundle = load()
    verify(bundle)
    assert len(bundle.scenarios) >= 200
    assert sum(len(scenario.utterances) for scenario in bundle.scenarios) >= 1500


def test_the_system_prompt_states_the_business_date_and_refuses_missing_inputs() -> None:
    bundle = load()
    given = {"borrower_name": "Ana", "signed_in": "yes", "language": "en"}
    text = bundle.render_system(business_date="2026-05-15", weekday="Friday", **given)
    assert "Business date: 2026-05-15 (Friday)" in text
    with pytest.raises(PromptError, match="takes"):
        bundle.render_system(business_date="2026-05-15")


def test_both_languages_word_the_same_things() -> None:
    phrasings = load().phrasings
    assert phrasings["en"].names == phrasings["es"].names


def test_every_variant_note_and_reason_of_the_examples_has_its_phrasing() -> None:
    bundle = load()
    names = bundle.phrasings["en"].names
    wanted = {f"note.{note}" for scenario in bundle.scenarios for note in scenario.notes}
    wanted |= {f"{tool}.{variant}" for scenario in bundle.scenarios for tool, variant in scenario.variants.items()}
    worded = ("decline", "chitchat", "clarify")
    wanted |= {f"{one.outcome}.{one.reason}" for one in bundle.scenarios if one.outcome in worded}
    assert wanted <= names


@pytest.mark.parametrize(
    ("scenario", "complaint"),
    [
        ("- {id: owed, means: Again., utterances: [what do i owe]}", "used twice"),
        ("- {id: other, means: Same words., utterances: [HOW  much]}", "share the utterance"),
        ("- {id: other, means: Odd tool., calls: [{tool: pay_bill}], utterances: [pay]}", "pay_bill"),
        ("- {id: other, means: Odd reason., outcome: decline, reason: dull, utterances: [pay]}", "dull"),
        ("- {id: other, means: Typo., utterence: [pay], utterances: [pay]}", "utterence"),
        ("- {id: other, means: Alike., look_alike_of: nothing, utterances: [pay]}", "does not exist"),
    ],
)
def test_faulty_examples_are_refused(folder: Path, scenario: str, complaint: str) -> None:
    first = "- {id: owed, means: What is owed., utterances: [how much]}"
    write_examples(folder, first, scenario)
    with pytest.raises(PromptError, match=complaint):
        load(folder)


@pytest.mark.parametrize(
    "body",
    ["{% set x = 1 %}", "{{ business_date|upper }}", "{{ secret }}", "{{ f() }}", "{% macro a() %}{% endmacro %}"],
)
def test_a_system_prompt_uses_only_variables_conditions_loops_and_includes(folder: Path, body: str) -> None:
    path = folder / "assistant.md"
    path.write_text(path.read_text(encoding="utf-8") + body, encoding="utf-8")
    with pytest.raises(PromptError):
        load(folder)


def test_a_phrasing_cannot_compute_a_number(folder: Path) -> None:
    (folder / "phrasings" / "en" / "get_balance.default.md").write_text("{{ 1 + 1 }}", encoding="utf-8")
    with pytest.raises(PromptError, match="Add"):
        load(folder)


def test_a_change_without_a_raised_version_is_refused(folder: Path) -> None:
    first = relock(folder)
    verify(first, folder)
    style = folder / "fragments" / "style.md"
    style.write_text(style.read_text(encoding="utf-8") + "- One more rule.\n", encoding="utf-8")
    with pytest.raises(LockError, match=f"still {first.version}"):
        verify(load(folder), folder)
    with pytest.raises(LockError, match="raise"):
        relock(folder)
    main = folder / "assistant.md"
    raised = main.read_text(encoding="utf-8").replace(f"version: {first.version}", f"version: {first.version + 1}")
    main.write_text(raised, encoding="utf-8")
    assert relock(folder).version == first.version + 1
    verify(load(folder), folder)


@pytest.mark.parametrize("name", ["tools.yaml", "cues.yaml", "handoffs.yaml", "phrasings/es/handoff.md"])
def test_every_kind_of_file_is_under_the_hash(folder: Path, name: str) -> None:
    before = load(folder).hash
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert load(folder).hash != before
