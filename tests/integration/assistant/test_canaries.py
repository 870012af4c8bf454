"""Two versions at a time: each thread keeps its own, turns are counted, and a bad one gives its threads back."""

import shutil
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from langchain_core.messages import AIMessage
from psycopg.rows import dict_row

from assistant import bootstrap
from assistant.bootstrap import Overrides
from assistant.canaries import bands, store
from assistant.canaries.routing import CanaryAssistant, arm_of
from assistant.canaries.store import Arm, CanaryRuns
from assistant.results import TurnRequest, TurnResult
from assistant.settings import Settings
from prompts import released
from prompts.loader import ROOT, load
from prompts.lock import read_lock, relock, write_lock
from prompts.release import ReleaseRefused, Step, advanced
from tests.conftest import Database
from tests.lightly import BORROWER, accounts
from tests.security.network_probe import WordEncoder
from tests.serving import Puppet, calls, greeting, puppet

_EXAMPLES = """domain: trial
scenarios:
  - {id: owed, means: What is owed., calls: [{tool: get_balance}], utterances: [how much do i owe, my balance]}
  - {id: hello, means: A greeting., outcome: chitchat, reason: greeting, utterances: [hello, hi there]}
"""
GIVES_UP = calls(("decline", {"reason": "not_covered"}))


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    """A prompt folder with two approved versions, the second in its files."""
    root = tmp_path / "prompts"
    left_out = shutil.ignore_patterns("examples", "__pycache__", "*.py", "prompts.lock", "released")
    shutil.copytree(ROOT, root, ignore=left_out)
    (root / "examples").mkdir()
    (root / "examples" / "trial.yaml").write_text(_EXAMPLES, encoding="utf-8")
    _approve(root)
    main = root / "assistant.md"
    version = load(root).version
    main.write_text(main.read_text(encoding="utf-8").replace(f"version: {version}", f"version: {version + 1}"))
    (root / "fragments" / "style.md").write_text("# How you write\n- Short.\n", encoding="utf-8")
    _approve(root)
    return root


def _approve(root: Path) -> None:
    bundle = relock(root, "ana@lender.example")
    lock = read_lock(root)
    step = Step(by="ben@lender.example", at="2026-05-15T00:00:00+00:00", reason="a test")
    lock["assistant"][-1] = advanced(advanced(lock["assistant"][-1], "gated", step), "approved", step)
    write_lock(lock, root)
    released.keep(bundle, root)


@dataclass
class Trial:
    """A canary in an assistant, and threads of both arms."""

    assistant: CanaryAssistant
    model: Puppet
    operations: psycopg.AsyncConnection[dict[str, Any]]

    async def begin(self, version: int, digest: str, share_bps: int = 5000) -> store.Canary:
        await store.start(self.operations, "assistant", version, digest, share_bps, "ops")
        await self.assistant.refresh()
        return await self.now()

    async def now(self) -> store.Canary:
        canary = await store.latest(self.operations)
        assert canary
        return canary

    async def thread(self, canary: store.Canary, arm: Arm) -> str:
        while True:
            thread_id = await self.assistant.threads.create(BORROWER.subject)
            if arm_of(canary, thread_id) == arm:
                return thread_id

    async def say(self, thread_id: str, plays: AIMessage | None = None) -> TurnResult:
        async def play(_: object) -> AIMessage:
            return plays or AIMessage("Hello! How can I help?")

        self.model.play = play
        request = TurnRequest(BORROWER, thread_id, str(uuid.uuid4()), "hello")
        return await self.assistant.run_turn(request, lambda _: None)


@asynccontextmanager
async def opened(database: Database, folder: Path, prompts: Path, **settings: Any) -> AsyncGenerator[Trial]:
    model = puppet()
    model.play = greeting
    given = Overrides(model=model, encoder=WordEncoder(), accounts=accounts())
    wanted = Settings(data_dir=folder, prompts_dir=prompts, environment="production").model_copy(update=settings)
    url = database.url("assistant_ops")
    async with (
        await psycopg.AsyncConnection[dict[str, Any]].connect(url, autocommit=True, row_factory=dict_row) as operations,
        bootstrap.assistant(wanted, database.url("assistant_app"), "http://accounts.test", given) as assistant,
    ):
        assert isinstance(assistant, CanaryAssistant)
        yield Trial(assistant, model, operations)


