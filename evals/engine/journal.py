"""The journal of a run: a line a record, on disk while the run goes on, so that a run that was killed goes on there.

A line that a kill tore off counts as not written.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from evals.records import CaseRecord

_BATCH = 16
_KEPT = 5


class Journal:
    """Open for appending; `done` are the keys (case/epoch) that need not be played again.

    Errored records are kept as the record of what happened, but are played again when the run goes on.
    """

    def __init__(self, folder: Path, run: str, *, fresh: bool = False) -> None:
        """run: a name made of everything that decides the run's answers. fresh: forget what is there."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{run}.jsonl"
        if fresh:
            self.path.unlink(missing_ok=True)
        _mend(self.path)
        self.done = {key(record) for record in self.records() if record.state == "graded"}
        self.resumed = len(self.done)
        self._file = self.path.open("ab")
        self._unsynced = 0
        _forget_older(folder, self.path)

    def append(self, record: CaseRecord) -> bool:
        """Keep the record; False where one of that case and epoch is there already, which then stays."""
        if key(record) in self.done:
            return False
        if record.state == "graded":
            self.done.add(key(record))
        self._file.write(record.model_dump_json().encode() + b"\n")
        self._unsynced += 1
        if self._unsynced >= _BATCH:
            self.sync()
        return True

    def sync(self) -> None:
        """What was appended is on disk when this returns."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._unsynced = 0

    def records(self) -> Iterator[CaseRecord]:
        """Every record in the order in which they came; one at a time is in memory."""
        if not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                yield CaseRecord.model_validate_json(line)

    def ended(self) -> None:
        """The run is complete and its report written: the journal has done its work."""
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.sync()
        self._file.close()


def key(record: CaseRecord) -> str:
    return f"{record.id}/{record.epoch}"


def _mend(path: Path) -> None:
    """Cut off a last line that is not whole, and whatever follows a line that cannot be read."""
    if not path.exists():
        return
    whole = 0
    with path.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n") or not _is_record(line):
                break
            whole += len(line)
    os.truncate(path, whole)


def _is_record(line: bytes) -> bool:
    try:
        CaseRecord.model_validate_json(line)
    except ValueError:
        return False
    return True


def _forget_older(folder: Path, own: Path) -> None:
    """Runs that nobody went on with: all but the newest few."""
    others = sorted((path for path in folder.glob("*.jsonl") if path != own), key=lambda path: path.stat().st_mtime)
    for path in others[: -(_KEPT - 1)]:
        path.unlink(missing_ok=True)
