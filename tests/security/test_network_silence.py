"""Nothing reaches out: not at import, not while turns run, not in the guards, not in the evals' metrics."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Database

ROOT = Path(__file__).parents[2]
PROBE = ROOT / "tests" / "security" / "network_probe.py"
DOCUMENTS = ("POL-PAYOFF-01.v1.md", "POL-FEE-02.v1.md")


@pytest.fixture
def probed(assistant_db: Database, tmp_path: Path) -> dict[str, Any]:
    """What the probe tells, run with an empty home, no proxy settings and no key."""
    documents = tmp_path / "documents"
    documents.mkdir()
    for name in DOCUMENTS:
        shutil.copy(ROOT / "policies" / "documents" / name, documents)
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "ASSIST_DATA_DIR": str(tmp_path / "data")}
    urls = [assistant_db.url("assistant_app"), assistant_db.url("policies_ingest")]
    ended = subprocess.run(
        [sys.executable, str(PROBE), *urls, str(documents)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_nothing_is_looked_up_or_connected_to_but_this_machine(probed: dict[str, Any]) -> None:
    assert probed["outside"] == []
    assert probed["imported"] > 100
    assert probed["passages"] > 0
    assert probed["scores"]["tool_call_f1"] == 1.0
    assert "answered" in probed["outcomes"]["local"]
    assert "failed" in probed["outcomes"]["compatible:out-of-reach"]


def test_the_watch_sees_and_refuses_what_goes_outside() -> None:
    code = (
        "import runpy, socket, sys\n"
        f"probe = runpy.run_path({str(PROBE)!r})\n"
        "sys.addaudithook(probe['watch'])\n"
        "socket.getaddrinfo('127.0.0.1', 1)\n"
        "for attempt in (lambda: socket.getaddrinfo('api.example.com', 443),\n"
        "                lambda: socket.socket().connect(('192.0.2.1', 443))):\n"
        "    try:\n"
        "        attempt()\n"
        "    except OSError as error:\n"
        "        assert 'closed in this test' in str(error), error\n"
        "print(len(probe['outside']))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert ended.stdout.strip() == "2", ended.stderr