async def test_threads_keep_the_version_they_were_given(assistant_db: Database, tmp_path: Path, prompts: Path) -> None:
    newest = load(prompts)
    async with opened(assistant_db, tmp_path, prompts, prompt_version=newest.version - 1) as trial:
        canary = await trial.begin(newest.version, newest.hash)
        of_each: dict[Arm, str] = {
            "candidate": await trial.thread(canary, "candidate"),
            "stable": await trial.thread(canary, "stable"),
        }
        for _ in range(2):
            assert (await trial.say(of_each["candidate"])).prompt == newest.reference
            assert (await trial.say(of_each["stable"])).prompt.startswith(f"assistant@{newest.version - 1}#")
        counts = await store.counts(trial.operations, canary.canary_id)
        assert {arm: held.turns for arm, held in counts.items()} == {"stable": 2, "candidate": 2}
        with pytest.raises(CanaryRuns):
            await trial.begin(newest.version, newest.hash)


async def test_a_version_whose_monitors_leave_their_band_gives_its_threads_back(
    assistant_db: Database, tmp_path: Path, prompts: Path
) -> None:
    newest = load(prompts)
    async with opened(assistant_db, tmp_path, prompts, prompt_version=newest.version - 1) as trial:
        canary = await trial.begin(newest.version, newest.hash)
        fewest = bands.load().fewest_turns
        earlier: dict[Arm, bands.Counts] = {
            "stable": bands.Counts(turns=500, abstained=5),
            "candidate": bands.Counts(turns=fewest - 1, abstained=fewest // 2),
        }
        async with await psycopg.AsyncConnection[dict[str, Any]].connect(assistant_db.url("assistant_app")) as app:
            for arm, counts in earlier.items():
                await store.add(app, canary.canary_id, arm, counts)
        thread_id = await trial.thread(canary, "candidate")
        assert (await trial.say(thread_id, GIVES_UP)).outcome == "abstained"
        ended = await trial.now()
        assert ended.state == "returned"
        assert "abstentions" in (ended.reason or "")
        assert (await trial.say(thread_id)).prompt.startswith(f"assistant@{newest.version - 1}#")


async def test_dislikes_are_counted_once_a_turn_for_the_version_that_answered(
    assistant_db: Database, tmp_path: Path, prompts: Path
) -> None:
    newest = load(prompts)
    async with opened(assistant_db, tmp_path, prompts, prompt_version=newest.version - 1) as trial:
        canary = await trial.begin(newest.version, newest.hash)
        turn = await trial.say(await trial.thread(canary, "candidate"))
        for liked in (False, False, True, False):
            assert await trial.assistant.take_feedback(BORROWER, turn.turn_id, liked=liked, reason="wrong")
        assert not await trial.assistant.take_feedback(BORROWER, str(uuid.uuid4()), liked=False, reason=None)
        counts = await store.counts(trial.operations, canary.canary_id)
    assert (counts["candidate"].disliked, counts["stable"].disliked) == (2, 0)


async def test_what_is_not_in_this_checkout_is_not_tried_here(
    assistant_db: Database, tmp_path: Path, prompts: Path
) -> None:
    newest = load(prompts)
    async with opened(assistant_db, tmp_path, prompts, prompt_version=newest.version - 1) as trial:
        canary = await trial.begin(newest.version, "f" * 64)
        answered = await trial.say(await trial.thread(canary, "candidate"))
        assert answered.prompt.startswith(f"assistant@{newest.version - 1}#")
        assert (await trial.now()).state == "running"


async def test_outside_development_nothing_unapproved_is_served(
    assistant_db: Database, tmp_path: Path, prompts: Path
) -> None:
    (prompts / "fragments" / "limits.md").write_text("# Limits\n- None.\n", encoding="utf-8")
    async with opened(assistant_db, tmp_path, prompts) as trial:
        thread_id = await trial.assistant.threads.create(BORROWER.subject)
        assert (await trial.say(thread_id)).prompt != load(prompts).reference
    lock = read_lock(prompts)
    write_lock({"assistant": [one.model_copy(update={"status": "gated"}) for one in lock["assistant"]]}, prompts)
    with pytest.raises(ReleaseRefused, match="only an approved one is served"):
        async with opened(assistant_db, tmp_path, prompts):
            pass
