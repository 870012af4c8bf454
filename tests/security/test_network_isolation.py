"""The whole stack, used as people use it, with the kernel counting: nothing tries to leave the machine."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "security" / "isolated_stack.py"
ISOLATED = ("unshare", "--net", "--map-root-user") if os.geteuid() else ("unshare", "--net")


def can_isolate() -> bool:
    """Whether this kernel and user may make a network namespace."""
    try:
        return subprocess.run([*ISOLATED, "true"], capture_output=True, timeout=20, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def lived(data_dir: Path, tmp_path: Path) -> dict[str, Any]:
    """What the isolated stack tells, run with an empty home and no provider's key."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "ASSIST_DATA_DIR": str(tmp_path / "data")}
    command = [*ISOLATED, sys.executable, str(SCRIPT), str(tmp_path / "data"), str(data_dir / "vectors")]
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=460, check=False
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(
    not can_isolate(), reason="no network namespaces here; test_network_silence watches sockets instead"
)
def test_the_stack_lives_on_loopback_alone_and_asks_for_nothing_else(lived: dict[str, Any]) -> None:
    assert lived["interfaces"] == ["lo"]
    assert lived["after"] == lived["before"]
    assert {"answered", "proposal"} <= set(lived["outcomes"])
    assert lived["state"] == "done"
    # the counters do see who tries: an address without a route, and a name
    assert sum(lived["tempted"].values()) > sum(lived["after"].values())
    assert lived["tempted"]["Ip:OutNoRoutes"] > lived["after"]["Ip:OutNoRoutes"]
