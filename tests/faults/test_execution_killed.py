"""`kill -9` of the executor at each point from a confirmation to its receipt: one effect, one receipt, nothing lost."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from assistant.sealing import Keyring
from stack.issuer import DevelopmentIssuer
from tests.acting import writable
from tests.conftest import PORTFOLIO, Database
from tests.faults.execution_process import POINTS
from tests.faults.executions import Payers, executors, wrong
from tests.faults.report import full, record
from tests.integration.execution.booking import Desk

RUNS = 300 if full() else len(POINTS)
AT_ONCE = 10
SEED = 20_260_515
LONGEST_S = {"on the wire": 0.03, "ending": 0.01, "any moment": 0.2}


async def test_an_executor_killed_anywhere_leaves_one_effect_and_one_receipt(
    assistant_db: Database,
    durable_db: Database,
    clone_database: Callable[[str], Database],
    issuer: DevelopmentIssuer,
    tmp_path: Path,
) -> None:
    keys = tmp_path / "keys.json"
    desk = Desk(assistant_db, durable_db, Keyring.load_or_create(keys))
    random, kills, failures = Random(SEED), 0, list[str]()
    with writable(clone_database(PORTFOLIO), issuer) as books, executors(desk, books, keys.read_text()) as executor:
        payers = Payers(books)
        for first in range(0, RUNS, AT_ONCE):
            drafts = [payers.draft() for _ in range(first, min(first + AT_ONCE, RUNS))]
            for number, draft in enumerate(drafts, first):
                await desk.confirmed(draft)
                point = POINTS[number % len(POINTS)]
                delay_s = random.uniform(0, LONGEST_S.get(point, 0))
                ended = executor.run(
                    point=point, proposal_id=draft.proposal_id, delay_s=delay_s, wait_for=[draft.proposal_id]
                )
                kills += ended == "killed"
                failures += [f"{point}: {ended}"] if ended not in ("killed", "done") else []
            ended = executor.run(wait_for=[draft.proposal_id for draft in drafts])
            failures += [] if ended == "done" else [f"recovery: {ended}"]
            failures += wrong(desk, payers, drafts)
    record("kill -9 from confirm to receipt", RUNS, len(failures), f"{kills} killed, {len(POINTS)} points", SEED)
    assert failures == []
    assert kills > RUNS * 0.8
