"""`make faults`: every fault at full count, and reports/faults.json of it: `python -m tests.faults.run_all`."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "reports"
LINES = REPORTS / "faults.jsonl"


def main() -> int:
    """Run faults, contract and attacks with FAULTS=full and write the report. Exit code 1 when something failed."""
    REPORTS.mkdir(exist_ok=True)
    LINES.unlink(missing_ok=True)
    started = datetime.now(UTC)
    environment = {**os.environ, "FAULTS": "full", "FAULTS_REPORT": str(LINES)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests/faults",
        "tests/contract/test_schemathesis.py",
        "tests/security/test_cross_borrower.py",
        "tests/security/test_malicious_model.py",
        "tests/security/test_injected_instructions.py",
        "tests/integration/evals/test_killed_runs.py",
        "tests/integration/evals/test_spread_runs.py",
        "-n",
        "2",
        "--dist",
        "worksteal",
        "--timeout",
        "1800",
    ]
    ended = subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, env=environment, check=False)
    results = [json.loads(line) for line in LINES.read_text().splitlines()] if LINES.exists() else []
    LINES.unlink(missing_ok=True)
    failed = ended.returncode != 0 or any(result["failures"] for result in results)
    report = {"commit": _commit(), "started_at": started.isoformat(), "results": results, "failed": failed}
    (REPORTS / "faults.json").write_text(json.dumps(report, indent=1) + "\n")
    for result in results:
        sys.stdout.write(
            f"{result['name']}: {result['runs']} runs, {result['failures']} failures; {result['figure']}\n"
        )
    sys.stdout.write(f"{(datetime.now(UTC) - started).seconds} s; reports/faults.json\n")
    return 1 if failed else 0


def _commit() -> str:
    ended = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    return ended.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
