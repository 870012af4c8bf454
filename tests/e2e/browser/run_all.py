"""`make e2e`: real pages in headless Chromium over the real stack; reports/e2e.json, and pictures in reports/e2e/.

ASSIST_DATA_DIR: a prepared data folder to use and keep; without it one is made and removed. Arguments go to pytest.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime

from tests.e2e.browser.browsers import executable
from tests.e2e.browser.report import PICTURES, ROOT, RUNNING

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
    ended = subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, env={**os.environ, RUNNING: str(LINES)}, check=False)
    results = [json.loads(line) for line in LINES.read_text().splitlines()] if LINES.exists() else []
    LINES.unlink(missing_ok=True)
    failed = ended.returncode != 0 or any(result["failures"] for result in results)
    report = {"commit": _commit(), "started_at": started.isoformat(), "results": results, "failed": failed}
    (REPORTS / "e2e.json").write_text(json.dumps(report, indent=1) + "\n")
    for result in results:
        sys.stdout.write(f"{'FAILED' if result['failures'] else 'ok':6} {result['name']}: {result['figure']}\n")
    sys.stdout.write(f"{(datetime.now(UTC) - started).seconds} s; reports/e2e.json, pictures in reports/e2e/\n")
    return 1 if failed else 0


def _commit() -> str:
    ended = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    return ended.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
