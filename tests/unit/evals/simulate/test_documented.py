"""What docs/simulated-users.md shows is what is read."""

import re
from pathlib import Path
from typing import get_args

import yaml

from evals.simulate.persona import Persona
from evals.simulate.questions import FactKind, questions
from evals.simulate.script import UserScript, When

PAGE = (Path(__file__).parents[4] / "docs" / "simulated-users.md").read_text(encoding="utf-8")


def test_the_examples_can_be_played() -> None:
    script, persona = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
    assert UserScript.model_validate(script).acts
    assert Persona.model_validate(persona).done.proposes == ("schedule_payment",)


def test_every_kind_of_fact_and_every_condition_is_named() -> None:
    assert set(questions()) == set(get_args(FactKind))
    assert [name for name in (*questions(), *When.model_fields) if not re.search(rf"[`\s]{name}[`,]", PAGE)] == []
