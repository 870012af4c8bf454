"""kill -9 anywhere in a turn: the message is answered all the same, with one proposal, and nothing is left over."""

import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from assistant.memory import Memory, Place
from assistant.sealing import Keyring
from tests.conftest import Database
from tests.faults.report import full, record
from tests.faults.turn_process import POINTS

RUNS = 150 if full() else 6
SEED = 20_260_515
SUBJECT = "B-1"


@contextmanager
def processes(folder: Path) -> Generator[Callable[..., str]]:
    """A server of mortal processes; gives how the one of an order ended."""
    command = [sys.executable, "-m", "tests.faults.turn_process", str(folder / "vectors")]
    log = (folder / "turns.log").open("w")
    with log, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        stdin, stdout = server.stdin, server.stdout

        def run(**order: Any) -> str:
            stdin.write(json.dumps(order) + "\n")
            stdin.flush()
            return stdout.readline().strip()

        assert stdout.readline().startswith("ready"), (folder / "turns.log").read_text()
        yield run
        stdin.close()


def wrong(connection: psycopg.Connection, memory: Memory, thread_id: str) -> str | None:
    """What is not as it must be after the restart: one finished turn with its one proposal, and nothing in flight."""
    rows = connection.execute(
        "SELECT turn_id::text, status, result FROM assistant.turns WHERE thread_id = %s", [thread_id]
    ).fetchall()
    if [row[1] for row in rows] != ["finished"]:
        return f"turns {[row[1] for row in rows]}"
    turn_id, status, sealed = rows[0]
    result = memory.result(Place(SUBJECT, thread_id, turn_id), {"status": status, "result": sealed})
    kept = connection.execute(
        "SELECT proposal_id::text, state FROM assistant.proposals WHERE thread_id = %s", [thread_id]
    ).fetchall()
    shown = [(one["proposal_id"], "open") for one in result.proposals] if result else []
    if len(shown) != 1 or kept != shown:
        return f"proposals {kept}, told {shown}, {result and result.outcome}: {result and result.answer}"
    left = connection.execute("SELECT count(*) FROM assistant.checkpoints WHERE thread_id = %s", [turn_id]).fetchone()
    ends = connection.execute(
        "SELECT body ->> 'status' FROM assistant.audit WHERE kind = 'turn' AND ref = %s", [turn_id]
    ).fetchall()
    return None if (left, ends) == ((0,), [("finished",)]) else f"checkpoints {left}, ends {ends}"


def test_a_killed_turn_is_answered_once(assistant_db: Database, tmp_path: Path) -> None:
    random, failures, killed = Random(SEED), list[str](), 0
    common = {"url": assistant_db.url("assistant_app"), "folder": str(tmp_path)}
    with processes(tmp_path) as run, psycopg.connect(assistant_db.url("postgres"), autocommit=True) as connection:
        memory: Memory | None = None
        for number in range(RUNS):
            point = POINTS[number % len(POINTS)] if full() else random.choice(POINTS)
            message = {"thread_id": str(uuid.uuid4()), "run_id": str(uuid.uuid4())}
            ended = run(**common, **message, point=point, delay_s=random.uniform(0.01, 0.15))
            killed += ended == "killed"
            recovered = run(**common, **message, recover=random.random() < 0.5)
            memory = memory or Memory(Keyring.load_or_create(tmp_path / "keys" / "sealing.json"))
            if ended not in ("killed", "done") or recovered != "done":
                failures.append(f"{number} {point}: {ended}, then {recovered}")
            elif found := wrong(connection, memory, message["thread_id"]):
                failures.append(f"{number} {point}: {found}")
    record("kill -9 in a turn", RUNS, len(failures), f"{killed} killed at {len(POINTS)} points", SEED)
    assert failures == [], (tmp_path / "turns.log").read_text()[-2000:]
    assert killed >= RUNS // 2
