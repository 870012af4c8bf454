"""What a rehearsal is given: a case's id, or a file with a script or a persona."""

from pathlib import Path

import pytest
import yaml

from evals.case import Case, Situation
from evals.simulate.persona import Persona
from evals.simulate.rehearsal import CannotRehearse, case_of, found
from evals.simulate.script import UserScript

SCRIPT = {"start": "a", "states": {"a": {"says": "hello", "then": [{"go": "goal"}]}}}


def test_a_case_is_found_by_its_id() -> None:
    case = found("scr-nothing-helps")
    assert isinstance(case, Case)
    assert case_of(case, None, "en") == case
    assert case_of(case, Situation(tags=["dpd_30"]), "en").person == Situation(tags=["dpd_30"])


@pytest.mark.parametrize(("content", "kind"), [(SCRIPT, UserScript), ({"goal": "you want to pay"}, Persona)])
def test_a_file_says_itself_what_it_is(content: dict[str, object], kind: type, tmp_path: Path) -> None:
    path = tmp_path / "user.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    given = found(str(path))
    assert isinstance(given, kind)
    played = case_of(given, Situation(tags=["current"]), "es")
    assert (played.person, played.language, played.writes) == (Situation(tags=["current"]), "es", False)
    assert played.user == (given if kind is UserScript else None)


@pytest.mark.parametrize("content", ["", "[]", "states: 1", "goal: ''", "{", "mood: sad"])
def test_anything_else_says_what_to_give(content: str, tmp_path: Path) -> None:
    path = tmp_path / "user.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CannotRehearse, match=r"user\.yaml"):
        found(str(path))
    with pytest.raises(CannotRehearse, match="give a case's id, or a YAML file"):
        found("no-such-case")
    with pytest.raises(CannotRehearse, match=r"gone\.yaml"):
        found(str(tmp_path / "gone.yaml"))
