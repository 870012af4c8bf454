"""The baseline's files: what is written is what is read, to the byte."""

import gzip
import json
import random
from datetime import date
from pathlib import Path

import pytest
import yaml

from evals.gate import baseline, margins
from evals.gate.baseline import Baseline, BaselineError
from evals.gate.margins import MarginsError
from tests.unit.evals.gate import made
from tests.unit.evals.gate.made import BASE, records, report


def test_what_is_written_is_read_again():
    results = records(["fees-001"])
    results[0] = made.leaking("balance-003").model_copy(update={"id": "balance-000", "scores": {"tokens": 12.5}})
    base = made.baseline(results)
    assert baseline.read(baseline.written(base)) == base


def test_the_order_of_a_run_makes_no_difference_to_the_bytes():
    shuffled = records()
    random.Random(1).shuffle(shuffled)
    assert baseline.written(made.baseline(shuffled)) == baseline.written(BASE)
    assert baseline.transcripts(shuffled) == baseline.transcripts(records())


def test_each_case_is_a_line_so_that_a_difference_shows_it():
    before, after = (baseline.written(made.baseline(records(failing))).splitlines() for failing in ([], ["fees-001"]))
    changed = [line for line, other in zip(before, after, strict=True) if line != other]
    assert len(changed) == 1
    assert '"id": "fees-001"' in changed[0]


def test_transcripts_hold_what_graders_need():
    packed = baseline.transcripts([made.record("fees-001", context={"today": "2026-05-15"})])
    said = baseline.spoken(packed)["fees-001", 0]
    assert said["context"] == {"today": "2026-05-15"}
    assert said["turns"] == [{"text": "what do I owe"}]
    assert "passed" not in said
    assert gzip.decompress(packed).count(b"\n") == 1


@pytest.mark.parametrize("packed", [b"no gzip", gzip.compress(b"{no json", mtime=0)], ids=["no gzip", "no JSON"])
def test_broken_transcripts(packed: bytes):
    with pytest.raises(BaselineError, match="cannot be read"):
        baseline.spoken(packed)


@pytest.mark.parametrize(
    ("text", "words"),
    [("[]", "is no baseline"), ("{", "is no baseline"), ('{"format": 2}', "another format")],
)
def test_a_file_that_is_no_baseline(text: str, words: str):
    with pytest.raises(BaselineError, match=words):
        baseline.read(text)


def test_files_lie_beside_each_other(tmp_path: Path):
    paths = baseline.write(BASE, baseline.transcripts(records()), tmp_path)
    names = ["evals/baselines/core-local.json", "evals/baselines/core-local.transcripts.jsonl.gz"]
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == names
    assert sorted(path.name for path in paths[0].parent.iterdir()) == [path.name for path in paths]


def test_the_time_of_turns_is_kept_in_whole_milliseconds():
    found = Baseline.of(report([made.record("fees-001", ms=[10.2, 20.9])]), made.BLESSING)
    assert found.cases[0].epochs[0].scores == {"latency_ms": 16.0}


def copied_rules(folder: Path) -> Path:
    for name in ("margins.yaml", "quarantine.yaml"):
        (folder / name).write_text((margins.EVALS / name).read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_measured_noise_takes_the_place_of_the_assumed(tmp_path: Path):
    folder = copied_rules(tmp_path)
    assumed = margins.load(made.TODAY, folder)
    assert assumed.flip_rate == assumed.noise.flip_rate
    (tmp_path / "baselines").mkdir()
    measured = {"flip_rate": 0.002, "n": 15000, "measured_at": "2026-05-01", "how": "50 seeds", "runs": 50}
    (tmp_path / "baselines" / "noise.json").write_text(json.dumps(measured))
    assert 0.002 < margins.load(made.TODAY, folder).flip_rate < 0.0028


def test_no_flip_in_few_pairs_is_no_proof_of_none():
    assert made.rules(flip_rate=0.0, n=300).flip_rate == pytest.approx(0.00994, abs=1e-4)
    assert made.rules(flip_rate=0.0, n=1_000_000).flip_rate == 0.001


@pytest.mark.parametrize(
    ("file", "field", "value"),
    [("margins.yaml", "power", 2), ("margins.yaml", "surplus", 1), ("quarantine.yaml", "quarantined", [{"case": "a"}])],
)
def test_rules_that_cannot_be(tmp_path: Path, file: str, field: str, value: object):
    folder = copied_rules(tmp_path)
    given = yaml.safe_load((folder / file).read_text())
    (folder / file).write_text(yaml.safe_dump({**given, field: value}))
    with pytest.raises(MarginsError, match=field):
        margins.load(made.TODAY, folder)


def test_a_last_day_is_still_part_of_a_quarantine():
    entry = margins.Quarantined(case="fees-001", reason="flaky", owner="ana", expires=date(2026, 5, 15))
    assert made.rules(quarantined=(entry,)).set_aside == {"fees-001"}
