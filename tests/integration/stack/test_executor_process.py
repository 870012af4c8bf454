"""The executor as `assist up` runs it: started once, found again, told whether it can work, ended with the rest."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from stack import embedded


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="lending-executor-", ignore_cleanup_errors=True) as path:
        yield Path(path)
        embedded.stop(Path(path))


def test_it_starts_once_is_found_again_after_a_kill_and_ends_with_the_stack(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNTS_URL", "http://127.0.0.1:9")
    prepared = embedded.prepare(folder, seed=False, ingest=False)
    first = embedded.serve_executor(prepared, 18182)
    assert embedded.serve_executor(prepared, 18182) == first
    assert httpx.get(f"http://127.0.0.1:{first.port}/healthz", trust_env=False).json() == {"status": "ok"}

    os.kill(first.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(first.pid)] if psutil.pid_exists(first.pid) else [], 5)
    second = embedded.serve_executor(prepared, 18182)
    assert second.pid != first.pid
    assert embedded.stop(folder) == ["executor", "database"]
    assert not second.is_alive()
