"""A verdict is shown only with the run it is about."""

from pathlib import Path

import pytest

from evals.records import Fingerprints
from evals.reporting.pairing import NotAVerdict, is_about, read
from tests.unit.evals.reporting.runs import run, verdict


def test_a_verdict_is_about_its_own_run() -> None:
    assert is_about(verdict(), run())


@pytest.mark.parametrize(
    "other", [{"seed": 3}, {"lane": "live"}, {"suite": "heldout"}, {"commit": "beef"}, {"repeats": 2}]
)
def test_another_run_is_not_what_it_is_about(other: dict[str, object]) -> None:
    assert not is_about(verdict(), run(**other))


def test_changed_prompts_are_another_run_and_changed_graders_are_not() -> None:
    prints = run().fingerprints.model_dump()
    assert not is_about(verdict(), run(fingerprints=Fingerprints.model_validate({**prints, "prompts": "ff"})))
    assert is_about(verdict(), run(fingerprints=Fingerprints.model_validate({**prints, "graders": "ff"})))


def test_a_file_that_is_none_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "gate.json"
    path.write_text("{}")
    with pytest.raises(NotAVerdict, match="assist evals gate"):
        read(path)
    path.write_text(verdict().model_dump_json())
    assert read(path) == verdict()
