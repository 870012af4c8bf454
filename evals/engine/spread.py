"""A run spread over machines: its cases are workflows in a DBOS queue, which workers on any machine take.

A workflow's id is run, case and epoch, so that a case is not in the queue twice however often the run is started. Who
coordinates collects the records into the journal, and hands on what a worker that died had begun.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import cast

import psycopg
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions, WorkflowStatus

from evals.case import Case
from evals.engine.manifest import Manifest
from evals.engine.plan import Task
from evals.records import CaseRecord, Fingerprints

QUEUE = "evals"
APPLICATION = "lending-evals"
PLAY_CASE, RUN = "play_eval_case", "eval_run"
_POLL_S = 0.2
_LOOK_FOR_DEAD_S = 2.0


class FingerprintDiffers(RuntimeError):
    """This checkout would answer as another one: nothing was taken. Check out the run's commit on this machine."""


def version(run: str) -> str:
    """Of DBOS's application: workers of another run leave this one's cases alone."""
    return f"evals-{run}"


def client(queue_url: str) -> DBOSClient:
    """Its tables are made where they are missing. Raises psycopg.Error."""
    DBOS.migrate(queue_url)
    return DBOSClient(
        system_database_url=queue_url, serializer=DBOSPortableJSONSerializer(), application_name=APPLICATION
    )


def runs(queue: DBOSClient) -> list[Manifest]:
    """The runs that wait for workers, oldest first."""
    waiting = queue.list_workflows(name=RUN, status="ENQUEUED")
    return [Manifest.model_validate_json(str(_input(one)[0])) for one in waiting]


def check(manifest: Manifest, own: Fingerprints) -> None:
    """Raises FingerprintDiffers."""
    if changed := own.changed(manifest.fingerprints):
        raise FingerprintDiffers(
            f"This checkout differs from the run's in: {', '.join(changed)}. The run was started from commit "
            f"{manifest.fingerprints.commit[:12]}; check that out here, then start the worker again."
        )


def play(
    queue_url: str,
    manifest: Manifest,
    tasks: Sequence[Task],
    take: Callable[[CaseRecord], object],
    *,
    wait_s: float,
) -> None:
    """Enqueue the tasks and give each record to `take` as workers bring it; then the run is gone from the queue.

    wait_s: so long without any record ends the wait, and the missing ones are missing. Raises psycopg.Error.
    """
    queue = client(queue_url)
    try:
        _enqueue(queue, manifest, tasks)
        _collect(queue, queue_url, manifest, {_id(manifest.run, task) for task in tasks}, take, wait_s)
        _forget(queue, manifest.run)
    finally:
        queue.destroy()


def _id(run: str, task: Task) -> str:
    return f"{run}:{task.key}"


def _enqueue(queue: DBOSClient, manifest: Manifest, tasks: Iterable[Task]) -> None:
    common = {"queue_name": QUEUE, "app_version": version(manifest.run)}
    options = cast(EnqueueOptions, {**common, "queue_name": f"{QUEUE}-runs", "workflow_name": RUN})
    queue.enqueue({**options, "workflow_id": manifest.run}, manifest.model_dump_json())
    for task in tasks:
        options = cast(EnqueueOptions, {**common, "workflow_name": PLAY_CASE, "workflow_id": _id(manifest.run, task)})
        queue.enqueue(options, task.place, task.case, task.epoch)


def _collect(
    queue: DBOSClient,
    queue_url: str,
    manifest: Manifest,
    left: set[str],
    take: Callable[[CaseRecord], object],
    wait_s: float,
) -> None:
    heard = looked = time.monotonic()
    with psycopg.connect(queue_url, autocommit=True) as connection:
        while left and time.monotonic() - heard < wait_s:
            for ended in _ended(queue, left):
                left.remove(ended.workflow_id)
                heard = time.monotonic()
                if ended.status == "SUCCESS":
                    take(CaseRecord.model_validate_json(str(ended.output)))
            if time.monotonic() - looked > _LOOK_FOR_DEAD_S:
                looked = time.monotonic()
                _hand_on(queue, connection, manifest.run)
            time.sleep(_POLL_S)


def _ended(queue: DBOSClient, left: set[str]) -> list[WorkflowStatus]:
    """Those of `left` that ended; their outputs are read one list at a time."""
    status = ["SUCCESS", "ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
    return queue.list_workflows(workflow_ids=sorted(left), status=status, load_input=False)


def _hand_on(queue: DBOSClient, connection: psycopg.Connection, run: str) -> None:
    """Put back into the queue what workers had begun that are gone: a living one holds the lock of its name."""
    begun = queue.list_workflows(workflow_id_prefix=f"{run}:", status="PENDING", load_input=False, load_output=False)
    for executor in {str(one.executor_id) for one in begun}:
        if not is_alive(connection, executor):
            for one in begun:
                if one.executor_id == executor:
                    queue.resume_workflow(one.workflow_id, queue_name=QUEUE)


def is_alive(connection: psycopg.Connection, executor: str) -> bool:
    """Whether a worker of that name is connected: it holds an advisory lock as long as it lives."""
    row = connection.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [executor]).fetchone()
    if row is None or not row[0]:
        return True
    connection.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [executor])
    return False


def _forget(queue: DBOSClient, run: str) -> None:
    """Take the run and what is left of it out of the queue's tables."""
    rest = queue.list_workflows(workflow_id_prefix=run, load_input=False, load_output=False)
    names = [one.workflow_id for one in rest]
    queue.cancel_workflows(names)
    queue.delete_workflows(names)


def _input(status: WorkflowStatus) -> Sequence[object]:
    return status.input["args"] if status.input else ()


def chosen(manifest: Manifest, suite: Sequence[Case]) -> list[Case]:
    """The run's cases in its order. Raises FingerprintDiffers where this checkout lacks one."""
    known = {case.id: case for case in suite}
    if missing := [name for name in manifest.cases if name not in known]:
        raise FingerprintDiffers(f"This checkout has no case {missing[0]!r}; check out the run's commit here.")
    return [known[name] for name in manifest.cases]
