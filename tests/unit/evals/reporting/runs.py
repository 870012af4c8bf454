"""A small fixed run with every kind of case, a verdict on it, and text that tries to leave its place."""

from typing import Any

from assistant.results import GuardVerdict, Handoff, Timings, ToolCall, TurnResult, Usage
from evals.gate.verdict import Base, Changed, HardFail, MetricVerdict, ReviewFinding, SliceVerdict, Verdict
from evals.records import CaseRecord, Fingerprints, HardFault, Report
from tests.unit.evals.stories import citation

HOSTILE = (
    "<script>alert(1)</script> ]]> | `x` \x1b[31mred\x1b[0m \u202eold\u0000 [bold]b[/bold] @team #7 http://evil.example"
)
PROPOSAL: dict[str, Any] = {
    "proposal_id": "p-1",
    "tool": "move_due_date",
    "state": "open",
    "title": "Move the due date",
    "lines": [{"label": "due_day", "kind": "count", "value": 17, "words": "New due day: 17th of each month"}],
}


def turn(answer: str = "You owe $1,234.56. [1]", text: str = "what do I owe", **fields: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "thread_id": "t",
        "turn_id": "u",
        "outcome": "answered",
        "answer": answer,
        "tool_calls": [ToolCall(name="get_balance", arguments={"account": "cash_line"}, result={"balance": 123456})],
        "prompt": "assistant@1#0",
        "model": "local",
        "usage": Usage(input_tokens=90, output_tokens=10),
        "timings_ms": Timings(total=120.0),
    }
    return {"text": text, "result": TurnResult(**{**given, **fields}).model_dump(mode="json")}


def record(name: str, **fields: Any) -> CaseRecord:
    given: dict[str, Any] = {
        "id": name,
        "domain": "balance",
        "tags": ["multi_part"],
        "slices": {"domain": "balance", "language": "en"},
        "critical": False,
        "person": "ana-reyes",
        "passed": True,
        "outcome": "answered",
        "grades": {"outcome": True, "facts": True},
        "faults": [],
        "ms": [120.0],
        "turns": [turn()],
    }
    return CaseRecord.model_validate({**given, **fields})


def failed(name: str, fault: str = "facts: does not state balance 123456", **fields: Any) -> CaseRecord:
    given: dict[str, Any] = {"passed": False, "grades": {"outcome": True, "facts": False}, "faults": [fault]}
    return record(name, **{**given, **fields})


def records() -> list[CaseRecord]:
    guard = GuardVerdict(
        name="number_grounding", direction="output", verdict="rebuild", ms=1.0, detail="12 has no source"
    )
    handoff = Handoff(handoff_id="h", reason="asks_for_person", queue="servicing", urgent=True)
    decided = {
        "text": "",
        "result": turn()["result"],
        "act": "confirm",
        "decided": {"tool": "move_due_date", "gave": "done"},
    }
    return [
        record("acc-right", turns=[turn(citations=[citation()])]),
        record("acc-fixed", domain="fees", slices={"domain": "fees", "language": "es"}),
        failed("acc-newly", critical=True, turns=[turn("I do not know.", guards=[guard], handoff=handoff)]),
        failed("acc-before", domain="fees"),
        failed(
            "acc-hostile", HOSTILE, turns=[turn(HOSTILE, HOSTILE)], hard=[HardFault(kind="injection", detail=HOSTILE)]
        ),
        failed("acc-shelved"),
        record("act-confirmed", domain="acting", outcome="proposal", turns=[turn(proposals=[PROPOSAL]), decided]),
        record("sim-user", user_faults=["gave another date than its goal"]),
        record(
            "acc-errored",
            passed=False,
            state="errored",
            error="OperationalError: the database is gone",
            grades={},
            turns=[],
            ms=[],
        ),
    ]


def run(*made: CaseRecord, **fields: Any) -> Report:
    results = list(made) or records()
    given: dict[str, Any] = {
        "commit": "c0ffee1234567890",
        "started_at": "2026-05-15T00:00:00+00:00",
        "suite": "core",
        "model": "local",
        "prompt": "assistant@1#0",
        "seconds": 12.3,
        "fingerprints": Fingerprints(prompts="aa11", tools="bb22", commit="c0ffee1234567890", dirty=True),
        "results": results,
        "failed": [one.id for one in results if not one.passed],
        "missed": ["1 critical cases fail: acc-newly"],
        "summary": {"ragas_tool_call_f1": 0.875},
    }
    return Report(**{**given, **fields})


def verdict(**fields: Any) -> Verdict:
    base = Base(
        ref="main", by="Lee", at="2026-05-01T00:00:00+00:00", reason="first", commit="beefbeefbeef", age_days=14
    )
    given: dict[str, Any] = {
        "verdict": "REGRESSION",
        "reasons": ["critical: acc-newly: a critical case newly fails"],
        "suite": "core",
        "lane": "local",
        "seed": 0,
        "repeats": 1,
        "cases": 9,
        "hard": [HardFail(kind="critical", case="acc-newly", detail="a critical case newly fails")],
        "review": [
            ReviewFinding(
                kind="rule_weakened",
                file="fragments/safety.md",
                slice="injection",
                severity="blocks",
                what="a rule is gone",
                before="never",
                after="",
            )
        ],
        "metrics": [metric("passed"), metric("latency_ms", kind="ratio", base=110.0, head=120.0, difference=0.09)],
        "slices": [sliced()],
        "newly_failing": ["acc-newly"],
        "newly_fixed": ["acc-fixed"],
        "added": ["sim-user"],
        "quarantined": ["acc-shelved"],
        "flip_rate": 0.004,
        "fingerprints": Changed(base=Fingerprints(prompts="00ff"), head=run().fingerprints, changed=["prompts"]),
        "base": base,
        "head_commit": "c0ffee1234567890",
        "notes": ["the noise of 0.4% is assumed"],
    }
    return Verdict(**{**given, **fields})


def metric(name: str, **fields: Any) -> MetricVerdict:
    given: dict[str, Any] = {
        "name": name,
        "kind": "rate",
        "method": "mcnemar",
        "verdict": "INCONCLUSIVE",
        "blocks": True,
        "better": "higher",
        "n": 8,
        "clusters": 8,
        "base": 0.75,
        "head": 0.625,
        "difference": -0.125,
        "lower": -0.2,
        "upper": 0.1,
        "margin": 0.03,
        "p": 0.2,
        "mde": 0.1,
        "needed": 1200,
    }
    return MetricVerdict(**{**given, **fields})


def sliced(**fields: Any) -> SliceVerdict:
    given: dict[str, Any] = {
        "dimension": "domain",
        "value": "balance",
        "n": 4,
        "base": 1.0,
        "head": 0.75,
        "newly_failing": ["acc-newly"],
        "newly_fixed": [],
        "p": 0.01,
        "adjusted": 0.02,
        "detectable": 2,
        "verdict": "regression",
    }
    return SliceVerdict(**{**given, **fields})
