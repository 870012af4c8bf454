"""The judge over the wire: what a provider is sent, verdicts that come back, and what is no verdict."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from api.commands import evals_judge
from assistant.models.choose import ModelNotConfigured
from assistant.settings import Settings
from evals.judge import calibrate, labels, pinned, scoring
from evals.judge.asking import JudgeFailed
from evals.judge.choosing import judge
from evals.judge.judging import Judge, Material
from evals.recording import Who, record_of
from tests.integration.providers.conftest import Provider
from tests.unit.evals.stories import case, played, turn

GOOD = {"reason": "All of it.", "answers": True, "faithful": True, "helpful": True, "tone": True}
BAD = {**GOOD, "reason": "No.", "answers": False}
KINDS = ["compatible:judge-x", "anthropic:judge-x"]


def chosen(provider: Provider, kind: str = KINDS[0], **changes: Any) -> Judge:
    base = provider.url if kind.startswith("anthropic") else f"{provider.url}/v1"
    settings = Settings(model_base_url=base, **changes)
    keyed = settings.model_copy(update={"anthropic_api_key": SecretStr("secret-key")})
    return judge(keyed, pinned.prompt(), kind)[0]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_verdict_comes_back_from_the_pinned_prompt(kind: str, provider: Provider) -> None:
    provider.reply = lambda _: {"text": json.dumps(BAD)}
    found = await chosen(provider, kind).judge(Material("balance?", "It is sunny.", ["$5.00"]))
    assert (found.answers, found.tone) == (False, True)
    (sent,) = provider.seen
    assert sent["model"] == "judge-x"
    assert pinned.prompt().body.splitlines()[0] in json.dumps(sent)
    assert sent["temperature"] == 0


@pytest.mark.parametrize("reply", ["Good answer!", '{"answers": true}', ""])
async def test_a_malformed_verdict_is_asked_for_twice_and_then_a_failure(reply: str, provider: Provider) -> None:
    provider.reply = lambda _: {"text": reply}
    with pytest.raises(JudgeFailed, match="no verdict"):
        await chosen(provider).judge(Material("q", "a"))
    assert len(provider.seen) == 2


@pytest.mark.parametrize("fault", ["401", "429", "500", "garbage"])
async def test_a_fault_of_the_provider_is_a_failure_of_the_judge(fault: str, provider: Provider) -> None:
    provider.faults = [fault]
    with pytest.raises(JudgeFailed, match="the judge did not answer"):
        await chosen(provider).judge(Material("q", "a"))


async def test_a_judge_that_hangs_fails_at_its_deadline(provider: Provider) -> None:
    provider.faults = ["hang"]
    with pytest.raises(JudgeFailed):
        await chosen(provider, model_timeout_s=0.2, model_deadline_s=0.2).judge(Material("q", "a"))
    await asyncio.to_thread(provider.cancelled.wait, 5)


def test_the_local_model_is_no_judge() -> None:
    with pytest.raises(ModelNotConfigured, match="cannot judge"):
        judge(Settings(), pinned.prompt(), "local")


async def test_calibration_over_the_wire_finds_where_the_two_differ(provider: Provider) -> None:
    """A judge that answers by a rule of its own: what mentions autopay does not answer."""
    labelled = labels.load()[:24]
    provider.reply = lambda body: {"text": json.dumps(BAD if "utopay" in body["messages"][1]["content"] else GOOD)}
    found = await calibrate.verdicts(chosen(provider), labelled)
    assert len(provider.seen) == len(labelled)
    result = calibrate.compare(labelled, found, "compatible:judge-x", "digest", datetime.now(UTC))
    disagree = [label.id for label, one in zip(labelled, found, strict=True) if label.label["answers"] != one.answers]
    assert result.differ["answers"] == disagree != []
    counts = result.confusion["answers"]
    assert counts.yes_no + counts.no_yes == len(disagree)
    assert result.measured.criteria["answers"].agreement == pytest.approx(1 - len(disagree) / len(labelled))


async def test_a_runs_records_get_verdicts_as_scores_or_none_at_all(provider: Provider) -> None:
    made = case()
    record = record_of(played(made, turn()), Who())
    errored = record.model_copy(update={"id": "other", "state": "errored", "context": {}})
    provider.reply = lambda _: {"text": json.dumps(BAD)}
    judged, left = await scoring.scored([record, errored], {made.id: made}, chosen(provider))
    assert (judged.scores["judge_answers"], judged.scores["judge_tone"]) == (0.0, 1.0)
    assert judged.scores["latency_ms"] == record.scores["latency_ms"]
    assert left == errored
    provider.faults = ["500"]
    with pytest.raises(JudgeFailed):
        await scoring.scored([record], {made.id: made}, chosen(provider))


def test_the_command_prints_the_calibration(
    provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSIST_MODEL_BASE_URL", f"{provider.url}/v1")
    provider.reply = lambda _: {"text": json.dumps(GOOD)}
    evals_judge.calibrate(KINDS[0], tmp_path, write=False, as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert shown["measured"]["prompt"] == pinned.prompt().reference
    assert shown["confusion"]["answers"]["no_yes"] == sum(not one.label["answers"] for one in labels.load())
    assert shown["advisory_because"][0] == "0 labels are by people, 50 have to be"


def test_the_command_ends_as_invalid_where_the_judge_fails(
    provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSIST_MODEL_BASE_URL", f"{provider.url}/v1")
    provider.faults = ["500"] * 200
    with pytest.raises(SystemExit, match="2"):
        evals_judge.calibrate(KINDS[0], tmp_path, write=False, as_json=True)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "says nothing about the assistant" in printed.err
