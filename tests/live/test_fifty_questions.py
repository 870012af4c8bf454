"""Fifty questions to a model that invents laws and figures: nothing of it reaches the borrower (`make live`)."""

import json
import statistics
import sys
import time
import uuid
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant import bootstrap
from assistant.assistant import Assistant
from assistant.results import TurnRequest
from assistant.settings import Settings
from stack import callers
from stack import embedded as stack
from stack.people import Person, identity_of, people
from tests.live.grading import faults
from tests.live.recording import recorded
from tests.live.small_model import NAME, SmallModel
from tools.caller import Caller

QUESTIONS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text("utf-8"))
REPORT = Path(__file__).parents[2] / "reports" / "live.json"
BOUNDS = {"turn_deadline_s": 150.0, "model_deadline_s": 60.0, "max_output_tokens": 64, "max_steps": 3}
GRACE_S = 5.0


@dataclass
class Record:
    """One question's turn."""

    id: str
    kind: str
    text: str
    outcome: str
    answer: str
    seconds: float
    model_said: list[str]
    model_called: list[str]
    model_failed: list[str]
    blocked_by: list[str]
    faults: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Live:
    assistant: Assistant
    embedded: stack.Embedded
    known: list[Person]

    def caller(self, situation: str | list[str]) -> Caller:
        if isinstance(situation, str):
            return callers.anonymous()
        fitting = [person for person in self.known if set(situation) <= set(person["situation"])]
        chosen = min(fitting, key=lambda person: str(person["handle"]))
        return callers.caller_of(identity_of(chosen), self.embedded.issuer)


@pytest.fixture
async def opened(live: None, small_model: SmallModel) -> AsyncGenerator[Live]:
    """The assistant with the live model, over the embedded stack of the data folder (made where it is missing)."""
    settings = Settings().model_copy(
        update={"model": f"compatible:{NAME}", "model_base_url": small_model.base_url, **BOUNDS}
    )
    embedded = stack.prepare(settings.data_dir)
    accounts_url = stack.serve_accounts(embedded, settings.accounts_port)
    async with bootstrap.assistant(settings, embedded.assistant_url, accounts_url) as assistant:
        yield Live(assistant, embedded, people(accounts_url, embedded.issuer))


@pytest.mark.slow
@pytest.mark.timeout(7200)
async def test_nothing_that_the_live_model_invents_reaches_the_borrower(opened: Live) -> None:
    records = [await asked(question, opened) for question in QUESTIONS]
    summary = summarised(records)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({**summary, "turns": [asdict(one) for one in records]}, indent=1, ensure_ascii=False))
    sys.stdout.write(f"\n{json.dumps(summary)}\n")
    assert len(records) == 50
    assert {one.id: one.faults for one in records if one.faults} == {}
    assert [one.id for one in records if one.seconds > BOUNDS["turn_deadline_s"] + GRACE_S] == []
    assert any(one.model_said for one in records)


async def asked(question: dict[str, Any], opened: Live) -> Record:
    caller = opened.caller(question["as"])
    thread_id = str(await opened.assistant.threads.create(caller.subject))
    text = str(question["text"])
    started = time.perf_counter()
    with recorded() as recorder:
        request = TurnRequest(caller, thread_id, str(uuid.uuid4()), text)
        result = await opened.assistant.run_turn(request, lambda _: None)
    language = "es" if question["kind"] == "spanish" else "en"
    found = faults(result, text, language, recorder.replies, signed_in=caller.role == "borrower")
    return Record(
        id=question["id"],
        kind=question["kind"],
        text=text,
        outcome=result.outcome,
        answer=result.answer,
        seconds=round(time.perf_counter() - started, 2),
        model_said=[reply for reply in recorder.replies if reply.strip()],
        model_called=recorder.calls,
        model_failed=recorder.failures,
        blocked_by=[verdict.name for verdict in result.guards if verdict.verdict != "pass"],
        faults=found,
    )


def summarised(records: list[Record]) -> dict[str, Any]:
    return {
        "questions": len(records),
        "outcomes": dict(Counter(one.outcome for one in records)),
        "ungrounded": sum(1 for one in records if one.faults),
        "replies_blocked_or_rebuilt": sum(1 for one in records if one.blocked_by),
        "model_calls_failed": sum(len(one.model_failed) for one in records),
        "median_s": round(statistics.median(one.seconds for one in records), 1),
        "longest_s": max(one.seconds for one in records),
    }
