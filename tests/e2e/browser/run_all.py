"""`make e2e`: real pages in headless Chromium over the real stack; reports/e2e.json, and pictures in reports/e2e/.

ASSIST_DATA_DIR: a prepared data folder to use and keep; without it one is made and removed. `--second-look`, as CI
asks: what failed is played once more, and what then passes is told as failed once of two runs. Other arguments go to
pytest.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

from tests.e2e.browser.browsers import executable
from tests.e2e.browser.report import PICTURES, ROOT, RUNNING

Result = dict[str, Any]
REPORTS = ROOT / "reports"
LINES = REPORTS / "e2e.jsonl"


def main() -> int:
    """Run the journeys and write the report. Exit code 1 when something failed, 2 without a browser."""
    if executable() is None:
        sys.stderr.write("There is no Chromium here: install `chromium`, or set CHROMIUM to its path.\n")
        return 2
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    LINES.unlink(missing_ok=True)
    started = datetime.now(UTC)
    command = [sys.executable, "-m", "pytest", "tests/e2e/browser", "-n", "0", "--timeout", "900", "-ra"]
    asked = [one for one in sys.argv[1:] if one != "--second-look"]
    results, red = _played([*command, *asked])
    if red and len(asked) < len(sys.argv) - 1:
        again, red = _played([*command, *asked, "--last-failed"])
        results = _together(results, again)
    failed = red or any(result["failures"] >= result["runs"] for result in results)
    report = {"commit": _commit(), "started_at": started.isoformat(), "results": results, "failed": failed}
    (REPORTS / "e2e.json").write_text(json.dumps(report, indent=1) + "\n")
    for result in results:
        sys.stdout.write(f"{_word(result):6} {result['name']}: {result['figure']}\n")
    sys.stdout.write(f"{(datetime.now(UTC) - started).seconds} s; reports/e2e.json, pictures in reports/e2e/\n")
    return 1 if failed else 0


def _word(result: Result) -> str:
    if not result["failures"]:
        return "ok"
    return "FAILED" if result["failures"] >= result["runs"] else "once"


def _played(command: list[str]) -> tuple[list[Result], bool]:
    """What a run told of its tests, and whether it was red."""
    LINES.unlink(missing_ok=True)
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, RUNNING: str(LINES)}, check=False)
    results: list[Result] = [json.loads(line) for line in LINES.read_text().splitlines()] if LINES.exists() else []
    LINES.unlink(missing_ok=True)
    return results, ended.returncode != 0


def _together(first: list[Result], second: list[Result]) -> list[Result]:
    """One row a name: what was played twice counts both runs."""
    again = {row["name"]: row for row in second}
    known = {row["name"] for row in first}
    both = [
        {**again[row["name"]], "runs": 2, "failures": bool(row["failures"]) + bool(again[row["name"]]["failures"])}
        if row["name"] in again
        else row
        for row in first
    ]
    return both + [row for row in second if row["name"] not in known]


def _commit() -> str:
    ended = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    return ended.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
