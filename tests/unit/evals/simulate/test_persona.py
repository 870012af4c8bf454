"""The persona prompt is read by the product's rules, and says all that the persona is and nothing that it is not."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from evals.simulate import persona
from evals.simulate.persona import ENDING, Persona
from prompts.errors import PromptError

PAYER = Persona(goal="you want to pay", facts={"amount": "45 dollars"}, mood="tired")


def test_the_prompt_holds_goal_facts_mood_and_language() -> None:
    prompt = persona.load()
    said = prompt.render(PAYER, "es")
    assert prompt.name == "borrower@1"
    assert "What you want: you want to pay" in said
    assert "- amount: 45 dollars" in said
    assert "How you feel: tired" in said
    assert "in Spanish" in said
    assert ENDING in said
    assert "{{" not in said


def test_every_version_has_a_line_in_the_changelog() -> None:
    changes = (persona.FOLDER / "CHANGELOG.md").read_text(encoding="utf-8")
    for path in persona.FOLDER.glob("*.md"):
        if path.name != "CHANGELOG.md":
            assert f"- {persona.load(path.stem).name.replace('@', ' ')}: " in changes


def test_words_of_a_persona_are_no_template() -> None:
    said = persona.load().render(Persona(goal="{{ facts }} {% for %}"), "en")
    assert "What you want: {{ facts }} {% for %}" in said


def test_a_prompt_that_uses_what_it_does_not_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    front = "---\nversion: 1\ninputs: [goal]\noutput: text\nmodel: any\nowner: evals\n---\n"
    (tmp_path / "spy.md").write_text(front + "{{ goal }} {{ secret }}", encoding="utf-8")
    monkeypatch.setattr(persona, "FOLDER", tmp_path)
    with pytest.raises(PromptError, match="secret"):
        persona.load("spy")


@pytest.mark.parametrize("wrong", [{"goal": ""}, {"goal": "x", "most_turns": 0}, {"goal": "x", "age": 40}])
def test_a_persona_that_means_nothing_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Persona.model_validate(wrong)
