"""A turn's record has every name and number of the turn, marks in place of its words, and never keeps a turn from
being stored, whatever a model said."""

import json
import secrets
from typing import Any

import pytest

from assistant import audit_body
from assistant.audit import Record
from assistant.audit_chain import Marker
from assistant.models.prices import cost_microusd
from assistant.results import Citation, GuardVerdict, ToolCall, TurnRequest, TurnResult, Usage
from assistant.sealing import Keyring
from assistant.turn_audit import turn_record
from tools.caller import Caller

KEY = secrets.token_bytes(4)
KEYS = Keyring({KEY: secrets.token_bytes(32)}, KEY)
TURN, THREAD = "6f9619ff-8b86-4011-b42d-00c04fc964ff", "0f9619ff-8b86-4011-b42d-00c04fc964f0"
SAID = "move my due date, my card is 4111 1111 1111 1111"
PASSAGE = {"passage": "P1", "document": "POL-PAYOFF-01", "version": 2, "section": "x", "text": "No penalty."}
ARGUMENTS = {"query": "early payoff"}


def played(**changed: Any) -> TurnResult:
    citation = Citation(
        id=1,
        document="POL-PAYOFF-01",
        version=2,
        section="x",
        title="T",
        effective_from="2025-10-01",
        quote="No penalty.",
    )
    facts: dict[str, Any] = {
        "thread_id": THREAD,
        "turn_id": TURN,
        "outcome": "answered",
        "answer": "There is no penalty, Ana.",
        "citations": [citation],
        "tool_calls": [
            ToolCall(name="search_policies", arguments=ARGUMENTS, result={"passages": [PASSAGE]}),
            ToolCall(
                name="get_balance",
                arguments={},
                result={"error": {"kind": "not_found", "message": "No.", "retry": False}},
            ),
        ],
        "guards": [GuardVerdict(name="numbers", direction="output", verdict="pass", ms=1.5, detail="said 4111")],
        "proposals": [{"proposal_id": TURN, "tool": "move_due_date", "digest": "ab" * 32, "lines": ["words"]}],
        "prompt": "assistant@4#0a1b2c3d4e5f",
        "model": "openai:gpt-4.1-mini",
        "usage": Usage(input_tokens=1500, output_tokens=20),
    }
    return TurnResult(**{**facts, **changed})


def recorded(result: TurnResult, said: str = SAID) -> Record:
    request = TurnRequest(Caller("B-1", "borrower", 1, "token", "Ana"), THREAD, "run-1", said)
    return turn_record(request, result, "finished", {"temperature": "0", "max_output_tokens": 1200}, KEYS)


def test_the_record_names_what_was_seen_and_done() -> None:
    record = recorded(played())
    assert (record.kind, record.subject, record.about, record.ref) == ("turn", "B-1", "B-1", TURN)
    body = record.body
    assert body["prompt"] == "assistant@4#0a1b2c3d4e5f"
    assert body["parameters"] == {"temperature": "0", "max_output_tokens": 1200}
    assert [(p["document"], p["version"], p["cited"]) for p in body["passages"]] == [("POL-PAYOFF-01", 2, True)]
    assert [(call["name"], call["error"]) for call in body["tools"]] == [
        ("search_policies", None),
        ("get_balance", "not_found"),
    ]
    assert body["guards"] == [{"name": "numbers", "side": "output", "verdict": "pass"}]
    assert body["proposals"] == [{"id": TURN, "tool": "move_due_date", "digest": "ab" * 32}]
    assert body["tokens"] == {"input": 1500, "output": 20}
    assert body["cost_microusd"] == 1500 * 400 // 1000 + 20 * 1600 // 1000


def test_it_has_no_word_of_the_turn_and_may_be_appended() -> None:
    record = recorded(played())
    audit_body.check(record.body)
    told = json.dumps(record.body)
    for word in ("4111", "due date", "penalty", "Ana", "words"):
        assert word not in told


def test_marks_hold_the_content_to_the_turn_and_the_key() -> None:
    body = recorded(played()).body
    assert body["said"] == Marker.of(body["said"], KEYS, TURN)(SAID)
    assert body["said"] != Marker(KEYS, THREAD)(SAID)
    assert body["tools"][0]["arguments"] == Marker(KEYS, TURN)(ARGUMENTS)
    assert recorded(played(answer="Other.")).body["answer"] != body["answer"]


def test_a_newer_key_marks_and_older_marks_can_still_be_held_against_content() -> None:
    newer = b"newk"
    ring = Keyring({**KEYS.keys, newer: secrets.token_bytes(32)}, newer)
    mark = recorded(played()).body["said"]
    assert Marker(ring, TURN)(SAID) != mark
    assert Marker.of(mark, ring, TURN)(SAID) == mark


@pytest.mark.parametrize("name", ["rm -rf /", "get balance of 4111111111111111", "", "x" * 500, "\ud800"])
def test_whatever_a_model_calls_can_be_recorded(name: str) -> None:
    call = ToolCall(name=name, arguments={"account": "\ud800", "n": float("nan"), "deep": [[[[[[1]]]]]]}, result={})
    record = recorded(played(tool_calls=[call] * 300, model="my model (v1)"), said="\ud83d" + "x" * 20_000)
    audit_body.check(record.body)
    assert len(record.body["tools"]) == 100


def test_cost_is_by_the_table_rounded_up_and_unknown_where_it_does_not_know() -> None:
    assert cost_microusd("local", 10_000, 10_000) == 0
    assert cost_microusd("openai:gpt-4o-mini-2024-07-18", 1, 0) == 1
    assert cost_microusd("openai:gpt-4o-2024-08-06", 1000, 1000) == 12_500
    assert cost_microusd("openai:unheard-of", 1, 1) is None
