"""`make clients`: every client as it comes plays its conversation, and reports/clients.json tells what it saw.

Against ASSIST_URL, with ASSIST_DATA_DIR the data folder of that stack (for one-time codes); without it a whole embedded
stack is started in a temporary folder for it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from stack.processes import free_port

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
REPORT = ROOT / "reports" / "clients.json"
ASSIST = Path(sys.executable).with_name("assist")
OPENAI_3 = ROOT / ".tools" / "clients-openai3" / "bin" / "python"
NODE = ("agui", "agui-legacy", "openai-node", "mcp-node")
_PLAY_S, _UP_S = 120, 1_200


def commands() -> dict[str, list[str]]:
    """What plays, by name."""
    script = str(HERE / "chat_completions.py")
    node = {name: ["node", str(HERE / name / "play.mjs")] for name in NODE}
    return {**node, "openai-python": [sys.executable, script], "openai-python-3": [str(OPENAI_3), script]}


@contextmanager
def stack() -> Generator[dict[str, str]]:
    """The environment in which the service is found: ASSIST_URL, ASSIST_DATA_DIR."""
    if url := os.environ.get("ASSIST_URL"):
        yield {"ASSIST_URL": url.rstrip("/"), "ASSIST_DATA_DIR": os.environ.get("ASSIST_DATA_DIR", ".data")}
        return
    with tempfile.TemporaryDirectory(prefix="clients-") as folder:
        port = free_port(8480)
        found = {"ASSIST_URL": f"http://127.0.0.1:{port}", "ASSIST_DATA_DIR": folder}
        environment = {**os.environ, **found}
        subprocess.run([ASSIST, "up", "--port", str(port)], env=environment, check=True, timeout=_UP_S)
        try:
            yield found
        finally:
            subprocess.run([ASSIST, "down"], env=environment, check=False, timeout=60)


def borrowers(url: str) -> list[str]:
    """Handles of borrowers alike: a Cash Line in good standing, with autopay."""
    known = httpx.get(f"{url}/v1/development/people", timeout=60, trust_env=False).raise_for_status().json()["people"]
    return [each["handle"] for each in known if suits(each)]


def suits(person: Mapping[str, Any]) -> bool:
    """Whether the conversations can be played as this person."""
    wanted = {"autopay_on", "current"}
    return person["role"] == "borrower" and person["products"] == ["cash_line"] and set(person["situation"]) == wanted


def play(command: list[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """One client's conversation; what it printed, or how it ended without."""
    try:
        ended = subprocess.run(
            command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=_PLAY_S, check=False
        )
        return json.loads(ended.stdout) if ended.stdout else {"failed": 1, "broke": ended.stderr[-2_000:]}
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        return {"failed": 1, "broke": str(error)}


def main() -> int:
    """Exit code 1 when something failed."""
    started, results = datetime.now(UTC), list[dict[str, Any]]()
    with stack() as found:
        stranger, *people = borrowers(found["ASSIST_URL"])
        for (name, command), person in zip(commands().items(), people, strict=False):
            code = _code(person, found)
            who = {"ASSIST_PERSON": person, "ASSIST_STRANGER": stranger, "ASSIST_CODE": code}
            results.append({"name": name, **play(command, {**found, **who})})
    failed = len(results) < len(commands()) or any(result["failed"] for result in results)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    report = {"commit": commit.stdout.strip(), "started_at": started.isoformat(), "results": results, "failed": failed}
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for result in results:
        _tell(result)
    return 1 if failed else 0


def _code(person: str, found: Mapping[str, str]) -> str:
    environment = {**os.environ, **found}
    ended = subprocess.run(
        [ASSIST, "code", "--as", person, "--json"], env=environment, capture_output=True, text=True, check=True
    )
    return str(json.loads(ended.stdout)["code"])


def _tell(result: Mapping[str, Any]) -> None:
    checks: list[dict[str, Any]] = result.get("checks", [])
    held = sum(check["ok"] for check in checks)
    sys.stdout.write(f"{result['name']} {result.get('version', '')}: {held} of {len(checks)} checks hold\n")
    for check in checks:
        if not check["ok"]:
            sys.stdout.write(f"  not: {check['name']}: {json.dumps(check['saw'])[:400]}\n")
    if result.get("broke"):
        sys.stdout.write(f"  broke off: {result['broke']}\n")


if __name__ == "__main__":
    sys.exit(main())
