"""The gate's own run of the recorded lane: it asks the cassette and nobody else."""

from pathlib import Path

import pytest

from api.commands import evals_present
from api.commands.evals_present import Present
from evals.case import load_suite
from evals.engine.run import Spec


def test_the_recorded_lane_is_never_played_against_a_provider(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def prepared(*_: object) -> None:
        raise AssertionError("a stack was prepared for a run that has no recording")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "unused")
    monkeypatch.setattr(evals_present.embedded, "prepare", prepared)
    present = Present("heldout", "recorded", model="openai:gpt-4o-mini", data_dir=tmp_path)
    with pytest.raises(SystemExit) as ended:
        present.played(Spec("heldout", load_suite("heldout")[:1], lane="recorded"))
    assert ended.value.code == 4
