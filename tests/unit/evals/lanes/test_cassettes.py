"""Cassettes: what is kept, what is not, and that a replay is what was recorded."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage

from api.commands.evals_lanes import RECORDING_NEEDED, in_lane, recordings, unrecorded
from api.commands.failures import UsageProblem
from assistant.settings import Settings
from evals.engine.run import Spec
from evals.lanes.cassette import Answer, Cassette, CassetteBroken, place
from evals.lanes.choosing import PriceUnknown, priced
from evals.lanes.model import CassetteModel, CostCapReached, RecordingNeeded, Tape
from evals.lanes.scrubbing import REMOVED, scrubbed
from evals.records import CaseRecord, Report
from tests.serving import puppet

MODEL = "openai:gpt-4o-mini"
CALL = {"name": "get_balance", "args": {"account": "cash_line"}, "id": "call_x"}
SAID = AIMessage("", tool_calls=[CALL], usage_metadata={"input_tokens": 900, "output_tokens": 30, "total_tokens": 930})


def answer(key: str = "a" * 64, **changes: object) -> Answer:
    given = {"key": key, "case": "c", "epoch": 0, "model": MODEL, "recorded_at": "2026-05-15", "text": "Hello."}
    return Answer.model_validate({**given, **changes})


def test_a_recording_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    tape = Tape(Cassette(tmp_path / "core" / "m.jsonl"), MODEL, cost_of=priced(MODEL))
    kept = tape.take("b" * 64, SAID)
    again = Tape(Cassette.load(tape.cassette.path), MODEL).find("b" * 64)
    assert again == kept
    assert [(call["name"], call["args"]) for call in again.tool_calls] == [("get_balance", {"account": "cash_line"})]
    assert tape.spent_usd == pytest.approx((900 * 150 + 30 * 600) / 1e9)


def test_a_miss_is_told_with_its_case_and_is_no_answer(tmp_path: Path) -> None:
    tape = Tape(Cassette(tmp_path / "m.jsonl", {"a" * 64: answer()}), MODEL)
    with pytest.raises(RecordingNeeded, match="no recorded answer"):
        CassetteModel(tape=tape).invoke([HumanMessage("hi")])
    assert list(tape.needed) == [""]


async def test_a_provider_is_asked_once_and_not_past_the_cap(tmp_path: Path) -> None:
    provider = puppet()
    asked = 0

    async def play(_: object) -> AIMessage:
        nonlocal asked
        asked += 1
        return SAID

    provider.play = play
    tape = Tape(Cassette(tmp_path / "m.jsonl"), MODEL, cost_of=lambda read, wrote: 0.5, cap_usd=0.9)
    model = CassetteModel(tape=tape, provider=provider)
    for _ in range(3):
        await model.ainvoke([HumanMessage("one")])
    await model.ainvoke([HumanMessage("two")])
    with pytest.raises(CostCapReached, match=r"\$1.00 of \$0.90"):
        await model.ainvoke([HumanMessage("three")])
    assert asked == 2
    assert len(Cassette.load(tape.cassette.path).answers) == 2


@pytest.mark.parametrize(
    "secret",
    [
        "sk-" + "abcdefghijklmnop1234",
        "Bearer " + "abcdefghijklmnop1234",
        "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "abcdefghijklmnopqrst1234",
    ],
)
def test_secrets_are_not_kept(tmp_path: Path, secret: str) -> None:
    cassette = Cassette(tmp_path / "m.jsonl")
    cassette.put(answer(text=f"use {secret} now", calls=[{"name": "t", "args": {"note": [secret]}}]))
    cassette.save()
    written = cassette.path.read_text(encoding="utf-8")
    assert secret not in written
    assert written.count(REMOVED) == 2


@given(st.recursive(st.text(max_size=8) | st.integers(), lambda inner: st.lists(inner, max_size=3), max_leaves=8))
def test_scrubbing_twice_is_scrubbing_once(value: object) -> None:
    assert scrubbed(scrubbed(value)) == scrubbed(value)


def test_what_tells_whose_account_it_was_is_not_kept() -> None:
    assert scrubbed({"text": "hi", "organization": "org-1", "inner": {"request_id": "r"}}) == {
        "text": "hi",
        "inner": {},
    }


def test_a_broken_cassette_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(answer().model_dump_json() + "\n{\n", encoding="utf-8")
    with pytest.raises(CassetteBroken, match="line 2"):
        Cassette.load(path)
    path.write_text((answer().model_dump_json() + "\n") * 2, encoding="utf-8")
    with pytest.raises(CassetteBroken, match="twice"):
        Cassette.load(path)


def test_a_price_that_is_not_known_holds_no_cap() -> None:
    with pytest.raises(PriceUnknown, match="has no price"):
        priced("openai:unheard-of")


def test_a_models_name_makes_one_safe_file_name(tmp_path: Path) -> None:
    assert place("core", "compatible:../../etc/x", tmp_path) == tmp_path / "core" / "compatible-..-..-etc-x.jsonl"


def test_a_lane_and_a_model_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(UsageProblem, match="--lane"):
        in_lane(Spec("core", []), Settings(model=MODEL))
    with pytest.raises(UsageProblem, match="--model"):
        in_lane(Spec("core", [], lane="recorded"), Settings(model="local"))


def test_nothing_recorded_ends_as_recording_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, recordings():
        in_lane(Spec("no-such-suite", [], lane="recorded"), Settings(model=MODEL))
    assert ended.value.code == RECORDING_NEEDED == 4
    assert f"assist evals record --model {MODEL}" in capsys.readouterr().err


def test_cases_without_a_recording_are_told_from_other_errors() -> None:
    made = [record("a", "TurnOutage from RecordingNeeded"), record("b", "TurnOutage from APIError"), record("c", None)]
    report = Report(
        commit="", started_at="", suite="core", model=MODEL, prompt="", seconds=0, results=made, failed=[], missed=[],
        summary={},
    )  # fmt: skip
    assert unrecorded(report) == ["a"]


def record(name: str, error: str | None) -> CaseRecord:
    return CaseRecord(
        id=name, domain="d", tags=[], critical=False, person=None, state="errored" if error else "graded", error=error,
        passed=False, outcome="failed", grades={}, faults=[], ms=[], turns=[],
    )  # fmt: skip
